import type { Find } from './contract-view.js';
import { finds } from './contract-view.js';
import { MILLIONTHS } from './cells.js';
import { isInside, ringOf } from './polygon.js';
import type { Cell, Condition, Filter, Query, Scalar, Sort, TextQuery } from './query.js';
import { compareUtf8, foldedKey, sortKey } from './sort-key.js';
import { anyWords, askedWords } from './words.js';

export interface Kept {
  readonly id: string;
  readonly document: Find;
}

/** The promised answer of a query in the plainest words: what every store's answers are compared with. Ids in order. */
export function naiveIds(kept: readonly Kept[], { where, text, sort = [] }: Query): string[] {
  return naiveMatches(kept, where, text)
    .sort((a, b) => naiveOrder(a, b, sort))
    .map(({ id }) => id);
}

/** Documents that match, in no order. */
export function naiveMatches(kept: readonly Kept[], where?: Condition, text?: TextQuery): Kept[] {
  return kept.filter(({ document }) => (!where || holds(document, where)) && hasWords(document, text));
}

/** Values of a facet with the number of matching documents that have them, most first, ties by value. */
export function naiveFacet(
  matches: readonly Kept[],
  column: keyof Find,
  limit: number,
): { value: Scalar; count: number }[] {
  const counts = new Map<Scalar, number>();
  for (const { document } of matches) {
    const value = document[column] as Scalar | readonly string[] | undefined;
    const values = value === undefined ? [] : Array.isArray(value) ? new Set(value as string[]) : [value as Scalar];
    for (const one of values) counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || compareValues(a.value, b.value))
    .slice(0, limit);
}

/** Cells of a grid with the documents in them, most crowded first, ties by row, then column. */
export function naiveCells(matches: readonly Kept[], level: number, limit: number): Cell[] {
  const size = 360 / 2 ** level;
  const cells = new Map<string, { x: number; y: number; kept: Kept[] }>();
  for (const one of matches) {
    if (!one.document.place) continue;
    const [x, y] = [Math.floor((one.document.place[0] + 180) / size), Math.floor((one.document.place[1] + 90) / size)];
    const cell = cells.get(`${x} ${y}`) ?? { x, y, kept: [] };
    cell.kept.push(one);
    cells.set(`${x} ${y}`, cell);
  }
  const middle = (kept: readonly Kept[], at: 0 | 1): number =>
    Math.round(kept.reduce((sum, one) => sum + Math.floor(one.document.place![at] * MILLIONTHS), 0) / kept.length) /
    MILLIONTHS;
  return [...cells.values()]
    .sort((a, b) => b.kept.length - a.kept.length || a.y - b.y || a.x - b.x)
    .slice(0, limit)
    .map(({ x, y, kept }) => ({
      x,
      y,
      count: kept.length,
      longitude: middle(kept, 0),
      latitude: middle(kept, 1),
      id: kept.map(({ id }) => id).sort(compareUtf8)[0]!,
    }));
}

function compareValues(a: Scalar, b: Scalar): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : compareUtf8(String(a), String(b));
}

function naiveOrder(a: Kept, b: Kept, sort: readonly Sort[]): number {
  for (const { column, descending } of sort) {
    const x = orderValues(a.document, column);
    const y = orderValues(b.document, column);
    if (!x && !y) continue;
    if (!x || !y) return x ? -1 : 1;
    const order = compareValues(x[0]!, y[0]!) || (x.length > 1 ? compareValues(x[1]!, y[1]!) : 0);
    if (order !== 0) return descending ? -order : order;
  }
  return compareUtf8(a.id, b.id);
}

function orderValues(document: Find, column: string): readonly Scalar[] | undefined {
  const value = document[column as keyof Find];
  if (value === undefined) return undefined;
  if (typeof value === 'string') return [sortKey(value)];
  return typeof value === 'number' ? [value] : value;
}

function hasWords(document: Find, text: TextQuery | undefined): boolean {
  const asked = askedWords(text?.words ?? '');
  const written = finds.text!(document).flatMap((one) => anyWords(one).split(' '));
  return asked.every((word, at) =>
    text?.prefix && at === asked.length - 1 ? written.some((one) => one.startsWith(word)) : written.includes(word),
  );
}

function holds(document: Find, condition: Condition): boolean {
  if ('and' in condition) return condition.and.every((part) => holds(document, part));
  if ('or' in condition) return condition.or.some((part) => holds(document, part));
  if ('not' in condition) return !holds(document, condition.not);
  const value = document[condition.column as keyof Find];
  if ('exists' in condition) {
    return (
      condition.exists === (value !== undefined && (condition.column !== 'collectors' || (value as []).length > 0))
    );
  }
  if (value === undefined) return false;
  if (condition.column === 'collectors') return (value as string[]).some((one) => valueHolds(one, condition));
  if (condition.column === 'collected') return dayHolds(value as [number, number], condition);
  if (condition.column === 'place') return boxHolds(value as [number, number], condition);
  return valueHolds(value as Scalar, condition);
}

function valueHolds(value: Scalar, filter: Filter): boolean {
  if ('equals' in filter) return value === filter.equals;
  if ('in' in filter) return filter.in.includes(value);
  if ('contains' in filter) return foldedKey(String(value)).includes(foldedKey(filter.contains));
  if ('prefix' in filter) return foldedKey(String(value)).startsWith(foldedKey(filter.prefix));
  const { from, to } = filter as { from?: Scalar; to?: Scalar };
  const key = (one: Scalar): Scalar => (typeof one === 'string' ? sortKey(one) : one);
  return (
    (from === undefined || compareValues(key(value), key(from)) >= 0) &&
    (to === undefined || compareValues(key(value), key(to)) <= 0)
  );
}

function dayHolds([first, last]: [number, number], filter: Filter): boolean {
  const overlaps = (from: number, to: number): boolean => first <= to && last >= from;
  if ('equals' in filter) return overlaps(filter.equals as number, filter.equals as number);
  if ('in' in filter) return filter.in.some((one) => overlaps(one as number, one as number));
  const { from, to } = filter as { from?: number; to?: number };
  return overlaps(from ?? -Infinity, to ?? Infinity);
}

function boxHolds([longitude, latitude]: [number, number], filter: Filter): boolean {
  if ('polygon' in filter) return isInside(ringOf(filter.polygon), [longitude, latitude]);
  if (!('box' in filter)) return false;
  const { west, south, east, north } = filter.box;
  const within = west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;
  return within && latitude >= south && latitude <= north;
}
