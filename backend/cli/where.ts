import type { Condition, Scalar } from '#projections/kernel/query.js';
import type { Column, ColumnKind } from '#projections/kernel/view-store.js';
import { UsageError } from './command.js';

const CONDITION = /^([A-Za-z]+)(?:\.(not|prefix|contains|from|to|exists))?=(.*)$/s;

/**
 * Conditions from `column=value`, `column.not=`, `.prefix=`, `.contains=`, `.from=`, `.to=` and `.exists=true|false`, all of which must
 * hold; several values of one column mean any of them. What a value is follows from its column: the catalogue number 007
 * is a text, the year 1900 a number, the date 1900 a whole year. Fails with a UsageError on anything else.
 */
export function conditionOf(texts: readonly string[], columns: readonly Column[]): readonly Condition[] {
  const kinds = new Map(columns.map(({ name, kind }) => [name, kind]));
  const equal = new Map<string, string[]>();
  const others: Condition[] = [];
  for (const text of texts) {
    const [, column = '', how, value = ''] = CONDITION.exec(text) ?? [];
    if (column === '') throw new UsageError(`"${text}" is no condition such as family=Poaceae or year.from=1900.`);
    const kind = kinds.get(column);
    if (kind === undefined)
      throw new UsageError(`There is no column "${column}"; columns are ${[...kinds.keys()].join(', ')}.`);
    if (how === undefined) equal.set(column, [...(equal.get(column) ?? []), value]);
    else others.push(special(column, kind, how, value));
  }
  return [...[...equal].map(([column, values]) => anyOf(column, kinds.get(column)!, values)), ...others];
}

function anyOf(column: string, kind: ColumnKind, values: readonly string[]): Condition {
  if (kind === 'date') return { or: values.map((value) => days(column, value, value)) };
  return { column, in: values.map((value) => scalar(column, kind, value)) };
}

function special(column: string, kind: ColumnKind, how: string, value: string): Condition {
  if (how === 'prefix') return { column, prefix: value };
  if (how === 'contains') return { column, contains: value };
  if (how === 'exists') return { column, exists: value !== 'false' };
  if (how === 'not') return { not: anyOf(column, kind, [value]) };
  if (kind === 'date') return how === 'from' ? days(column, value, undefined) : days(column, undefined, value);
  return { column, [how]: scalar(column, kind, value) };
}

const NUMBER = /^-?\d{1,15}(\.\d+)?$/;

function scalar(column: string, kind: ColumnKind, value: string): Scalar {
  if (kind === 'text' || kind === 'list') return value;
  if (NUMBER.test(value)) return Number(value);
  throw new UsageError(`${column} is ${value}; it may be a number.`);
}

/** A year or a month reaches from its first to its last day. */
function days(column: string, from: string | undefined, to: string | undefined): Condition {
  return {
    column,
    ...(from !== undefined && { from: day(column, from, '0101') }),
    ...(to !== undefined && { to: day(column, to, '1231') }),
  };
}

function day(column: string, value: string, rest: string): number {
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(value);
  if (!match)
    throw new UsageError(`${column} is ${value}; it may be a day, month or year, such as 1923-06-14 or 1923.`);
  const [, year, month = rest.slice(0, 2), date = rest.slice(2)] = match;
  return Number(`${year}${month}${date}`);
}
