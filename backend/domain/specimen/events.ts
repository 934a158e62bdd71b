import type { Fact } from '../kernel/decider.js';

/** Darwin Core values by simple term name (`locality`) or, for terms outside Darwin Core, by full URI; text as received, never blank. */
export type Terms = Readonly<Record<string, string>>;

/** What stands beside mapped terms so that a source row can be told again exactly. */
export interface VerbatimRemainder {
  /** Values of columns that no term was chosen for, by the column's name. */
  readonly unmapped?: Terms;
  /** Literal nulls that were read as "absent", each with the terms it stood in: `{ "NA": ["typeStatus"] }`. */
  readonly literalNulls?: Readonly<Record<string, readonly string[]>>;
}

/** A catalogue number with what makes it unique. */
export interface CatalogNumberKey {
  readonly institutionCode?: string;
  readonly collectionCode?: string;
  readonly catalogNumber: string;
}

/** By what a record of a source is recognised when it comes again. */
export interface SourceKey {
  readonly kind: 'occurrenceID' | 'catalogNumber' | 'coreId' | 'rowHash';
  readonly value: string;
}

/** A determination: an opinion with its own id, never overwritten. */
export interface Identification extends VerbatimRemainder {
  readonly identificationId: string;
  /**
   * scientificName, scientificNameAuthorship, taxonRank, kingdom … family, genus, specificEpithet,
   * identificationQualifier, typeStatus, typifiedName, dateIdentified, identificationReferences,
   * identificationRemarks, verbatimIdentification, identificationID (the source's own) …
   */
  readonly terms: Terms;
  /** Determiners in the order given. */
  readonly identifiedBy?: readonly string[];
  readonly identifiedByID?: readonly string[];
  /** The collection's own taxon, when linked. */
  readonly taxonId?: string;
  /** What the opinion rests on: label, photograph, sequence, literature … */
  readonly basedOn?: string;
  readonly note?: string;
}

/** One measurement or fact. */
export interface Measurement {
  readonly measurementId: string;
  /** measurementType, measurementValue, measurementUnit, measurementMethod, measurementDeterminedBy … */
  readonly terms: Terms;
  /** As in {@link VerbatimRemainder}; what no term was chosen for stands among the terms. */
  readonly literalNulls?: VerbatimRemainder['literalNulls'];
}

/** One picture, sound or film. */
export interface MediaLink {
  readonly mediaId: string;
  /** identifier, accessURI, title, format, type, creator, license, rightsHolder … */
  readonly terms: Terms;
  /** Content in the file store, when held here: lower-case hex SHA-256. */
  readonly sha256?: string;
  /** As in {@link VerbatimRemainder}; what no term was chosen for stands among the terms. */
  readonly literalNulls?: VerbatimRemainder['literalNulls'];
}

/** An opinion about where a specimen was collected. */
export interface Georeference {
  readonly georeferenceId: string;
  /** decimalLatitude, decimalLongitude, geodeticDatum, coordinateUncertaintyInMeters, georeferencedBy, georeferencedDate, georeferenceProtocol, georeferenceSources, georeferenceRemarks */
  readonly terms: Terms;
  readonly note?: string;
}

/** What one term was and is. */
export interface TermChange {
  readonly term: string;
  /** Value before; absent when there was none. */
  readonly was?: string;
  /** Value after; absent when it is taken away. */
  readonly now?: string;
}

/** The specimen is in the collection from here on, with the values of its label or source row. */
export type SpecimenAccessioned = Fact<
  'SpecimenAccessioned',
  VerbatimRemainder & {
    readonly collectionId: string;
    /** Terms of the specimen and its collecting event; a determination's terms are in SpecimenIdentified. */
    readonly terms: Terms;
    /** The number this record wanted and another specimen of the collection holds already. */
    readonly catalogNumberClash?: string;
    readonly sourceKey?: SourceKey;
    readonly released: boolean;
    readonly note?: string;
  }
>;
/** Wrong values were put right, for the reason in the envelope; what came from a newer file has the reason `source-updated`. */
export type SpecimenCorrected = Fact<
  'SpecimenCorrected',
  {
    readonly changes: readonly TermChange[];
    /** Changes in columns that no term was chosen for, by the column's name; a newer file's only. */
    readonly unmapped?: readonly TermChange[];
    readonly catalogNumberClash?: string;
    readonly note?: string;
  }
