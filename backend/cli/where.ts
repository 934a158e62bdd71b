import type { Condition, Scalar } from '#projections/kernel/query.js';
import { UsageError } from './command.js';

const CONDITION = /^([A-Za-z]+)(?:\.(not|prefix|contains|from|to|exists))?=(.*)$/s;

/**
 * Conditions from `column=value`, `column.not=`, `.prefix=`, `.contains=`, `.from=`, `.to=` and `.exists=true|false`, all of which must
 * hold; several values of one column mean any of them.
 */
export function conditionOf(texts: readonly string[]): readonly Condition[] {
  const equal = new Map<string, Scalar[]>();
  const others: Condition[] = [];
  for (const text of texts) {
    const [, column = '', how, value = ''] = CONDITION.exec(text) ?? [];
    if (column === '') throw new UsageError(`"${text}" is no condition such as family=Poaceae or year.from=1900.`);
    if (how === undefined) equal.set(column, [...(equal.get(column) ?? []), scalar(value)]);
    else others.push(special(column, how, value));
  }
  return [...[...equal].map(([column, values]): Condition => ({ column, in: values })), ...others];
}

function special(column: string, how: string, value: string): Condition {
  if (how === 'not') return { not: { column, equals: scalar(value) } };
  if (how === 'prefix') return { column, prefix: value };
  if (how === 'contains') return { column, contains: value };
  if (how === 'exists') return { column, exists: value !== 'false' };
  return how === 'from' ? { column, from: scalar(value) } : { column, to: scalar(value) };
}

/** Columns of numbers are compared with numbers. */
const NUMBERS = /^-?\d{1,15}(\.\d+)?$/;

function scalar(value: string): Scalar {
  return NUMBERS.test(value) ? Number(value) : value;
}
