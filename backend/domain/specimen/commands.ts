import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsOptional, Matches, ValidateNested } from 'class-validator';
import { Entries, Id, Note, OptionalText, TermMap, TermName, Texts } from '../kernel/fields.js';
import { REASON_CODES, type ReasonCode } from '../terms/reason-code.js';
import type {
  AttachMedia,
  CorrectMedia,
  DetachMedia,
  MeasureSpecimen,
  SupplementSpecimen,
  WithdrawMeasurement,
  WithdrawSupplement,
} from './attachment-commands.js';
import type { SourceKey, Terms, VerbatimRemainder } from './events.js';

/** Old and new value of one term, or of the absence of one. */
export class TermChangeEntry {
  /** Simple Darwin Core name, or the full URI of another vocabulary's term. */
  @TermName() readonly term: string;
  /** The value now in the record; absent when there is none. */
  @OptionalText() readonly was?: string;
  /** The value it should have; absent to take it away. */
  @OptionalText() readonly now?: string;
}

/** A determination as it is given. */
export class IdentificationEntry {
  /** Id of the new opinion: a UUID; over HTTP derived from the request. */
  @Id() readonly identificationId: string;
  /** Terms of the determination, e.g. scientificName, identificationQualifier, typeStatus, dateIdentified, identificationRemarks. */
  @TermMap('determination') readonly terms: Terms;
  /** Determiners in the order given. */
  @IsOptional() @Texts(1_000) readonly identifiedBy?: readonly string[];
  /** Their identifiers (ORCID, Wikidata …) in the same order. */
  @IsOptional() @Texts(1_000) readonly identifiedByID?: readonly string[];
  /** The collection's own taxon, when linked. */
  @OptionalText(200) readonly taxonId?: string;
  /** What the opinion rests on: label, photograph, sequence, literature … */
  @OptionalText(1_000) readonly basedOn?: string;
  @Note() readonly note?: string;
}

/** Enters a new specimen into a collection, with its first determination where there is one. */
export class AccessionSpecimen {
  @IsIn(['AccessionSpecimen']) readonly type = 'AccessionSpecimen';
  /** The collection it becomes part of. */
  @Id() readonly collectionId: string;
  /** Terms of the specimen and its collecting event, as on the label. */
  @TermMap('specimen') readonly terms: Terms;
  /** Whether the public may see it; not, unless said. */
  @IsOptional() @IsBoolean() readonly released?: boolean;
  /** The first determination; it is the accepted one. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => IdentificationEntry)
  readonly identification?: IdentificationEntry;
  @Note() readonly note?: string;
  /** Only imports say these: what no term was chosen for, by what the record is known again, and whose number it wanted. */
  declare readonly unmapped?: VerbatimRemainder['unmapped'];
  declare readonly literalNulls?: VerbatimRemainder['literalNulls'];
  declare readonly sourceKey?: SourceKey;
  declare readonly catalogNumberClash?: string;
}

/** Puts wrong values right; each change says the value that was seen, so that nobody overwrites what they have not read. */
export class CorrectSpecimen {
  @IsIn(['CorrectSpecimen']) readonly type = 'CorrectSpecimen';
  /** What to put right, each term once. */
  @Entries(() => TermChangeEntry) readonly changes: readonly TermChangeEntry[];
  /** Why, from the closed list. */
  @IsIn(REASON_CODES) readonly reason: ReasonCode;
  @Note() readonly note?: string;
  /** Only imports say this: the specimen that holds the number this record wants. */
  declare readonly catalogNumberClash?: string;
}

/** Adds a determination: an opinion beside the earlier ones. The first is accepted; a later one only when asked. */
export class IdentifySpecimen extends IdentificationEntry {
  @IsIn(['IdentifySpecimen']) readonly type = 'IdentifySpecimen';
  /** Whether this becomes the accepted opinion at once. */
  @IsOptional() @IsBoolean() readonly accept?: boolean;
  /** Only imports say these. */
  declare readonly unmapped?: VerbatimRemainder['unmapped'];
  declare readonly literalNulls?: VerbatimRemainder['literalNulls'];
}

/** Makes an opinion the accepted one; the one accepted before steps back in the same event. */
export class AcceptIdentification {
  @IsIn(['AcceptIdentification']) readonly type = 'AcceptIdentification';
  /** The opinion to accept. */
  @Id() readonly identificationId: string;
  @Note() readonly note?: string;
}

/** Confirms an opinion without making another. */
export class VerifyIdentification {
  @IsIn(['VerifyIdentification']) readonly type = 'VerifyIdentification';
  /** The opinion that is confirmed. */
  @Id() readonly identificationId: string;
  /** Who confirms it, when it is not the person signed in. */
  @IsOptional() @Texts(1_000) readonly verifiedBy?: readonly string[];
  @Note() readonly note?: string;
}

