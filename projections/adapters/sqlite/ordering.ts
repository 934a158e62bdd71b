import { Cursors, type Place } from '../../kernel/cursor.js';
import { InvalidQuery, type Scalar, type Sort } from '../../kernel/query.js';
import { columnNamed } from '../../kernel/layout.js';
import { cellsOf, MISSING, type Layout } from './layout.js';
import { ALL, joined, type Sql } from './conditions.js';

/** One cell that a page is ordered by. */
interface Key {
  readonly cell: string;
  readonly descending: boolean;
  readonly missing: Scalar;
}

/**
 * One stretch of the order. A missing value sorts last by itself when ascending; when the first key descends, what has it
 * is one stretch and what lacks it the next, so that each can walk an index.
 */
export interface Stretch {
  readonly where: Sql;
  readonly orderBy: string;
  /** The cell whose index the stretch walks, and which way; absent where the first key is the same all along. */
  readonly along?: { readonly cell: string; readonly descending: boolean };
}

/** The order of a query: the stated columns, missing last in both directions, ties by id. */
export class Ordering {
  readonly #keys: readonly Key[];
  /** Cursors behind documents of this order. */
  readonly cursors: Cursors;
  /** Whether an index begins with the first key. */
  readonly indexed: boolean;

  constructor(layout: Layout, sort: readonly Sort[]) {
    this.#keys = sort.flatMap((one) => keysOf(layout, one));
    this.indexed = sort.length === 0 || layout.indexes.some(([first]) => first === sort[0]!.column);
    this.cursors = new Cursors(
      sort,
      this.#keys.map(({ missing }) => missing),
    );
  }

  /** The cells that a cursor needs of a page's last document, in order. */
  get cells(): readonly string[] {
    return this.#keys.map((key) => key.cell);
  }

  /** The stretches that are still to be walked after a place, in order. */
  stretches(after: Place | undefined): readonly Stretch[] {
    const [first] = this.#keys;
    if (first?.descending) return this.#descending(first, after);
    const where = this.#after(this.#keys, after?.keys ?? [], after?.id);
    return [{ where, orderBy: orderBy(this.#keys), along: { cell: first?.cell ?? 'r.id', descending: false } }];
  }

  #descending(first: Key, after: Place | undefined): readonly Stretch[] {
    const [, ...rest] = this.#keys;
    const lacksIt: Sql = { text: `${first.cell} = ?`, values: [first.missing] };
    const inLast = after !== undefined && after.keys[0] === first.missing;
    const last: Stretch = {
      where: joined([lacksIt, this.#after(rest, after?.keys.slice(1) ?? [], inLast ? after.id : undefined)], 'AND'),
      orderBy: orderBy(rest),
    };
    if (inLast) return [last];
    const hasIt: Sql = { text: `${first.cell} < ?`, values: [first.missing] };
    const where = joined([hasIt, this.#after(this.#keys, after?.keys ?? [], after?.id, true)], 'AND');
    return [{ where, orderBy: orderBy(this.#keys, true), along: { cell: first.cell, descending: true } }, last];
  }

  /** All that comes after a place as one stretch that walks no index: for sorting what was found in another way. */
  sorted(after: Place | undefined): Stretch {
    const keys = this.#keys.map((key) => ({ ...key, cell: `+${key.cell}` }));
    const where = after ? lexical(keys, after.keys, '+r.id', after.id) : ALL;
    return { where, orderBy: orderBy(keys, false, '+r.id') };
  }

  #after(keys: readonly Key[], values: readonly Scalar[], id: string | undefined, walksIndex = false): Sql {
    if (id === undefined) return ALL;
    const beyondPlace = lexical(keys, values, 'r.id', id);
    const [first] = keys;
    if (!first || (first.descending && !walksIndex)) return beyondPlace;
    // Said once more for the first key alone: that is what lets SQLite begin in the index instead of at its start.
    return joined(
      [{ text: `${first.cell} ${first.descending ? '<=' : '>='} ?`, values: [values[0]!] }, beyondPlace],
      'AND',
    );
  }
}

function keysOf(layout: Layout, { column: name, descending = false }: Sort): readonly Key[] {
  const column = columnNamed(layout, name);
  if (column.kind === 'point' || column.kind === 'list') {
    throw new InvalidQuery(`${name} is a ${column.kind} column: nothing can be ordered by it.`);
  }
  const missing = MISSING[column.kind];
  return cellsOf(column).map((cell) => ({ cell: `r.${cell.name}`, descending, missing }));
}

/** What comes after a place in the order of the keys, then of ids. */
function lexical(keys: readonly Key[], values: readonly Scalar[], idCell: string, id: string): Sql {
  const steps: Sql[] = [];
  const same: Sql[] = [];
  keys.forEach((key, at) => {
    steps.push(joined([...same, beyond(key, values[at]!)], 'AND'));
    same.push({ text: `${key.cell} = ?`, values: [values[at]!] });
  });
  steps.push(joined([...same, { text: `${idCell} > ?`, values: [id] }], 'AND'));
  return joined(steps, 'OR');
}

function beyond({ cell, descending, missing }: Key, value: Scalar): Sql {
  if (!descending) return { text: `${cell} > ?`, values: [value] };
  if (value === missing) return { text: '0', values: [] };
  return { text: `(${cell} < ? OR ${cell} = ?)`, values: [value, missing] };
}

function orderBy(keys: readonly Key[], firstIsThere = false, idCell = 'r.id'): string {
  const terms = keys.map((key, at) => {
    if (!key.descending) return key.cell;
    if (at === 0 && firstIsThere) return `${key.cell} DESC`;
    const missing =
      typeof key.missing === 'string' ? `'${key.missing}'` : key.missing === Infinity ? '9e999' : key.missing;
    return `${key.cell} = ${missing}, ${key.cell} DESC`;
  });
  return [...terms, idCell].join(', ');
}
