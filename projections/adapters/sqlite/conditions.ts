import { InvalidQuery, type Condition, type Filter, type Scalar, type TextQuery } from '../../kernel/query.js';
import { prefixRange, sortKey } from '../../kernel/sort-key.js';
import { askedWords } from '../../kernel/words.js';
import { columnNamed, MISSING, type Layout, type StoredColumn } from './layout.js';

/** A piece of SQL with its parameters in order. */
export interface Sql {
  readonly text: string;
  readonly values: readonly Scalar[];
}

const NOTHING: Sql = { text: '0', values: [] };

/** Joins pieces by `and` or `or`. */
export function joined(pieces: readonly Sql[], operator: 'AND' | 'OR'): Sql {
  if (pieces.length === 0) return operator === 'AND' ? { text: '1', values: [] } : NOTHING;
  if (pieces.length === 1) return pieces[0]!;
  return {
    text: `(${pieces.map((piece) => piece.text).join(` ${operator} `)})`,
    values: pieces.flatMap((piece) => piece.values),
  };
}

/** SQL over the table `r` (rows) that is true for exactly the documents of the condition. */
export function conditionSql(layout: Layout, condition: Condition): Sql {
  if ('and' in condition) return joined(condition.and.map((part) => conditionSql(layout, part)), 'AND'); // prettier-ignore
  if ('or' in condition) return joined(condition.or.map((part) => conditionSql(layout, part)), 'OR'); // prettier-ignore
  if ('not' in condition) {
    const { text, values } = conditionSql(layout, condition.not);
    return { text: `NOT (${text})`, values };
  }
  const column = columnNamed(layout, condition.column);
  switch (column.kind) {
    case 'text':
      return textSql(column, condition);
    case 'number':
      return numberSql(column, condition);
    case 'date':
      return dateSql(column, condition);
    case 'point':
      return pointSql(column, condition);
    case 'list':
      return listSql(column, condition);
  }
}

/** The FTS5 expression of a text query; undefined when it holds no word: then it asks for nothing and every document matches. */
export function matchExpression(text: TextQuery | undefined): string | undefined {
  const words = askedWords(text?.words ?? '');
  if (words.length === 0) return undefined;
  const last = text?.prefix ? words.length - 1 : -1;
  return words.map((word, at) => `"${word}"${at === last ? '*' : ''}`).join(' ');
}

function textSql(column: StoredColumn, filter: Filter): Sql {
  const cell = `r.t${column.number}`;
  if ('prefix' in filter) {
    const [from, before] = prefixRange(filter.prefix);
    return { text: `(${cell} >= ? AND ${cell} < ?)`, values: [from, before] };
  }
  const key = (value: Scalar): string => sortKey(String(value));
  return orderedSql(column, cell, filter, MISSING.text, key);
}

function numberSql(column: StoredColumn, filter: Filter): Sql {
  const number = (value: Scalar): number => {
    if (typeof value === 'number' && !Number.isNaN(value)) return value;
    throw new InvalidQuery(`${column.name} is a number; ${JSON.stringify(value)} is none.`);
  };
  return orderedSql(column, `r.n${column.number}`, filter, MISSING.number, number);
}

function orderedSql(
  column: StoredColumn,
  cell: string,
  filter: Filter,
  missing: Scalar,
  key: (value: Scalar) => Scalar,
): Sql {
  if ('equals' in filter) return { text: `${cell} = ?`, values: [key(filter.equals)] };
  if ('in' in filter) {
    if (filter.in.length === 0) return NOTHING;
    return { text: `${cell} IN (${filter.in.map(() => '?').join(',')})`, values: filter.in.map(key) };
  }
  if ('exists' in filter) return { text: `${cell} ${filter.exists ? '<' : '='} ?`, values: [missing] };
  if ('from' in filter || 'to' in filter) return rangeSql(cell, filter, missing, key);
  throw unfit(column, filter);
}

function rangeSql(
  cell: string,
  filter: { from?: Scalar; to?: Scalar },
  missing: Scalar,
  key: (value: Scalar) => Scalar,
): Sql {
  const to: Sql =
    filter.to === undefined
      ? { text: `${cell} < ?`, values: [missing] }
      : { text: `(${cell} <= ? AND ${cell} < ?)`, values: [key(filter.to), missing] };
  if (filter.from === undefined) return to;
  return joined([{ text: `${cell} >= ?`, values: [key(filter.from)] }, to], 'AND');
}

function dateSql(column: StoredColumn, filter: Filter): Sql {
  const first = `r.f${column.number}`;
  const last = `r.l${column.number}`;
  const overlaps = (from: Scalar | undefined, to: Scalar | undefined): Sql => ({
    text: `(${first} <= ? AND ${last} >= ? AND ${first} < ${MISSING.date})`,
    values: [day(column, to ?? 99_999_998), day(column, from ?? 0)],
  });
  if ('equals' in filter) return overlaps(filter.equals, filter.equals);
  if ('in' in filter) return joined(filter.in.map((value) => overlaps(value, value)), 'OR'); // prettier-ignore
  if ('exists' in filter) return { text: `${first} ${filter.exists ? '<' : '='} ?`, values: [MISSING.date] };
  if ('from' in filter || 'to' in filter) return overlaps(filter.from, filter.to);
  throw unfit(column, filter);
}

function day(column: StoredColumn, value: Scalar): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw new InvalidQuery(`${column.name} is a date, asked for as a number YYYYMMDD; ${JSON.stringify(value)} is none.`);
}

function pointSql(column: StoredColumn, filter: Filter): Sql {
  const longitude = `r.x${column.number}`;
  const latitude = `r.y${column.number}`;
  if ('exists' in filter) return { text: `${latitude} ${filter.exists ? '<' : '='} ?`, values: [MISSING.number] };
  if (!('box' in filter)) throw unfit(column, filter);
  const { west, south, east, north } = filter.box;
  const meridians =
    west <= east
      ? `${longitude} >= ? AND ${longitude} <= ?`
      : `(${longitude} >= ? OR ${longitude} <= ?) AND ${longitude} <= 180`;
  return { text: `(${latitude} >= ? AND ${latitude} <= ? AND ${meridians})`, values: [south, north, west, east] };
}

function listSql(column: StoredColumn, filter: Filter): Sql {
  if ('exists' in filter) {
    return { text: `r.n ${filter.exists ? '' : 'NOT '}IN (SELECT n FROM list${column.number})`, values: [] };
  }
  const found = listValues(filter);
  if (!found) throw unfit(column, filter);
  return {
    text: `r.n IN (SELECT n FROM list${column.number} WHERE code IN (SELECT code FROM dictionary WHERE number = ${column.number} AND ${found.text}))`,
    values: found.values,
  };
}

function listValues(filter: Filter): Sql | undefined {
  if ('equals' in filter) return { text: 'key = ?', values: [sortKey(String(filter.equals))] };
  if ('in' in filter) {
    return {
      text: `key IN (${filter.in.map(() => '?').join(',')})`,
      values: filter.in.map((value) => sortKey(String(value))),
    };
  }
  if ('prefix' in filter) return { text: '(key >= ? AND key < ?)', values: prefixRange(filter.prefix) };
  if (!('from' in filter || 'to' in filter)) return undefined;
  return rangeSql('key', filter, MISSING.text, (value) => sortKey(String(value)));
}

function unfit(column: StoredColumn, filter: Filter): InvalidQuery {
  const operator = Object.keys(filter).find((key) => key !== 'column') ?? 'nothing';
  return new InvalidQuery(`${column.name} is a ${column.kind} column: it cannot be asked by ${operator}.`);
}
