import type {
  CatalogNumberKey,
  Identification,
  Measurement,
  MediaLink,
  SourceKey,
  Terms,
  VerbatimRemainder,
} from '#domain/specimen/events.js';

/** Something about one row that a person should know. */
export interface RowProblem {
  readonly kind: string;
  readonly row: number;
  readonly column?: string;
  readonly value?: string;
  /** What the sentence fills in beside, so that it can be said in another language. */
  readonly params?: Readonly<Record<string, string | number>>;
  readonly sentence: string;
}

/** What one row of a file says of one specimen, before anybody asks whether it is known. */
export interface RowPlan extends VerbatimRemainder {
  readonly row: number;
  readonly key: SourceKey;
  /** The id that the record has when its source is the first to tell of it. */
  readonly specimenId: string;
  readonly terms: Terms;
  readonly number?: CatalogNumberKey;
  /** Opinions, the one that the source holds for right first. */
  readonly identifications: readonly Identification[];
  readonly media: readonly MediaLink[];
  readonly measurements: readonly Measurement[];
  /** Rows of extensions without a meaning here, by row type. */
  readonly supplements: ReadonlyMap<string, readonly Terms[]>;
  readonly problems: readonly RowProblem[];
}
