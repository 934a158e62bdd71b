import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { nameHash } from '#sqlite/name-hash.js';
import type { Scalar } from '../../kernel/query.js';
import { cellsOf, MISSING, type Layout } from './layout.js';

/** Adds rows. Columns that no row has filled yet are part of the statement: a binding costs, and most views have many. */
export class RowInsert {
  readonly #names: readonly string[];
  readonly #missing: readonly Scalar[];
  readonly #filled: boolean[];
  #statement: StatementSync;

  constructor(
    readonly database: DatabaseSync,
    layout: Layout,
  ) {
    this.#names = layout.columns.flatMap(cellsOf).map(({ name }) => name);
    this.#missing = layout.columns.flatMap((column) => cellsOf(column).map(() => missingOf(column.kind)));
    this.#filled = this.#names.map(() => false);
    this.#statement = this.#prepare();
  }

  /** Adds a row under a number that no row has. */
  run(n: number, id: string, wordsHash: number, cells: readonly Scalar[]): void {
    if (this.#fills(cells)) this.#statement = this.#prepare();
    const values: Scalar[] = new Array<Scalar>(4 + this.#filled.length);
    values[0] = n;
    values[1] = id;
    values[2] = nameHash(id);
    values[3] = wordsHash;
    let next = 4;
    for (let at = 0; at < cells.length; at++) if (this.#filled[at]) values[next++] = cells[at]!;
    values.length = next;
    this.#statement.get(...values);
  }

  /** Notes the columns that these cells are the first to fill. */
  #fills(cells: readonly Scalar[]): boolean {
    let first = false;
    for (let at = 0; at < cells.length; at++) {
      if (this.#filled[at] || cells[at] === this.#missing[at]) continue;
      this.#filled[at] = true;
      first = true;
    }
    return first;
  }

  #prepare(): StatementSync {
    const names = ['n', 'id', 'id_hash', 'words_hash', ...this.#names];
    const values = this.#names.map((_, at) => (this.#filled[at] ? '?' : literal(this.#missing[at]!)));
    return this.database.prepare(
      `INSERT INTO rows (${names.join(', ')}) VALUES (${['?', '?', '?', '?', ...values].join(', ')})`,
    );
  }
}

function missingOf(kind: keyof typeof MISSING | 'point' | 'list'): Scalar {
  return kind === 'text' || kind === 'date' ? MISSING[kind] : MISSING.number;
}

function literal(value: Scalar): string {
  if (value === Infinity) return '9e999';
  return typeof value === 'string' ? `'${value}'` : String(value);
}
