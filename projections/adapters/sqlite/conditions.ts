import { InvalidQuery, type Condition, type Filter, type Scalar, type TextQuery } from '../../kernel/query.js';
import { foldedKey, prefixRange, sortKey } from '../../kernel/sort-key.js';
import { ringOf, type Side } from '../../kernel/polygon.js';
import { askedWords } from '../../kernel/words.js';
import { columnNamed, type StoredColumn } from '../../kernel/layout.js';
import { MISSING, type Layout } from './layout.js';

/** A piece of SQL with its parameters in order. */
export interface Sql {
  readonly text: string;
  readonly values: readonly Scalar[];
}

/** True for every row. */
export const ALL: Sql = { text: '1', values: [] };
const NOTHING: Sql = { text: '0', values: [] };

/** Joins pieces by `and` or `or`. */
export function joined(pieces: readonly Sql[], operator: 'AND' | 'OR'): Sql {
  if (pieces.length === 0) return operator === 'AND' ? ALL : NOTHING;
  if (pieces.length === 1) return pieces[0]!;
  return {
    text: `(${pieces.map((piece) => piece.text).join(` ${operator} `)})`,
    values: pieces.flatMap((piece) => piece.values),
  };
}

/**
 * SQL over the table `r` (rows) that is true for exactly the documents of the condition. `checked`: it is asked of each row
 * that something else leads to, and no index serves it; SQLite takes a plus before a cell for that.
 */
export function conditionSql(layout: Layout, condition: Condition, checked = false): Sql {
  if ('and' in condition) return joined(condition.and.map((part) => conditionSql(layout, part, checked)), 'AND'); // prettier-ignore
  if ('or' in condition) return joined(condition.or.map((part) => conditionSql(layout, part, checked)), 'OR'); // prettier-ignore
  if ('not' in condition) {
    const { text, values } = conditionSql(layout, condition.not, true);
    return { text: `NOT (${text})`, values };
  }
  const column = columnNamed(layout, condition.column);
  const r = checked ? '+r' : 'r';
  switch (column.kind) {
    case 'text':
      return textSql(column, `${r}.t${column.number}`, condition);
    case 'number':
      return numberSql(column, `${r}.n${column.number}`, condition);
    case 'date':
      return dateSql(column, r, condition);
    case 'point':
      return pointSql(column, r, condition);
    case 'list':
      return listSql(column, condition, checked);
  }
}

/** The FTS5 expression of a text query; undefined when it holds no word: then it asks for nothing and every document matches. */
export function matchExpression(text: TextQuery | undefined): string | undefined {
  const words = askedWords(text?.words ?? '');
  if (words.length === 0) return undefined;
  const last = text?.prefix ? words.length - 1 : -1;
  return words.map((word, at) => `"${word}"${at === last ? '*' : ''}`).join(' ');
}

function textSql(column: StoredColumn, cell: string, filter: Filter): Sql {
  if ('prefix' in filter) {
    const [from, before] = prefixRange(filter.prefix);
    return { text: `(${cell} >= ? AND ${cell} < ?)`, values: [from, before] };
  }
  if ('contains' in filter) {
    const has = containsSql(cell, filter.contains);
    return { text: `(${cell} < '${MISSING.text}' AND ${has.text})`, values: has.values };
  }
  const key = (value: Scalar): string => sortKey(String(value));
  return orderedSql(column, cell, filter, MISSING.text, key);
}

/** Only in the folded form: what was folded away stands behind it, after the first sign that no folded text has. */
function containsSql(cell: string, fragment: string): Sql {
  const folded = foldedKey(fragment);
  const end = (sign: number): string => `instr(${cell} || char(${sign}), char(${sign}))`;
  return {
    text: `(instr(${cell}, ?) > 0 AND instr(${cell}, ?) <= min(${end(1)}, ${end(2)}))`,
    values: [folded, folded],
  };
}

