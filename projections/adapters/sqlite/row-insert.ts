import type { DatabaseSync, StatementSync } from 'node:sqlite';
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

  /** Gives the row's number. */
  run(id: string, wordsHash: number, cells: readonly Scalar[]): number {
    const values: Scalar[] = [id, wordsHash];
    let known = true;
    for (let at = 0; at < cells.length; at++) {
      if (this.#filled[at]) values.push(cells[at]!);
      else if (cells[at] !== this.#missing[at]) {
        known = false;
        this.#filled[at] = true;
        values.push(cells[at]!);
      }
    }
    if (!known) this.#statement = this.#prepare();
    return Number(this.#statement.run(...values).lastInsertRowid);
  }

  #prepare(): StatementSync {
    const names = ['id', 'words_hash', ...this.#names];
    const values = this.#names.map((_, at) => (this.#filled[at] ? '?' : literal(this.#missing[at]!)));
    return this.database.prepare(`INSERT INTO rows (${names.join(', ')}) VALUES (${['?', '?', ...values].join(', ')})`);
  }
}

function missingOf(kind: keyof typeof MISSING | 'point' | 'list'): Scalar {
  return kind === 'text' || kind === 'date' ? MISSING[kind] : MISSING.number;
}

function literal(value: Scalar): string {
  if (value === Infinity) return '9e999';
  return typeof value === 'string' ? `'${value}'` : String(value);
}
