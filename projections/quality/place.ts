import type { Terms } from '#domain/specimen/events.js';
import { parseCoordinates, parseVerbatimCoordinates, type Coordinates } from '#domain/terms/coordinates.js';
import { isCodeWithoutCountry, readCountry, readCountryCode } from './countries.js';
import { presumedMistake, agrees, type Mistake } from './country-check.js';
import { numberIn } from './numbers.js';
import type { CoordinateTerms } from './terms.js';
import type { Finding, QualityIssue } from './view.js';

/** Where a specimen was collected. */
export interface PlaceReading {
  /** Longitude and latitude in degrees. */
  readonly point?: readonly [number, number];
  readonly uncertaintyMetres?: number;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode?: string;
}

const POINT_TERMS = ['decimalLatitude', 'decimalLongitude'] as const;

/** Reads country and point, holds one against the other, and adds doubts to the findings. */
export function judgePlace(terms: Terms, coordinates: CoordinateTerms, findings: Finding[]): PlaceReading {
  const countryCode = judgeCountry(terms, findings);
  const uncertaintyMetres = judgeUncertainty(coordinates.coordinateUncertaintyInMeters, findings);
  const read = parseCoordinates(coordinates.decimalLatitude, coordinates.decimalLongitude);
  const place = read.kind === 'absent' ? verbatimCoordinates(terms) : read;
  if (read.kind !== 'absent') judgeCoordinates(read, countryCode, uncertaintyMetres, findings);
  judgeElevation(terms, findings);
  return {
    ...(place.kind === 'point' && { point: [place.point.longitude, place.point.latitude] as const }),
    ...(uncertaintyMetres !== undefined && { uncertaintyMetres }),
    ...(countryCode !== undefined && { countryCode }),
  };
}

/** Text of the label where decimal degrees are missing; that it cannot be read is no fault of the record. */
function verbatimCoordinates(terms: Terms): Coordinates {
  const { verbatimLatitude, verbatimLongitude, verbatimCoordinates: both } = terms;
  if (verbatimLatitude !== undefined || verbatimLongitude !== undefined) {
    return parseCoordinates(verbatimLatitude, verbatimLongitude);
  }
  return both === undefined ? { kind: 'absent' } : parseVerbatimCoordinates(both);
}

function judgeCountry(terms: Terms, findings: Finding[]): string | undefined {
  const named = codeOfName(terms['country'], findings);
  const coded = codeOfCode(terms['countryCode'], findings);
  if (coded !== undefined && named !== undefined && coded !== named) {
    findings.push({ issue: 'COUNTRY_MISMATCH', terms: ['country', 'countryCode'] });
  }
  return coded ?? named;
}

function codeOfName(country: string | undefined, findings: Finding[]): string | undefined {
  if (country === undefined) return undefined;
  const read = readCountry(country);
  if (read.code === undefined && !read.known) findings.push({ issue: 'COUNTRY_INVALID', terms: ['country'] });
  return read.code;
}

function codeOfCode(countryCode: string | undefined, findings: Finding[]): string | undefined {
  if (countryCode === undefined) return undefined;
  const code = readCountryCode(countryCode);
  if (code === undefined && !isCodeWithoutCountry(countryCode)) {
    findings.push({ issue: 'COUNTRY_INVALID', terms: ['countryCode'] });
  }
  return code;
}

/** Zero is not a valid uncertainty (dwc:coordinateUncertaintyInMeters); more than the Earth's radius says nothing. */
function judgeUncertainty(text: string | undefined, findings: Finding[]): number | undefined {
  if (text === undefined) return undefined;
  const metres = numberIn(text);
  if (metres !== undefined && metres > 0 && metres < 6_371_000) return metres;
  findings.push({ issue: 'COORDINATE_UNCERTAINTY_METERS_INVALID', terms: ['coordinateUncertaintyInMeters'] });
  return undefined;
}

const PRESUMED: Readonly<Record<Mistake, readonly QualityIssue[]>> = {
  swapped: ['PRESUMED_SWAPPED_COORDINATE'],
  'negated-latitude': ['PRESUMED_NEGATED_LATITUDE'],
  'negated-longitude': ['PRESUMED_NEGATED_LONGITUDE'],
  'negated-both': ['PRESUMED_NEGATED_LATITUDE', 'PRESUMED_NEGATED_LONGITUDE'],
};

function judgeCoordinates(
  read: Coordinates,
  countryCode: string | undefined,
  uncertaintyMetres: number | undefined,
  findings: Finding[],
): void {
  if (read.kind === 'unreadable') findings.push({ issue: 'COORDINATE_INVALID', terms: POINT_TERMS });
  else if (read.kind === 'zero') findings.push({ issue: 'ZERO_COORDINATE', terms: POINT_TERMS });
  else if (read.kind === 'out-of-range') {
    findings.push({ issue: 'COORDINATE_OUT_OF_RANGE', terms: POINT_TERMS });
    presume(countryCode, read.longitude, read.latitude, findings);
  } else if (read.kind === 'point' && countryCode !== undefined) {
    const { longitude, latitude } = read.point;
    if (agrees(countryCode, longitude, latitude, uncertaintyMetres)) return;
    findings.push({ issue: 'COUNTRY_COORDINATE_MISMATCH', terms: [...POINT_TERMS, 'country'] });
    presume(countryCode, longitude, latitude, findings);
  }
}

function presume(countryCode: string | undefined, longitude: number, latitude: number, findings: Finding[]): void {
  const mistake = countryCode === undefined ? undefined : presumedMistake(countryCode, longitude, latitude);
  if (mistake) findings.push(...PRESUMED[mistake].map((issue) => ({ issue, terms: POINT_TERMS })));
}

const ELEVATION_TERMS = ['minimumElevationInMeters', 'maximumElevationInMeters'] as const;

function judgeElevation(terms: Terms, findings: Finding[]): void {
  const written = ELEVATION_TERMS.filter((term) => terms[term] !== undefined);
  if (written.length === 0) return;
  const unreadable = written.filter((term) => numberIn(terms[term]) === undefined);
  if (unreadable.length > 0) findings.push({ issue: 'ELEVATION_NON_NUMERIC', terms: unreadable });
  const [minimum, maximum] = ELEVATION_TERMS.map((term) => numberIn(terms[term]) ?? NaN) as [number, number];
  if (minimum > maximum) findings.push({ issue: 'ELEVATION_MIN_MAX_SWAPPED', terms: ELEVATION_TERMS });
}
