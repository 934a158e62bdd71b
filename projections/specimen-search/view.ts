import type { Terms } from '#domain/specimen/events.js';
import type { QualityIssue } from '../quality/view.js';

/** What a list shows of a determination; values as written. */
export interface SearchIdentification {
  readonly identificationId: string;
  /** With its authorship, whether the source gave it inside the name or beside it. */
  readonly scientificName?: string;
  /** Only where that differs from `scientificName`. */
  readonly nameAsWritten?: string;
  readonly scientificNameAuthorship?: string;
  readonly identificationQualifier?: string;
  readonly kingdom?: string;
  readonly phylum?: string;
  readonly class?: string;
  readonly order?: string;
  readonly family?: string;
  readonly genus?: string;
  readonly specificEpithet?: string;
  readonly infraspecificEpithet?: string;
  readonly taxonRank?: string;
  readonly vernacularName?: string;
  /** As written; the row's `typeStatus` has the standard's own values. */
  readonly typeStatus?: string;
  readonly typifiedName?: string;
  readonly identifiedBy?: readonly string[];
  readonly dateIdentified?: string;
  readonly verbatimIdentification?: string;
  /** Day (YYYY-MM-DD) on which it was entered. */
  readonly enteredAt: string;
}

/** What a list shows of a picture. */
export interface SearchMedia {
  readonly mediaId: string;
  /** Content held here: `/api/v1/files/{sha256}`. */
  readonly sha256?: string;
  /** Content elsewhere. */
  readonly url?: string;
}

/** Latitude, longitude and uncertainty of one georeference opinion, as written. */
export interface SearchGeoreference {
  readonly georeferenceId: string;
  readonly decimalLatitude?: string;
  readonly decimalLongitude?: string;
  readonly geodeticDatum?: string;
  readonly coordinateUncertaintyInMeters?: string;
}

/**
 * One specimen as lists, maps and facets show it. `terms` holds the values that searching, listing and judging need, by
 * Darwin Core name and as written; the whole record is in specimen-record. Absent members are left out.
 */
export interface SpecimenSearchRow {
  readonly collectionId: string;
  readonly terms: Terms;
  /** The accepted determination; absent while there is none. */
  readonly identification?: SearchIdentification;
  /** Determinations that stand beside the accepted one. */
  readonly otherIdentifications?: readonly SearchIdentification[];
  /** Standard values over all standing determinations, such as `holotype`: a type stays one under whatever name. */
  readonly typeStatus?: readonly string[];
  /** First and last possible day of collecting, as YYYYMMDD numbers. */
  readonly collected?: readonly [number, number];
  /** Year of collecting, when there is one only. */
  readonly year?: number;
  /** Longitude and latitude in degrees, from the accepted georeference or else the terms. */
  readonly point?: readonly [number, number];
  readonly uncertaintyMetres?: number;
  /** ISO 3166-1 alpha-2, from countryCode or else from the country's name. */
  readonly countryCode?: string;
  /** The accepted georeference; absent while the terms speak for themselves. */
  readonly georeference?: SearchGeoreference;
  readonly otherGeoreferences?: readonly SearchGeoreference[];
  readonly media?: readonly SearchMedia[];
  readonly issues?: readonly QualityIssue[];
  /** The other specimen that holds the number this one wanted. */
  readonly catalogNumberClash?: string;
  readonly released: boolean;
  readonly voided?: true;
  /** Imports that the record came from or was changed by, oldest first. */
  readonly imports?: readonly string[];
  /** Day (YYYY-MM-DD) on which the record was entered. */
  readonly enteredAt: string;
  /** Day of the last correction of terms, when there was one. */
  readonly correctedAt?: string;
  /** Time of the last event. */
  readonly modifiedAt: string;
}
