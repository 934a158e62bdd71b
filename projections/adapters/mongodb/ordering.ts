import { Cursors, type Place } from '../../kernel/cursor.js';
import { InvalidQuery, type Scalar, type Sort } from '../../kernel/query.js';
import { either, every } from './conditions.js';
import { columnNamed, type Layout } from '../../kernel/layout.js';
import { fieldsOf, MISSING, missingField } from './layout.js';
import type { Match } from './records.js';

/** One field that a page is ordered by. */
interface Key {
  readonly field: string;
  readonly descending: boolean;
  readonly missing: Scalar;
  readonly missingField: string;
}

/**
 * One stretch of the order. A missing value sorts last by itself when ascending; when the first key descends, what has it
 * is one stretch and what lacks it the next, so that each can walk an index.
 */
export interface Stretch {
  readonly match: Match;
  readonly sort: Readonly<Record<string, 1 | -1>>;
  /** Fields of an index that walks the stretch backwards, but for the ids of those that are alike: they ascend. */
  readonly back?: readonly string[];
}

/** The order of a query: the stated columns, missing last in both directions, ties by id. */
export class Ordering {
  readonly #keys: readonly Key[];
  /** Cursors behind documents of this order. */
  readonly cursors: Cursors;
  /** One column descends, and it has an index of its own. */
  readonly #back: boolean;

  constructor(layout: Layout, sort: readonly Sort[]) {
    this.#keys = sort.flatMap((one) => keysOf(layout, one));
    this.#back =
      sort.length === 1 && layout.indexes.some((names) => names.length === 1 && names[0] === sort[0]!.column);
    this.cursors = new Cursors(
      sort,
      this.#keys.map(({ missing }) => missing),
    );
  }

  /** The fields that a cursor needs of a page's last document. */
  get fields(): readonly string[] {
    return this.#keys.map((key) => key.field);
  }

  /** The stretches that are still to be walked after a place, in order. */
  stretches(after: Place | undefined): readonly Stretch[] {
    const [first, ...rest] = this.#keys;
    const { keys, id }: Partial<Place> = after ?? {};
    if (!first?.descending) return [{ match: afterPlace(this.#keys, keys, id), sort: sortBy(this.#keys) }];
    const inLast = keys?.[0] === first.missing;
    const lacksIt: Match = { [first.field]: first.missing };
    const last: Stretch = {
      match: every([lacksIt, afterPlace(rest, keys?.slice(1), inLast ? id : undefined)]),
      sort: sortBy(rest),
    };
    if (inLast) return [last];
    const match = every([{ [first.field]: { $lt: first.missing } }, afterPlace(this.#keys, keys, id, true)]);
    return [{ match, sort: sortBy(this.#keys, true), ...(this.#back && { back: this.fields }) }, last];
  }
}

function keysOf(layout: Layout, { column: name, descending = false }: Sort): readonly Key[] {
  const column = columnNamed(layout, name);
  if (column.kind === 'point' || column.kind === 'list') {
    throw new InvalidQuery(`${name} is a ${column.kind} column: nothing can be ordered by it.`);
  }
  const missing = MISSING[column.kind];
  return fieldsOf(column).map((field) => ({ field, descending, missing, missingField: missingField(column) }));
}

function afterPlace(keys: readonly Key[], values: readonly Scalar[] = [], id?: string, firstIsThere = false): Match {
  if (id === undefined) return {};
  const steps: Match[] = [];
  const same: Match[] = [];
  keys.forEach((key, at) => {
    steps.push(every([...same, beyond(key, values[at]!)]));
    same.push({ [key.field]: values[at] });
  });
  steps.push(every([...same, { _id: { $gt: id } }]));
  const [first] = keys;
  if (!first || (first.descending && !firstIsThere)) return either(steps);
  // Said once more for the first key alone: that is where an index can begin.
  return every([{ [first.field]: { [first.descending ? '$lte' : '$gte']: values[0] } }, either(steps)]);
}

function beyond({ field, descending, missing }: Key, value: Scalar): Match {
  if (!descending) return { [field]: { $gt: value } };
  if (value === missing) return either([]);
  return either([{ [field]: { $lt: value } }, { [field]: missing }]);
}

function sortBy(keys: readonly Key[], firstIsThere = false): Stretch['sort'] {
  const sort: Record<string, 1 | -1> = {};
  keys.forEach(({ field, descending, missingField }, at) => {
    // Without the field a document comes first: what has a value.
    if (descending && !(firstIsThere && at === 0)) sort[missingField] = 1;
    sort[field] = descending ? -1 : 1;
  });
  return { ...sort, _id: 1 };
}
