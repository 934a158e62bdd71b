import { MOST_MONTHS } from '#tasks/audit/activity-report.js';
import { INQUIRIES, type Inquiry } from '#tasks/audit/audit-search.js';
import { EXPORT_FORMATS, type ExportFormat } from '#tasks/audit/exported-lines.js';
import { invalid } from '../problems/problem.js';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])/;

/** `from` and `to` are about the time; a day counts whole, in UTC. */
export function inTime(query: URLSearchParams): URLSearchParams {
  const asked = new URLSearchParams(query);
  const [from, to] = [moment(query, 'from'), moment(query, 'to')];
  asked.delete('from');
  asked.delete('to');
  if (from) asked.set('at.from', from);
  if (to) asked.set('at.to', DAY.test(to) ? `${to}T23:59:59.999Z` : to);
  return asked;
}

/** Takes `catalogNumber` out: it names records, which are looked up. */
export function recordOf(query: URLSearchParams): { number?: string; rest: URLSearchParams } {
  const rest = new URLSearchParams(query);
  const number = query.get('catalogNumber')?.trim();
  rest.delete('catalogNumber');
  return number ? { number, rest } : { rest };
}

/** What is taken out and how, and the filters beside. */
export function exportOf(query: URLSearchParams): { inquiry: Inquiry; format: ExportFormat; query: URLSearchParams } {
  const rest = new URLSearchParams(query);
  const [inquiry, format] = [oneOf(query, 'what', INQUIRIES), oneOf(query, 'format', EXPORT_FORMATS)];
  for (const name of ['what', 'format', 'sort', 'limit', 'cursor', 'count', 'atLeast']) rest.delete(name);
  return { inquiry, format, query: rest };
}

/** The months of a report; the last twelve unless said. */
export function monthsOf(query: URLSearchParams, now: number): { from: string; to: string } {
  const [year, month] = [new Date(now).getUTCFullYear(), new Date(now).getUTCMonth()];
  const yearAgo = new Date(Date.UTC(year, month - 11)).toISOString();
  const [from, to] = [
    monthIn(query, 'from') ?? yearAgo.slice(0, 7),
    monthIn(query, 'to') ?? new Date(now).toISOString().slice(0, 7),
  ];
  const span = months(to) - months(from) + 1;
  if (span >= 1 && span <= MOST_MONTHS) return { from, to };
  const message = `from comes before to, at most ${MOST_MONTHS} months before.`;
  throw invalid({ field: 'from', message, code: 'INVALID_PARAMETER' });
}

function months(name: string): number {
  return Number(name.slice(0, 4)) * 12 + Number(name.slice(5, 7));
}

function monthIn(query: URLSearchParams, name: string): string | undefined {
  const value = query.get(name);
  if (!value) return undefined;
  if (MONTH.test(value)) return value.slice(0, 7);
  throw invalid({ field: name, message: 'give a month or day, such as 2026-01.', code: 'INVALID_PARAMETER' });
}

function moment(query: URLSearchParams, name: string): string | undefined {
  const value = query.get(name);
  if (!value || DAY.test(value) || TIME.test(value)) return value ?? undefined;
  const message = 'give a day or a time in UTC, such as 2026-01-31 or 2026-01-31T08:00:00Z.';
  throw invalid({ field: name, message, code: 'INVALID_PARAMETER' });
}

function oneOf<Value extends string>(query: URLSearchParams, name: string, values: readonly Value[]): Value {
  const value = query.get(name) ?? values[0];
  const found = values.find((one) => one === value);
  if (found !== undefined) return found;
  throw invalid({ field: name, message: `choose one of ${values.join(', ')}.`, code: 'INVALID_PARAMETER' });
}
