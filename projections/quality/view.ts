/** Names of quality issues, as GBIF and TDWG's Biodiversity Data Quality group use them; told in `infra/docs/quality-issues.md`. */
export type QualityIssue =
  | 'BASIS_OF_RECORD_INVALID'
  | 'CATALOG_NUMBER_DUPLICATED'
  | 'COORDINATE_INVALID'
  | 'COORDINATE_OUT_OF_RANGE'
  | 'COORDINATE_UNCERTAINTY_METERS_INVALID'
  | 'COUNTRY_COORDINATE_MISMATCH'
  | 'COUNTRY_INVALID'
  | 'COUNTRY_MISMATCH'
  | 'ELEVATION_MIN_MAX_SWAPPED'
  | 'ELEVATION_NON_NUMERIC'
  | 'IDENTIFIED_DATE_INVALID'
  | 'IDENTIFIED_DATE_UNLIKELY'
  | 'INDIVIDUAL_COUNT_INVALID'
  | 'MISSING_COLLECTING_EVENT'
  | 'PRESUMED_NEGATED_LATITUDE'
  | 'PRESUMED_NEGATED_LONGITUDE'
  | 'PRESUMED_SWAPPED_COORDINATE'
  | 'RECORDED_DATE_INVALID'
  | 'RECORDED_DATE_MISMATCH'
  | 'RECORDED_DATE_UNLIKELY'
  | 'TAXON_NAME_UNPARSABLE'
  | 'TYPE_STATUS_INVALID'
  | 'ZERO_COORDINATE';

/** One doubt about a record, with the terms it rests on. */
export interface Finding {
  readonly issue: QualityIssue;
  readonly terms: readonly string[];
}
