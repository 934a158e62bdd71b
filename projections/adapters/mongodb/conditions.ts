import {
  InvalidQuery,
  type Condition,
  type Corner,
  type Filter,
  type Scalar,
  type TextQuery,
} from '../../kernel/query.js';
import { foldedKey, prefixRange, sortKey } from '../../kernel/sort-key.js';
import { ringOf } from '../../kernel/polygon.js';
import { askedWords } from '../../kernel/words.js';
import { columnNamed, type Layout, type StoredColumn } from '../../kernel/layout.js';
import { fieldsOf, MISSING, WORDS } from './layout.js';
import type { Match } from './records.js';

const ALL: Match = {};
const NOTHING: Match = { _id: { $in: [] } };

/** All of the parts must hold. */
export function every(parts: readonly Match[]): Match {
  const some = parts.filter((part) => Object.keys(part).length > 0);
  return some.length > 1 ? { $and: some } : (some[0] ?? ALL);
}

/** One of the parts must hold. */
export function either(parts: readonly Match[]): Match {
  return parts.length > 1 ? { $or: parts } : (parts[0] ?? NOTHING);
}

/** A filter that finds exactly the documents of the condition and the text. */
export function matchOf(layout: Layout, where: Condition | undefined, text: TextQuery | undefined): Match {
  return every([textMatch(layout, text), where ? conditionMatch(layout, where) : ALL]);
}

function conditionMatch(layout: Layout, condition: Condition): Match {
  if ('and' in condition) return every(condition.and.map((part) => conditionMatch(layout, part)));
  if ('or' in condition) return either(condition.or.map((part) => conditionMatch(layout, part)));
  if ('not' in condition) return { $nor: [conditionMatch(layout, condition.not)] };
  const column = columnNamed(layout, condition.column);
  switch (column.kind) {
    case 'text':
      return textColumnMatch(column, condition);
    case 'number':
      return orderedMatch(column, condition, MISSING.number, (value) => numberOf(column, value));
    case 'date':
      return dateMatch(column, condition);
    case 'point':
      return pointMatch(column, condition);
    case 'list':
      return listMatch(column, condition);
  }
}

/** A prefix is an anchored regular expression, which walks the index of the words; words hold letters and digits only. */
function textMatch(layout: Layout, text: TextQuery | undefined): Match {
  const words = askedWords(text?.words ?? '');
  if (words.length > 0 && !layout.hasText) throw new InvalidQuery('This view has no text to search.');
  const last = text?.prefix ? words.length - 1 : -1;
  return every(words.map((word, at) => ({ [WORDS]: at === last ? { $regex: `^${word}` } : word })));
}

function textColumnMatch(column: StoredColumn, filter: Filter): Match {
  if ('prefix' in filter) return { [fieldsOf(column)[0]!]: prefixBounds(filter.prefix) };
  if ('contains' in filter) return { [fieldsOf(column)[0]!]: { $lt: MISSING.text, ...containing(filter.contains) } };
  return orderedMatch(column, filter, MISSING.text, (value) => sortKey(String(value)));
}

/** Only in the folded form: what was folded away stands behind it, after the first sign that no folded text has. */
function containing(fragment: string): Match {
  const escaped = foldedKey(fragment).replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return { $regex: `^[^\u0001\u0002]*${escaped}` };
}

function prefixBounds(prefix: string): Match {
  const [from, before] = prefixRange(prefix);
  return { $gte: from, $lt: before };
}

function orderedMatch(column: StoredColumn, filter: Filter, missing: Scalar, key: (value: Scalar) => Scalar): Match {
  const [field = ''] = fieldsOf(column);
  if ('equals' in filter) return { [field]: key(filter.equals) };
  if ('in' in filter) return { [field]: { $in: filter.in.map(key) } };
  if ('exists' in filter) return { [field]: filter.exists ? { $lt: missing } : missing };
  if ('from' in filter || 'to' in filter) {
    return every([
      ...(filter.from === undefined ? [] : [{ [field]: { $gte: key(filter.from) } }]),
      ...(filter.to === undefined ? [] : [{ [field]: { $lte: key(filter.to) } }]),
      { [field]: { $lt: missing } },
    ]);
  }
  throw unfit(column, filter);
}

