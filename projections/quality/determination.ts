import type { DateInterval } from '#domain/terms/date-interval.js';
import { parseEventDate } from '#domain/terms/event-date.js';
import { parseScientificName } from '#domain/terms/scientific-name.js';
import { parseTypeStatus } from '#domain/terms/type-status.js';
import { dayNumber } from './days.js';
import { remembering } from './memory.js';
import { nameWithAuthorship } from './names.js';
import type { Finding, QualityIssue } from './view.js';

/** Issues that determinations raise; all others come of the specimen's own terms. */
export const DETERMINATION_ISSUES: ReadonlySet<QualityIssue> = new Set<QualityIssue>([
  'IDENTIFIED_DATE_INVALID',
  'IDENTIFIED_DATE_UNLIKELY',
  'TAXON_NAME_UNPARSABLE',
  'TYPE_STATUS_INVALID',
]);

/** What judging a determination looks at, as written. */
export interface JudgedDetermination {
  readonly scientificName?: string;
  readonly scientificNameAuthorship?: string;
  readonly typeStatus?: string;
  readonly dateIdentified?: string;
}

/** The type statuses that a text states, by the standard's values; `unknown`: part of it states none that is known. */
export interface TypeStatusReading {
  readonly values: readonly string[];
  readonly unknown: boolean;
}

/** Reads dwc:typeStatus, which may list several with a bar or semicolon. "Not a type" is known and gives no value. */
export const readTypeStatuses = remembering((text): TypeStatusReading => {
  const statuses = text
    .split(/[;|]/)
    .filter((part) => part.trim() !== '')
    .map(parseTypeStatus);
  const values = statuses.filter((status) => status !== undefined && status !== 'notatype') as string[];
  return { values: [...new Set(values)], unknown: statuses.includes(undefined) };
});

const isParsable = remembering((name) => parseScientificName(name) !== undefined);
const dateOf = remembering((text): DateInterval | undefined => parseEventDate(text));

/**
 * Doubts about one determination that stands. Only the accepted one is judged by its name and date; a type status is
 * judged in every one, since a type stays one. `asOf`: YYYY-MM-DD on which it was entered.
 */
export function judgeDetermination(
  opinion: JudgedDetermination,
  collected: readonly [number, number] | undefined,
  asOf: string,
  accepted: boolean,
): readonly Finding[] {
  const findings: Finding[] = [];
  const { scientificName, typeStatus, dateIdentified } = opinion;
  if (typeStatus !== undefined && readTypeStatuses(typeStatus).unknown) {
    findings.push({ issue: 'TYPE_STATUS_INVALID', terms: ['typeStatus'] });
  }
  if (!accepted) return findings;
  if (
    scientificName !== undefined &&
    !isParsable(nameWithAuthorship(scientificName, opinion.scientificNameAuthorship))
  ) {
    findings.push({ issue: 'TAXON_NAME_UNPARSABLE', terms: ['scientificName'] });
  }
  if (dateIdentified !== undefined) judgeDate(findings, dateIdentified, collected, asOf);
  return findings;
}

function judgeDate(
  findings: Finding[],
  text: string,
  collected: readonly [number, number] | undefined,
  asOf: string,
): void {
  const identified = dateOf(text);
  if (!identified) findings.push({ issue: 'IDENTIFIED_DATE_INVALID', terms: ['dateIdentified'] });
  else if (identified.first > dayNumber(asOf))
    findings.push({ issue: 'IDENTIFIED_DATE_UNLIKELY', terms: ['dateIdentified'] });
  else if (collected && identified.last < collected[0]) {
    findings.push({ issue: 'IDENTIFIED_DATE_UNLIKELY', terms: ['dateIdentified', 'eventDate'] });
  }
}
