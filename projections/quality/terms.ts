import type { Terms } from '#domain/specimen/events.js';
import { parseBasisOfRecord } from '#domain/terms/basis-of-record.js';
import { judgeDates } from './dates.js';
import { remembering } from './memory.js';
import { numberIn } from './numbers.js';
import { judgePlace, type PlaceReading } from './place.js';
import type { Finding } from './view.js';

/** What the terms of a specimen and its collecting event are understood as, and the doubts about them. */
export interface TermsReading extends PlaceReading {
  /** First and last possible day of collecting, as YYYYMMDD numbers. */
  readonly collected?: readonly [number, number];
  /** Year of collecting, when there is one only. */
  readonly year?: number;
  readonly findings: readonly Finding[];
}

/**
 * Reads terms as written. An accepted georeference speaks in place of the terms' own coordinates. `asOf`: the day
 * (YYYY-MM-DD) on which the terms were given last; later days are the future.
 */
export function readTerms(terms: Terms, georeference: CoordinateTerms | undefined, asOf: string): TermsReading {
  const findings: Finding[] = [];
  const dates = judgeDates(terms, asOf, findings);
  const place = judgePlace(terms, georeference ?? terms, findings);
  judgeVocabulary(terms, findings);
  if (isWithoutEvent(terms)) findings.push({ issue: 'MISSING_COLLECTING_EVENT', terms: ['eventDate', 'locality'] });
  return { ...dates, ...place, findings };
}

/** The terms that say where on the globe. */
export interface CoordinateTerms {
  readonly decimalLatitude?: string;
  readonly decimalLongitude?: string;
  readonly coordinateUncertaintyInMeters?: string;
}

const isBasis = remembering((text) => parseBasisOfRecord(text) !== undefined);

function judgeVocabulary(terms: Terms, findings: Finding[]): void {
  const { basisOfRecord, individualCount } = terms;
  if (basisOfRecord !== undefined && !isBasis(basisOfRecord)) {
    findings.push({ issue: 'BASIS_OF_RECORD_INVALID', terms: ['basisOfRecord'] });
  }
  if (individualCount === undefined) return;
  const count = numberIn(individualCount);
  if (count === undefined || count < 0 || !Number.isInteger(count)) {
    findings.push({ issue: 'INDIVIDUAL_COUNT_INVALID', terms: ['individualCount'] });
  }
}

const WHEN_OR_WHERE = `eventDate year verbatimEventDate country countryCode stateProvince county municipality locality
  verbatimLocality continent waterBody islandGroup island higherGeography decimalLatitude decimalLongitude
  verbatimLatitude verbatimLongitude verbatimCoordinates`.split(/\s+/);

function isWithoutEvent(terms: Terms): boolean {
  return !WHEN_OR_WHERE.some((term) => terms[term] !== undefined);
}
