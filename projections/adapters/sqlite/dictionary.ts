import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Scalar } from '../../kernel/query.js';
import { sortKey } from '../../kernel/sort-key.js';
import { written } from './codes.js';
import type { StoredColumn } from '../../kernel/layout.js';

const REMEMBERED_AT_MOST = 30_000;

/** A value of a facet or list, as the view's file knows it. */
export interface Entry {
  readonly code: number;
  /** The sort key of a text; the number itself. */
  readonly key: Scalar;
  /** `code` as `codes.ts` writes it. */
  readonly signs: string;
}

/** What is known of a column's values. */
interface Known {
  readonly entries: Map<Scalar, Entry>;
  value?: Scalar;
  /** The entry of `value`, which was asked for last. */
  last?: Entry;
}

/** Numbers for the values of facets and lists, given out once per column and value and kept for the life of the view. */
export class Dictionary {
  /** By the number of the column. */
  readonly #known: Known[] = [];
  readonly #columns = new Map<number, number>();
  #size = 0;
  readonly #find: StatementSync;
  readonly #add: StatementSync;
  readonly #columnOf: StatementSync;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare('SELECT code FROM dictionary WHERE number = ? AND key = ?');
    this.#find.setReturnArrays(true);
    this.#add = database.prepare('INSERT INTO dictionary (number, key, value) VALUES (?, ?, ?)');
    this.#columnOf = database.prepare('SELECT number FROM dictionary WHERE code = ?');
    this.#columnOf.setReturnArrays(true);
  }

  /** The entry of a value, made now if there is none. */
  entry(column: StoredColumn, value: Scalar): Entry {
    const known = (this.#known[column.number] ??= { entries: new Map() });
    // Rows of an import come in some order: the value before is often the value now.
    if (known.last === undefined || known.value !== value) {
      known.last = known.entries.get(value) ?? this.#remember(known.entries, column, value);
      known.value = value;
    }
    return known.last;
  }

  /** The number of the column that a value's number belongs to. */
  columnOf(code: number): number {
    const known = this.#columns.get(code);
    if (known !== undefined) return known;
    const [number] = this.#columnOf.get(code) as unknown as [number];
    this.#columns.set(code, number);
    return number;
  }

  /** After a rollback what was given out is void. */
  forget(): void {
    this.#known.length = 0;
    this.#columns.clear();
    this.#size = 0;
  }

  #remember(entries: Map<Scalar, Entry>, column: StoredColumn, value: Scalar): Entry {
    const key = typeof value === 'string' ? sortKey(value) : value;
    const found = this.#find.get(column.number, key) as unknown as [number] | undefined;
    const code = found ? found[0] : Number(this.#add.run(column.number, key, value).lastInsertRowid);
    const entry = { code, key, signs: written(code) };
    if (++this.#size > REMEMBERED_AT_MOST) {
      this.forget();
      return entry;
    }
    entries.set(value, entry);
    this.#columns.set(code, column.number);
    return entry;
  }
}
