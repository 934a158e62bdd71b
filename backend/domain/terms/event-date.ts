import { isBlank } from './blank.js';
import { partialDate, spanning, type DateInterval } from './date-interval.js';
import { monthNamed } from './month-name.js';
import { parseVerbatimDate } from './verbatim-date.js';

const ISO = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/;
const ORDINAL = /^(\d{4})-(\d{3})$/;
const TIME = /^([01]\d|2[0-4])(?::?[0-5]\d(?::?([0-5]\d|60)([.,]\d+)?)?)?\s*(Z|GMT|UTC|[+−-]\d\d(:?\d\d)?)?$/i;
const END_OF_SAME_YEAR = /^(\d{1,2})(?:-(\d{1,2}))?$/;

/**
 * The days that a date means: ISO 8601 as Darwin Core's eventDate has it (`1923`, `1923-06`, `1923-06-15T10:30Z`,
 * `1923-06-15/30`), else a date as labels have it. Undefined when blank or when it cannot be told.
 */
export function parseEventDate(text: string): DateInterval | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > 200) return undefined;
  return isoDate(trimmed) ?? isoInterval(trimmed) ?? parseVerbatimDate(withoutTime(trimmed) ?? '');
}

function isoDate(text: string): DateInterval | undefined {
  const date = withoutTime(text);
  if (date === undefined) return undefined;
  const match = ISO.exec(date);
  if (match) return partialDate(Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0));
  const ordinal = ORDINAL.exec(date);
  return ordinal ? dayOfYear(Number(ordinal[1]), Number(ordinal[2])) : undefined;
}

/** The date before a time of day; undefined when what stands for a time is none. */
function withoutTime(text: string): string | undefined {
  const match = /^(.*?\d)(?:T| +(?=\d\d:))(\d.*)$/i.exec(text);
  if (!match) return text;
  return TIME.test(match[2]!.trim()) ? match[1]! : undefined;
}

function dayOfYear(year: number, ordinal: number): DateInterval | undefined {
  let rest = ordinal;
  for (let month = 1; month <= 12; month++) {
    const days = (partialDate(year, month)?.last ?? 0) % 100;
    if (rest <= days) return rest > 0 ? partialDate(year, month, rest) : undefined;
    rest -= days;
  }
  return undefined;
}

function isoInterval(text: string): DateInterval | undefined {
  const [from, to, more] = text.split(/\s*(?:\/|–|—)\s*/);
  if (from === undefined || to === undefined || more !== undefined) return undefined;
  const start = isoDate(from);
  if (start === undefined) return undefined;
  return spanning(start, isoDate(to) ?? endInSameYear(from, to));
}

// `1930-01-02/02-01` and `1930-01-02/15`: the end leaves out what it shares with the beginning.
function endInSameYear(from: string, to: string): DateInterval | undefined {
  const [start, end] = [ISO.exec(withoutTime(from) ?? ''), END_OF_SAME_YEAR.exec(to)];
  if (!start || !end) return undefined;
  const year = Number(start[1]);
  if (end[2] !== undefined) return partialDate(year, Number(end[1]), Number(end[2]));
  if (start[3] !== undefined) return partialDate(year, Number(start[2]), Number(end[1]));
  return start[2] === undefined ? undefined : partialDate(year, Number(end[1]));
}

/** What the date terms of a record say together. */
export interface CollectingDate {
  readonly interval?: DateInterval;
  /** Something is written, and no date can be told from it. */
  readonly unreadable: boolean;
}

/**
 * When a specimen was collected: from eventDate, else year, month and day, else verbatimEventDate. Where eventDate could
 * be two days, year, month and day decide.
 */
export function collectingDate(terms: Readonly<Record<string, string>>): CollectingDate {
  const written = parseEventDate(terms['eventDate'] ?? '');
  const parts = dateOfParts(terms);
  const interval = decided(written, parts) ?? parseEventDate(terms['verbatimEventDate'] ?? '');
  if (!interval) return { unreadable: isWritten(terms, ['eventDate', 'year', 'verbatimEventDate']) };
  return { interval, unreadable: !written && isWritten(terms, ['eventDate']) };
}

function decided(written: DateInterval | undefined, parts: DateInterval | undefined): DateInterval | undefined {
  return written?.precision === 'ambiguous' && parts?.precision === 'day' ? parts : (written ?? parts);
}

function isWritten(terms: Readonly<Record<string, string>>, names: readonly string[]): boolean {
  return names.some((name) => !isBlank(terms[name]));
}

/** The date that year, month (a number or a name) and day make; a day that the month does not have is left out. */
function dateOfParts(terms: Readonly<Record<string, string>>): DateInterval | undefined {
  const year = Number(terms['year'] ?? NaN);
  const written = (terms['month'] ?? '').trim();
  const month = /^\d{0,2}$/.test(written) ? Number(written) : (monthNamed(written) ?? 0);
  const day = month === 0 ? 0 : Number(terms['day'] ?? 0);
  return partialDate(year, month, day) ?? partialDate(year, month) ?? partialDate(year);
}