>;
/** An opinion about where it was collected; the first is accepted by its own event. */
export type SpecimenGeoreferenced = Fact<'SpecimenGeoreferenced', Georeference & { readonly accepted?: true }>;
/** Another georeference is the accepted one from here on. */
export type GeoreferenceAccepted = Fact<
  'GeoreferenceAccepted',
  { readonly georeferenceId: string; readonly note?: string }
>;
/** Measurements and other facts were recorded. */
export type SpecimenMeasured = Fact<
  'SpecimenMeasured',
  { readonly measurements: readonly Measurement[]; readonly note?: string }
>;
/** A measurement was taken back; it stays readable. */
export type MeasurementWithdrawn = Fact<
  'MeasurementWithdrawn',
  { readonly measurementId: string; readonly note?: string }
>;
/** Pictures, sounds or films were linked. */
export type SpecimenMediaAttached = Fact<
  'SpecimenMediaAttached',
  { readonly media: readonly MediaLink[]; readonly note?: string }
>;
/** What is said of a picture, sound or film changed. */
export type SpecimenMediaCorrected = Fact<
  'SpecimenMediaCorrected',
  { readonly mediaId: string; readonly changes: readonly TermChange[]; readonly note?: string }
>;
/** A link to media was taken away; the file stays. */
export type SpecimenMediaDetached = Fact<'SpecimenMediaDetached', { readonly mediaId: string; readonly note?: string }>;
/** Rows of an extension that this version has no meaning for, kept verbatim. */
export type SpecimenSupplemented = Fact<
  'SpecimenSupplemented',
  { readonly rowType: string; readonly rows: readonly Terms[] }
>;
/** Rows of an extension were taken back, all that are like these. */
export type SpecimenSupplementWithdrawn = Fact<
  'SpecimenSupplementWithdrawn',
  { readonly rowType: string; readonly rows: readonly Terms[] }
>;
/** A determination was added; the first that stands is accepted by its own event. */
export type SpecimenIdentified = Fact<'SpecimenIdentified', Identification & { readonly accepted?: true }>;
/** The opinion is the accepted one from here on; the one before it steps back in the same event. */
export type IdentificationAccepted = Fact<
  'IdentificationAccepted',
  { readonly identificationId: string; readonly instead?: string; readonly note?: string }
>;
/** Somebody confirmed the opinion. */
export type IdentificationVerified = Fact<
  'IdentificationVerified',
  { readonly identificationId: string; readonly verifiedBy?: readonly string[]; readonly note?: string }
>;
/** The opinion was taken back; `successor` is accepted from here on, absent when none remains or the withdrawn one was not accepted. */
export type IdentificationWithdrawn = Fact<
  'IdentificationWithdrawn',
  { readonly identificationId: string; readonly successor?: string; readonly note?: string }
>;
/** The name changed, the opinion did not. */
export type IdentificationNomenclaturallyUpdated = Fact<
  'IdentificationNomenclaturallyUpdated',
  { readonly identificationId: string; readonly changes: readonly TermChange[]; readonly note?: string }
>;
/** Somebody compared these values with the label: they stand there just so, however doubtful they look. */
export type SpecimenFindingConfirmed = Fact<
  'SpecimenFindingConfirmed',
  { readonly issue: string; readonly values: Terms; readonly note?: string }
>;
/** The public may see the record. */
export type SpecimenReleased = Fact<'SpecimenReleased', { readonly note?: string }>;
/** The public may not see the record any more. */
export type SpecimenWithheld = Fact<'SpecimenWithheld', { readonly note?: string }>;
/** The record is struck through: it stays readable, its number becomes free. */
export type SpecimenRecordVoided = Fact<
  'SpecimenRecordVoided',
  { readonly duplicateOf?: string; readonly note?: string }
>;
/** The struck-through record stands again. */
export type SpecimenRecordReinstated = Fact<'SpecimenRecordReinstated', { readonly note?: string }>;

export type SpecimenEvent =
  | SpecimenAccessioned
  | SpecimenCorrected
  | SpecimenGeoreferenced
  | GeoreferenceAccepted
  | SpecimenMeasured
  | MeasurementWithdrawn
  | SpecimenMediaAttached
  | SpecimenMediaCorrected
  | SpecimenMediaDetached
  | SpecimenSupplemented
  | SpecimenSupplementWithdrawn
  | SpecimenIdentified
  | IdentificationAccepted
  | IdentificationVerified
  | IdentificationWithdrawn
  | IdentificationNomenclaturallyUpdated
  | SpecimenFindingConfirmed
  | SpecimenReleased
  | SpecimenWithheld
  | SpecimenRecordVoided
  | SpecimenRecordReinstated;