function numberOf(column: StoredColumn, value: Scalar): number {
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  throw new InvalidQuery(`${column.name} is a number; ${JSON.stringify(value)} is none.`);
}

function dateMatch(column: StoredColumn, filter: Filter): Match {
  const [first = '', last = ''] = fieldsOf(column);
  const overlaps = (from: Scalar = 0, to: Scalar = MISSING.date - 1): Match => ({
    [first]: { $lte: Math.min(day(column, to), MISSING.date - 1) },
    [last]: { $gte: day(column, from) },
  });
  if ('equals' in filter) return overlaps(filter.equals, filter.equals);
  if ('in' in filter) return either(filter.in.map((value) => overlaps(value, value)));
  if ('exists' in filter) return { [first]: filter.exists ? { $lt: MISSING.date } : MISSING.date };
  if ('from' in filter || 'to' in filter) return overlaps(filter.from, filter.to);
  throw unfit(column, filter);
}

function day(column: StoredColumn, value: Scalar): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw new InvalidQuery(`${column.name} is a date, asked for as a number YYYYMMDD; ${JSON.stringify(value)} is none.`);
}

function pointMatch(column: StoredColumn, filter: Filter): Match {
  const [longitude = '', latitude = ''] = fieldsOf(column);
  if ('exists' in filter) return { [latitude]: filter.exists ? { $lt: MISSING.number } : MISSING.number };
  if ('polygon' in filter) return polygonMatch(longitude, latitude, filter.polygon);
  if (!('box' in filter)) throw unfit(column, filter);
  return boxMatch(longitude, latitude, filter.box);
}

function boxMatch(
  longitude: string,
  latitude: string,
  { west, south, east, north }: { west: number; south: number; east: number; north: number },
): Match {
  const parallels = { [latitude]: { $gte: south, $lte: north } };
  if (west <= east) return { ...parallels, [longitude]: { $gte: west, $lte: east } };
  return every([
    parallels,
    either([{ [longitude]: { $gte: west, $lt: MISSING.number } }, { [longitude]: { $lte: east } }]),
  ]);
}

/** The box can use an index and is done first; then crossings are counted of what is left. */
function polygonMatch(longitude: string, latitude: string, corners: readonly Corner[]): Match {
  const { box, sides } = ringOf(corners);
  if (sides.length === 0) return NOTHING;
  const [x, y] = [`$${longitude}`, `$${latitude}`];
  const crossings = sides.map((side) => {
    const along = { $add: [side.longitude, { $multiply: [{ $subtract: [y, side.latitude] }, side.slope] }] };
    return { $cond: [{ $and: [{ $gte: [y, side.south] }, { $lt: [y, side.north] }, { $lt: [x, along] }] }, 1, 0] };
  });
  return every([boxMatch(longitude, latitude, box), { $expr: { $eq: [{ $mod: [{ $add: crossings }, 2] }, 1] } }]);
}

function listMatch(column: StoredColumn, filter: Filter): Match {
  const [field = ''] = fieldsOf(column);
  const key = (value: Scalar): string => sortKey(String(value));
  if ('exists' in filter) return { [field]: { $exists: filter.exists } };
  if ('equals' in filter) return { [field]: key(filter.equals) };
  if ('in' in filter) return { [field]: { $in: filter.in.map(key) } };
  if ('contains' in filter) return { [field]: containing(filter.contains) };
  // Both bounds of one and the same value.
  if ('prefix' in filter) return { [field]: { $elemMatch: prefixBounds(filter.prefix) } };
  if (!('from' in filter || 'to' in filter)) throw unfit(column, filter);
  const bounds = {
    ...(filter.from !== undefined && { $gte: key(filter.from) }),
    ...(filter.to !== undefined && { $lte: key(filter.to) }),
  };
  return { [field]: { $elemMatch: bounds } };
}

function unfit(column: StoredColumn, filter: Filter): InvalidQuery {
  const operator = Object.keys(filter).find((key) => key !== 'column') ?? 'nothing';
  return new InvalidQuery(`${column.name} is a ${column.kind} column: it cannot be asked by ${operator}.`);
}
