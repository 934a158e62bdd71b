import type { Measurement, SourceKey, TermChange, Terms, VerbatimRemainder } from '#domain/specimen/events.js';
import type { Finding } from '../quality/view.js';

/** Who did it, when, by which ledger event. Accounts are named by the account register. */
export interface Stamp {
  readonly at: string;
  /** Account id. */
  readonly by: string;
  readonly eventId: string;
  readonly note?: string;
}

/** A withdrawal, a withholding, a voiding: a deed that has a reason code. */
export interface ReasonedStamp extends Stamp {
  readonly reason?: string;
}

/** One opinion about what the specimen is, with all that happened to it. */
export interface RecordIdentification extends VerbatimRemainder {
  readonly identificationId: string;
  readonly status: 'accepted' | 'standing' | 'withdrawn';
  /** Present values: nomenclatural updates are folded in. */
  readonly terms: Terms;
  readonly identifiedBy?: readonly string[];
  readonly identifiedByID?: readonly string[];
  readonly taxonId?: string;
  readonly basedOn?: string;
  readonly entered: Stamp;
  /** Every time it became the accepted one, oldest first; `instead`: the one it took over from. */
  readonly accepted?: readonly (Stamp & { readonly instead?: string })[];
  readonly verified?: readonly (Stamp & { readonly verifiedBy?: readonly string[] })[];
  readonly withdrawn?: ReasonedStamp & { readonly successor?: string };
  readonly nomenclaturalUpdates?: readonly (ReasonedStamp & { readonly changes: readonly TermChange[] })[];
}

/** One opinion about where it was collected. */
export interface RecordGeoreference {
  readonly georeferenceId: string;
  readonly terms: Terms;
  readonly entered: Stamp;
  /** Every time it became the accepted one, oldest first. */
  readonly accepted?: readonly Stamp[];
}

export interface RecordMeasurement extends Measurement {
  readonly entered: Stamp;
  /** It stays listed, with who took it back and why. */
  readonly withdrawn?: ReasonedStamp;
}

export interface RecordMedia {
  readonly mediaId: string;
  readonly terms: Terms;
  /** Content held here: `/api/v1/files/{sha256}`. */
  readonly sha256?: string;
  readonly literalNulls?: VerbatimRemainder['literalNulls'];
  readonly attached: Stamp;
  readonly detached?: Stamp;
}

export interface RecordSupplement {
  readonly rowType: string;
  readonly rows: readonly Terms[];
  /** These rows were taken back, with their import. */
  readonly withdrawn?: ReasonedStamp;
}

export interface RecordCorrection extends ReasonedStamp, TermChange {
  readonly importId?: string;
}

/** Values that somebody compared with the label: they stand there just so. */
export interface RecordConfirmation extends Stamp {
  readonly issue: string;
  readonly values: Terms;
}

/** A row of a file that this record came from or was changed by. */
export interface RecordImport {
  readonly importId: string;
  readonly at: string;
  /** Of the file; lower-case hex. */
  readonly sha256?: string;
  /** 1-based, header not counted. */
  readonly row?: number;
}

/** What the text of the terms is understood as; the text itself stays beside it. */
export interface Interpretation {
  /** First and last possible day of collecting, as YYYYMMDD numbers. */
  readonly collected?: readonly [number, number];
  readonly year?: number;
  /** Longitude and latitude in degrees: of the accepted georeference, else of the terms. */
  readonly point?: readonly [number, number];
  readonly uncertaintyMetres?: number;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode?: string;
  /** Standard values over all standing determinations. */
  readonly typeStatus?: readonly string[];
}

/** The whole record as its page shows it; the id is the document's. Absent members are left out. */
export interface SpecimenRecord extends VerbatimRemainder {
  readonly collectionId: string;
  /** Present values of the specimen and its collecting event, as written. */
  readonly terms: Terms;
  readonly interpreted: Interpretation;
  /** In the order they were entered. */
  readonly identifications: readonly RecordIdentification[];
  readonly acceptedIdentificationId?: string;
  readonly georeferences?: readonly RecordGeoreference[];
  /** Its terms take the place of the record's own coordinates. */
  readonly acceptedGeoreferenceId?: string;
  readonly measurements?: readonly RecordMeasurement[];
  /** Detached media stay listed, with who detached them. */
  readonly media?: readonly RecordMedia[];
  readonly supplements?: readonly RecordSupplement[];
  readonly issues?: readonly Finding[];
  /** The last confirmation of each doubt; it counts while the values are the confirmed ones. */
  readonly confirmedFindings?: readonly RecordConfirmation[];
  /** The other specimen that holds the number this one wanted. */
  readonly catalogNumberClash?: string;
  readonly sourceKey?: SourceKey;
  readonly released: boolean;
  /** Why and by whom it was last withheld, while it is. */
  readonly withheld?: ReasonedStamp;
  /** While the record is struck through. */
  readonly voided?: ReasonedStamp & { readonly duplicateOf?: string };
  /** Oldest first. */
  readonly corrections?: readonly RecordCorrection[];
  /** Oldest first. */
  readonly imports?: readonly RecordImport[];
  readonly created: Stamp;
  /** The last event. */
  readonly modified: Stamp;
  /** Of the stream: the ETag. */
  readonly revision: number;
}