function numberSql(column: StoredColumn, cell: string, filter: Filter): Sql {
  const number = (value: Scalar): number => {
    if (typeof value === 'number' && !Number.isNaN(value)) return value;
    throw new InvalidQuery(`${column.name} is a number; ${JSON.stringify(value)} is none.`);
  };
  return orderedSql(column, cell, filter, MISSING.number, number);
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

function dateSql(column: StoredColumn, r: string, filter: Filter): Sql {
  const first = `${r}.f${column.number}`;
  const last = `${r}.l${column.number}`;
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

function pointSql(column: StoredColumn, r: string, filter: Filter): Sql {
  const longitude = `${r}.x${column.number}`;
  const latitude = `${r}.y${column.number}`;
  if ('exists' in filter) return { text: `${latitude} ${filter.exists ? '<' : '='} ?`, values: [MISSING.number] };
  if ('polygon' in filter) return polygonSql(longitude, latitude, filter.polygon);
  if (!('box' in filter)) throw unfit(column, filter);
  return boxSql(longitude, latitude, filter.box);
}

function boxSql(
  longitude: string,
  latitude: string,
  { west, south, east, north }: { west: number; south: number; east: number; north: number },
): Sql {
  const meridians =
    west <= east
      ? `${longitude} >= ? AND ${longitude} <= ?`
      : `(${longitude} >= ? OR ${longitude} <= ?) AND ${longitude} <= 180`;
  return { text: `(${latitude} >= ? AND ${latitude} <= ? AND ${meridians})`, values: [south, north, west, east] };
}

/** The box first: most rows are done with then. */
function polygonSql(longitude: string, latitude: string, corners: Parameters<typeof ringOf>[0]): Sql {
  const { box, sides } = ringOf(corners);
  if (sides.length === 0) return NOTHING;
  const crossings = sides.map(({ south, north, longitude: x, latitude: y, slope }: Side): Sql => ({
    text: `(${latitude} >= ? AND ${latitude} < ? AND ${longitude} < ? + (${latitude} - ?) * ?)`,
    values: [south, north, x, y, slope],
  }));
  const odd: Sql = {
    text: `(${crossings.map(({ text }) => text).join(' + ')}) % 2 = 1`,
    values: crossings.flatMap(({ values }) => values),
  };
  return joined([boxSql(longitude, latitude, box), odd], 'AND');
}

function listSql(column: StoredColumn, filter: Filter, checked: boolean): Sql {
  if ('exists' in filter) return { text: `${filter.exists ? '' : 'NOT '}${hasValues(column)}(r.n)`, values: [] };
  const n = checked ? '+r.n' : 'r.n';
  if (checked && 'equals' in filter) return hasValueSql(column, filter.equals);
  const { text, values } = listedSql(column, filter);
  return { text: `${n} IN (SELECT n FROM ${text})`, values };
}

/** The function of a list that is true of the numbers of documents with a value in it; see `list-marks.ts`. */
export function hasValues({ number }: StoredColumn): string {
  return `has_list${number}`;
}

/** A look at one entry per row, instead of a list of all that have the value. */
function hasValueSql({ number }: StoredColumn, value: Scalar): Sql {
  const code = `(SELECT code FROM dictionary WHERE number = ${number} AND key = ?)`;
  return {
    text: `EXISTS (SELECT 1 FROM list${number} l WHERE l.code = ${code} AND l.n = r.n)`,
    values: [sortKey(String(value))],
  };
}

/** Table and condition of the entries of a list that fit; each is a document's number `n`, perhaps several times. */
export function listedSql(column: StoredColumn, filter: Filter): Sql {
  const found = listValues(filter);
  if (!found) throw unfit(column, filter);
  return {
    text: `list${column.number} WHERE code IN (SELECT code FROM dictionary WHERE number = ${column.number} AND ${found.text})`,
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
  if ('contains' in filter) return containsSql('key', filter.contains);
  if ('prefix' in filter) return { text: '(key >= ? AND key < ?)', values: prefixRange(filter.prefix) };
  if (!('from' in filter || 'to' in filter)) return undefined;
  return rangeSql('key', filter, MISSING.text, (value) => sortKey(String(value)));
}

function unfit(column: StoredColumn, filter: Filter): InvalidQuery {
  const operator = Object.keys(filter).find((key) => key !== 'column') ?? 'nothing';
  return new InvalidQuery(`${column.name} is a ${column.kind} column: it cannot be asked by ${operator}.`);
}