/** Takes an opinion back. It stays readable; when it was accepted, its successor is named. */
export class WithdrawIdentification {
  @IsIn(['WithdrawIdentification']) readonly type = 'WithdrawIdentification';
  /** The opinion to take back. */
  @Id() readonly identificationId: string;
  @IsIn(REASON_CODES) readonly reason: ReasonCode;
  /** Which opinion is accepted from now on; needed when the accepted one is withdrawn and several remain. */
  @IsOptional() @Id() readonly successor?: string;
  @Note() readonly note?: string;
}

/** Follows a change of name (combination, spelling, authorship) where the opinion itself stays as it was. */
export class UpdateIdentificationNomenclature {
  @IsIn(['UpdateIdentificationNomenclature']) readonly type = 'UpdateIdentificationNomenclature';
  /** The opinion whose name changed. */
  @Id() readonly identificationId: string;
  /** What of the name changed, each term once. */
  @Entries(() => TermChangeEntry) readonly changes: readonly TermChangeEntry[];
  @IsIn(REASON_CODES) readonly reason: ReasonCode;
  @Note() readonly note?: string;
}

/** Adds an opinion about where the specimen was collected. The first is accepted; a later one only when asked. */
export class GeoreferenceSpecimen {
  @IsIn(['GeoreferenceSpecimen']) readonly type = 'GeoreferenceSpecimen';
  /** Id of the new georeference: a UUID; over HTTP derived from the request. */
  @Id() readonly georeferenceId: string;
  /** decimalLatitude, decimalLongitude, geodeticDatum, coordinateUncertaintyInMeters, georeferencedBy, georeferencedDate … */
  @TermMap('specimen') readonly terms: Terms;
  /** Whether this becomes the accepted one at once. */
  @IsOptional() @IsBoolean() readonly accept?: boolean;
  @Note() readonly note?: string;
}

/** Makes a georeference the accepted one. */
export class AcceptGeoreference {
  @IsIn(['AcceptGeoreference']) readonly type = 'AcceptGeoreference';
  /** The georeference to accept. */
  @Id() readonly georeferenceId: string;
  @Note() readonly note?: string;
}

/** Confirms that what looks doubtful stands on the label just so. */
export class ConfirmFinding {
  @IsIn(['ConfirmFinding']) readonly type = 'ConfirmFinding';
  /** The doubt by its name, such as COUNTRY_COORDINATE_MISMATCH. */
  @Matches(/^[A-Z][A-Z_]{2,99}$/, { message: '$property must be the name of a finding, such as ZERO_COORDINATE.' })
  readonly issue: string;
  /** The values that were compared with the label; the doubt comes back when one of them changes. */
  @TermMap('any') readonly values: Terms;
  @Note() readonly note?: string;
}

/** Shows the record to the public. */
export class ReleaseSpecimen {
  @IsIn(['ReleaseSpecimen']) readonly type = 'ReleaseSpecimen';
  @Note() readonly note?: string;
}

/** Hides the record from the public. */
export class WithholdSpecimen {
  @IsIn(['WithholdSpecimen']) readonly type = 'WithholdSpecimen';
  @IsIn(REASON_CODES) readonly reason: ReasonCode;
  @Note() readonly note?: string;
}

/** Strikes the record through: entered by mistake. It stays readable and its number becomes free. */
export class VoidSpecimenRecord {
  @IsIn(['VoidSpecimenRecord']) readonly type = 'VoidSpecimenRecord';
  @IsIn(REASON_CODES) readonly reason: ReasonCode;
  /** The record that stays, when this one is its duplicate. */
  @IsOptional() @Id() readonly duplicateOf?: string;
  @Note() readonly note?: string;
}

/** Brings a struck-through record back. */
export class ReinstateSpecimenRecord {
  @IsIn(['ReinstateSpecimenRecord']) readonly type = 'ReinstateSpecimenRecord';
  @IsOptional() @IsIn(REASON_CODES) readonly reason?: ReasonCode;
  @Note() readonly note?: string;
}

/** Everything that may be asked of a specimen. */
export type SpecimenCommand =
  | AccessionSpecimen
  | CorrectSpecimen
  | IdentifySpecimen
  | AcceptIdentification
  | VerifyIdentification
  | WithdrawIdentification
  | UpdateIdentificationNomenclature
  | GeoreferenceSpecimen
  | AcceptGeoreference
  | MeasureSpecimen
  | WithdrawMeasurement
  | AttachMedia
  | CorrectMedia
  | DetachMedia
  | SupplementSpecimen
  | WithdrawSupplement
  | ConfirmFinding
  | ReleaseSpecimen
  | WithholdSpecimen
  | VoidSpecimenRecord
  | ReinstateSpecimenRecord;
