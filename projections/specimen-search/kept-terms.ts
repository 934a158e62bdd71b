import type { TermChange, Terms } from '#domain/specimen/events.js';

/** Terms by which a specimen is listed, found, mapped or judged; the rest is on its page only. */
const KEPT: ReadonlySet<string> = new Set(
  `institutionCode collectionCode catalogNumber otherCatalogNumbers occurrenceID basisOfRecord
  preparations disposition individualCount organismQuantity organismQuantityType sex lifeStage
  recordedBy recordNumber fieldNumber associatedTaxa
  eventDate year month day startDayOfYear endDayOfYear verbatimEventDate habitat fieldNotes
  continent waterBody islandGroup island country countryCode stateProvince county municipality higherGeography
  locality verbatimLocality
  decimalLatitude decimalLongitude geodeticDatum coordinateUncertaintyInMeters
  verbatimLatitude verbatimLongitude verbatimCoordinates
  minimumElevationInMeters maximumElevationInMeters verbatimElevation
  minimumDepthInMeters maximumDepthInMeters verbatimDepth
  occurrenceRemarks materialEntityRemarks eventRemarks locationRemarks verbatimLabel`.split(/\s+/),
);

type Mutable = Record<string, string>;

/** Those of the terms that a search row keeps. */
export function keptTerms(terms: Terms): Terms {
  const kept: Mutable = {};
  for (const name in terms) {
    if (KEPT.has(name)) kept[name] = terms[name] as string;
  }
  return kept;
}

/** Those of the changes that concern a kept term. */
export function keptChanges(changes: readonly TermChange[]): readonly TermChange[] {
  return changes.filter(({ term }) => KEPT.has(term));
}
