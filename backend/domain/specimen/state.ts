import type { GrowingMap } from '../kernel/growing-map.js';
import type { SourceKey, Terms } from './events.js';

/** An opinion as the rules see it. */
export interface IdentificationState {
  readonly terms: Terms;
  readonly identifiedBy?: readonly string[];
  readonly identifiedByID?: readonly string[];
  readonly taxonId?: string;
  readonly basedOn?: string;
  /** The terms as first given: what a repeated request is compared with. */
  readonly given: Terms;
  readonly withdrawn: boolean;
  /** Who confirmed it, each list of names as one text; '' for the person signed in. */
  readonly verifiedBy: readonly string[];
}

/** A link to media as the rules see it. */
export interface MediaState {
  readonly terms: Terms;
  readonly sha256?: string;
  readonly detached: boolean;
}

/** A specimen that was accessioned: its record stands, or is void (struck through, readable, number free). */
export interface AccessionedSpecimen {
  readonly status: 'standing' | 'void';
  readonly collectionId: string;
  /** Present values. */
  readonly terms: Terms;
  /** The terms as accessioned: what a repeated request is compared with. */
  readonly accessionedAs: Terms;
  /** What its source last said, for the comparison of a newer file with it; absent when it came from no source. */
  readonly sourceSaid?: Terms;
  /** Values of columns that no term was chosen for, by the column's name; only a source says these. */
  readonly unmapped?: Terms;
  readonly sourceKey?: SourceKey;
  /** The specimen that holds the catalogue number this record wants. */
  readonly catalogNumberClash?: string;
  readonly released: boolean;
  readonly identifications: GrowingMap<IdentificationState>;
  readonly acceptedIdentification?: string;
  readonly georeferences: GrowingMap<Terms>;
  readonly acceptedGeoreference?: string;
  readonly measurements: GrowingMap<Terms>;
  /** Ids of the measurements that were taken back; they stay among the measurements. */
  readonly withdrawnMeasurements?: readonly string[];
  readonly media: GrowingMap<MediaState>;
  /** Values confirmed as on the label, by the name of the doubt. */
  readonly confirmedFindings: GrowingMap<Terms>;
  /** Rows of extensions without a meaning here, by row type. */
  readonly supplements: GrowingMap<readonly Terms[]>;
}

/** A specimen's state: not there yet, or accessioned. */
export type SpecimenState = { readonly status: 'unknown' } | AccessionedSpecimen;

/** Ids of the opinions that stand, oldest first. */
export function standingIdentifications(specimen: AccessionedSpecimen): readonly string[] {
  return [...specimen.identifications].filter(([, { withdrawn }]) => !withdrawn).map(([id]) => id);
}
