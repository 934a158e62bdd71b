import type { Terms } from '#domain/specimen/events.js';
import { partialDate, type DateInterval } from '#domain/terms/date-interval.js';
import { collectingDate, parseEventDate } from '#domain/terms/event-date.js';
import { dayNumber } from './days.js';
import { numberIn } from './numbers.js';
import type { Finding } from './view.js';

/** Collecting before this day is doubted (the same year as GBIF's): herbaria and cabinets are hardly older. */
const EARLIEST_DAY = 1600_01_01;
const DATE_TERMS = ['eventDate', 'year', 'month', 'day', 'verbatimEventDate'] as const;

/** When a specimen was collected; doubts are added to the findings. */
export function judgeDates(
  terms: Terms,
  asOf: string,
  findings: Finding[],
): { readonly collected?: readonly [number, number]; readonly year?: number } {
  const written = DATE_TERMS.filter((term) => terms[term] !== undefined);
  if (written.length === 0) return {};
  const { interval, unreadable } = collectingDate(terms);
  const parts = partsOf(terms);
  if (unreadable || parts === 'impossible') findings.push({ issue: 'RECORDED_DATE_INVALID', terms: written });
  if (!interval) return {};
  if (interval.first > dayNumber(asOf) || interval.last < EARLIEST_DAY) {
    findings.push({ issue: 'RECORDED_DATE_UNLIKELY', terms: written });
  }
  if (isContradicted(terms, parts)) {
    findings.push({ issue: 'RECORDED_DATE_MISMATCH', terms: written.filter((term) => term !== 'verbatimEventDate') });
  }
  return { collected: [interval.first, interval.last], ...yearOf(interval) };
}

function yearOf({ first, last }: DateInterval): { readonly year?: number } {
  const year = Math.floor(first / 10_000);
  return year === Math.floor(last / 10_000) ? { year } : {};
}

/** The date of year, month and day where they are numbers; zero means unknown. `impossible`: the calendar has no such day. */
function partsOf(terms: Terms): DateInterval | 'impossible' | undefined {
  const year = numberIn(terms['year']);
  const month = terms['month'] === undefined ? 0 : numberIn(terms['month']);
  const day = terms['day'] === undefined ? 0 : numberIn(terms['day']);
  if (year === undefined || year === 0 || month === undefined || day === undefined) return undefined;
  return partialDate(year, month, month === 0 ? 0 : day) ?? 'impossible';
}

function isContradicted(terms: Terms, parts: DateInterval | 'impossible' | undefined): boolean {
  if (terms['eventDate'] === undefined || typeof parts !== 'object') return false;
  const date = parseEventDate(terms['eventDate']);
  return date !== undefined && (date.last < parts.first || date.first > parts.last);
}
