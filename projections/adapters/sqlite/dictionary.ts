import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Scalar } from '../../kernel/query.js';
import { sortKey } from '../../kernel/sort-key.js';
import type { StoredColumn } from './layout.js';

const REMEMBERED_AT_MOST = 50_000;

/** Numbers for the values of facets and lists, given out once per column and value and kept for the life of the view. */
export class Dictionary {
  readonly #known = new Map<number, Map<Scalar, number>>();
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

  /** The number of a value, given out now if it has none. */
  code(column: StoredColumn, value: Scalar): number {
    let values = this.#known.get(column.number);
    if (!values) this.#known.set(column.number, (values = new Map()));
    const known = values.get(value);
    if (known !== undefined) return known;
    const key = typeof value === 'string' ? sortKey(value) : value;
    const found = this.#find.get(column.number, key) as unknown as [number] | undefined;
    const code = found ? found[0] : Number(this.#add.run(column.number, key, value).lastInsertRowid);
    values.set(value, code);
    this.#columns.set(code, column.number);
    if (++this.#size > REMEMBERED_AT_MOST) this.forget();
    return code;
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
    this.#known.clear();
    this.#columns.clear();
    this.#size = 0;
  }
}
