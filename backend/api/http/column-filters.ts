import type { Condition, Filter, Scalar } from '#projections/kernel/query.js';
import type { Column } from '#projections/kernel/view-store.js';

type Build = (column: Column, values: readonly string[], wrong: (message: string) => void) => readonly Condition[];

/** What can be asked of a column, by the word behind its name; `is` without one. `wrong` is told why values do not fit. */
export const OPERATORS: Readonly<Record<string, Build>> = Object.assign(Object.create(null) as Record<string, Build>, {
  is,
  not: (column, values, wrong) => is(column, values, wrong).map((condition) => ({ not: condition })),
  prefix: (column, [value], wrong) => {
    if (column.kind !== 'text' && column.kind !== 'list') wrong('only text has beginnings.');
    return [{ column: column.name, prefix: value as string }];
  },
  contains: (column, [value], wrong) => {
    if (column.kind !== 'text' && column.kind !== 'list') wrong('only text has parts.');
    return [{ column: column.name, contains: value as string }];
  },
  exists: (column, [value], wrong) => {
    if (value !== 'true' && value !== 'false') wrong('say true or false.');
    return [{ column: column.name, exists: value === 'true' }];
  },
  from: (column, [value], wrong) => [bound(column, 'from', value as string, wrong)],
  to: (column, [value], wrong) => [bound(column, 'to', value as string, wrong)],
} satisfies Record<string, Build>);

function is(column: Column, values: readonly string[], wrong: (message: string) => void): readonly Condition[] {
  if (column.kind !== 'date') return [anyOf(column, values, wrong)];
  return [{ or: values.map((value) => dayRange(column, value, value, wrong)) }];
}

function anyOf(column: Column, values: readonly string[], wrong: (message: string) => void): Filter {
  if (column.kind === 'point') wrong('a place is searched with bbox.');
  const scalars = values.map((value) => scalar(column, value, wrong));
  return scalars.length === 1
    ? { column: column.name, equals: scalars[0] as Scalar }
    : { column: column.name, in: scalars };
}

function bound(column: Column, side: 'from' | 'to', value: string, wrong: (message: string) => void): Filter {
  if (column.kind === 'date') return dayRange(column, side === 'from' ? value : '', side === 'to' ? value : '', wrong);
  if (column.kind === 'point' || column.kind === 'list') wrong('this has no order.');
  return { column: column.name, [side]: scalar(column, value, wrong) };
}

function scalar(column: Column, value: string, wrong: (message: string) => void): Scalar {
  if (column.kind !== 'number') return value;
  if (value === 'true' || value === 'false') return value === 'true' ? 1 : 0;
  const number = /^-?\d{1,15}(\.\d{1,10})?$/.test(value) ? Number(value) : NaN;
  if (Number.isNaN(number)) wrong('give a number.');
  return number;
}

/** Days as YYYYMMDD numbers: `1923` reaches from its first to its last day, `1923-06` likewise. */
function dayRange(column: Column, from: string, to: string, wrong: (message: string) => void): Filter {
  const [first, last] = [day(from, '0101'), day(to, '1231')];
  if (first === 'bad' || last === 'bad') wrong('give a day, month or year, such as 1923-06-14, 1923-06 or 1923.');
  return {
    column: column.name,
    ...(typeof first === 'number' && { from: first }),
    ...(typeof last === 'number' && { to: last }),
  };
}

function day(value: string, rest: string): number | 'bad' | undefined {
  if (value === '') return undefined;
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(value);
  if (!match) return 'bad';
  const [, year, month = rest.slice(0, 2), date = rest.slice(2)] = match;
  return Number(`${year}${month}${date}`);
}
