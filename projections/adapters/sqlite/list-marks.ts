import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Condition } from '../../kernel/query.js';
import { columnNamed, type StoredColumn } from '../../kernel/layout.js';
import { hasValues } from './conditions.js';
import type { Layout } from './layout.js';
import { marked } from './marks.js';

/**
 * Which documents have any value in a list: marked once for as long as nobody writes. SQLite would gather the same numbers in a
 * table of its own for every statement, which takes it ten times as long.
 */
export class ListMarks {
  readonly #marks = new Map<number, Uint8Array>();

  constructor(
    database: DatabaseSync,
    readonly layout: Layout,
    readonly statement: (sql: string) => StatementSync,
  ) {
    for (const column of layout.columns.filter(({ kind }) => kind === 'list')) {
      database.function(hasValues(column), (n) => this.#marks.get(column.number)?.[n as number] ?? 0);
    }
  }

  /** Looks up what the condition asks of lists; to be done before a statement with it. */
  learn(condition: Condition, last: number): void {
    if ('and' in condition) return condition.and.forEach((part) => this.learn(part, last));
    if ('or' in condition) return condition.or.forEach((part) => this.learn(part, last));
    if ('not' in condition) return this.learn(condition.not, last);
    if (!('exists' in condition)) return;
    const column = columnNamed(this.layout, condition.column);
    if (column.kind === 'list' && !this.#marks.has(column.number)) this.#marks.set(column.number, this.#look(column, last)); // prettier-ignore
  }

  forget(): void {
    this.#marks.clear();
  }

  #look({ number }: StoredColumn, last: number): Uint8Array {
    const [numbers] = this.statement(`SELECT group_concat(n) FROM list${number}`).get() as unknown as [string | null];
    return marked(numbers ?? '', last);
  }
}
