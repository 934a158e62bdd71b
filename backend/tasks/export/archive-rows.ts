import type { Terms } from '#domain/specimen/events.js';
import { isDeterminationTerm } from '#domain/terms/darwin-core.js';
import type { RecordIdentification, RecordMedia, SpecimenRecord } from '#projections/specimen-record/view.js';
import { acceptedIdentification, placedTerms } from './record-parts.js';

/** Row types of the extensions that have a meaning here. */
export const ROW_TYPES = {
  identification: 'http://rs.tdwg.org/dwc/terms/Identification',
  media: 'http://rs.tdwg.org/ac/terms/Multimedia',
  measurement: 'http://rs.tdwg.org/dwc/terms/MeasurementOrFact',
} as const;
export const HASH_FUNCTION = 'http://rs.tdwg.org/ac/terms/hashFunction';
export const HASH_VALUE = 'http://rs.tdwg.org/ac/terms/hashValue';

/** What an archive says of one specimen: the row of the core, and rows of extensions by row type. */
export interface ArchiveRows {
  readonly core: Terms;
  readonly extensions: readonly (readonly [rowType: string, row: Terms])[];
}

/**
 * The rows of a record. The core repeats the accepted opinion, which is the first of the identification history: that is
 * how an importer knows it. What was withdrawn or detached is left out.
 */
export function archiveRows(record: SpecimenRecord): ArchiveRows {
  const accepted = acceptedIdentification(record);
  const others = record.identifications.filter(({ status }) => status === 'standing');
  const own = accepted
    ? Object.entries(identificationTerms(accepted)).filter(([term]) => isDeterminationTerm(term))
    : [];
  const opinions = [...(accepted ? [accepted] : []), ...others];
  return {
    core: { ...placedTerms(record), ...Object.fromEntries(own) },
    extensions: [
      ...opinions.map((one) => [ROW_TYPES.identification, identificationTerms(one)] as const),
      ...(record.media ?? [])
        .filter(({ detached }) => !detached)
        .map((one) => [ROW_TYPES.media, mediaTerms(one)] as const),
      ...(record.measurements ?? [])
        .filter(({ withdrawn }) => !withdrawn)
        .map(({ terms }) => [ROW_TYPES.measurement, terms] as const),
      ...(record.supplements ?? [])
        .filter(({ withdrawn }) => !withdrawn)
        .flatMap(({ rowType, rows }) => rows.map((row) => [rowType, row] as const)),
    ],
  };
}

/** Several determiners stand in one cell, between bars, as Darwin Core has it. */
function identificationTerms({ terms, identifiedBy, identifiedByID }: RecordIdentification): Terms {
  return {
    ...terms,
    ...(identifiedBy?.length && { identifiedBy: identifiedBy.join(' | ') }),
    ...(identifiedByID?.length && { identifiedByID: identifiedByID.join(' | ') }),
  };
}

/** Content that is held here is known by its hash, wherever it goes. */
function mediaTerms({ terms, sha256 }: RecordMedia): Terms {
  return sha256 === undefined ? terms : { ...terms, [HASH_FUNCTION]: 'SHA-256', [HASH_VALUE]: sha256 };
}
