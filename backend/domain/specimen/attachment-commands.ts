import { IsArray, IsIn, IsOptional, Matches } from 'class-validator';
import { Entries, Id, Note, OptionalText, Sha256, TermMap, Text } from '../kernel/fields.js';
import { REASON_CODES, type ReasonCode } from '../terms/reason-code.js';
import type { Terms } from './events.js';

/** One measurement or fact. */
export class MeasurementEntry {
  /** Id of the new measurement: a UUID; over HTTP derived from the request. */
  @Id() readonly measurementId: string;
  /** measurementType, measurementValue, measurementUnit, measurementMethod, measurementDeterminedBy … */
  @TermMap('any') readonly terms: Terms;
}

/** Records measurements and other facts about the specimen. */
export class MeasureSpecimen {
  @IsIn(['MeasureSpecimen']) readonly type = 'MeasureSpecimen';
  /** What was measured or observed, one entry each. */
  @Entries(() => MeasurementEntry) readonly measurements: readonly MeasurementEntry[];
  @Note() readonly note?: string;
}

/** Takes a measurement back. It stays readable. */
export class WithdrawMeasurement {
  @IsIn(['WithdrawMeasurement']) readonly type = 'WithdrawMeasurement';
  /** The measurement to take back. */
  @Id() readonly measurementId: string;
  @IsIn(REASON_CODES) readonly reason: ReasonCode;
  @Note() readonly note?: string;
}

/** One picture, sound or film. */
export class MediaEntry {
  /** Id of the new link: a UUID; over HTTP derived from the request. */
  @Id() readonly mediaId: string;
  /** identifier, accessURI, title, format, type, creator, license, rightsHolder … */
  @TermMap('any') readonly terms: Terms;
  /** Content in the file store, when it is held here. */
  @IsOptional() @Sha256() readonly sha256?: string;
}

/** Old and new value of one term of a picture, sound or film. */
export class MediaChangeEntry {
  /** As in the terms of the link: `title`, `creator` … */
  @Matches(/^([A-Za-z][\w.-]{0,99}|(https?:\/\/|urn:)\S{3,500})$/, {
    message: '$property must be the name of a term such as title, or its full URI.',
  })
  readonly term: string;
  /** The value now in the record; absent when there is none. */
  @OptionalText() readonly was?: string;
  /** The value it should have; absent to take it away. */
  @OptionalText() readonly now?: string;
}

/** Links media to the specimen. */
export class AttachMedia {
  @IsIn(['AttachMedia']) readonly type = 'AttachMedia';
  /** The pictures, sounds or films, one entry each. */
  @Entries(() => MediaEntry) readonly media: readonly MediaEntry[];
  @Note() readonly note?: string;
}

/** Puts right what is said of a picture, sound or film; each change says the value that was seen. */
export class CorrectMedia {
  @IsIn(['CorrectMedia']) readonly type = 'CorrectMedia';
  /** The link whose description is wrong. */
  @Id() readonly mediaId: string;
  /** What to put right, each term once. */
  @Entries(() => MediaChangeEntry) readonly changes: readonly MediaChangeEntry[];
  @IsIn(REASON_CODES) readonly reason: ReasonCode;
  @Note() readonly note?: string;
}

/** Takes a link to media away; the file itself stays. */
export class DetachMedia {
  @IsIn(['DetachMedia']) readonly type = 'DetachMedia';
  /** The link to take away. */
  @Id() readonly mediaId: string;
  @Note() readonly note?: string;
}

/** Keeps rows of a source's extension that this version has no meaning for. Asked by imports only. */
export class SupplementSpecimen {
  @IsIn(['SupplementSpecimen']) readonly type = 'SupplementSpecimen';
  /** The extension's row type, a URI. */
  @Text(1_000) readonly rowType: string;
  @IsArray() readonly rows: readonly Terms[];
}

/** Takes rows of an extension back, all that are like these. Asked by imports only. */
export class WithdrawSupplement {
  @IsIn(['WithdrawSupplement']) readonly type = 'WithdrawSupplement';
  /** The extension's row type, a URI. */
  @Text(1_000) readonly rowType: string;
  @IsArray() readonly rows: readonly Terms[];
}
