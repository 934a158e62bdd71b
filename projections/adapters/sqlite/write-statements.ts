import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { codedColumns, isId, type Layout } from './layout.js';
import { RowInsert } from './row-insert.js';

/** The prepared statements by which a view is written; those of tables that the view does not have are absent. */
export interface WriteStatements {
  readonly lease: StatementSync;
  readonly checkpoint: StatementSync;
  /** Number of the last row; 0 when there is none. */
  readonly last: StatementSync;
  readonly standing: StatementSync;
  readonly insertRow: RowInsert;
  readonly deleteRow: StatementSync;
  readonly insertDocument: StatementSync;
  readonly updateDocument: StatementSync;
  readonly deleteDocument: StatementSync;
  readonly insertWords?: StatementSync;
  readonly deleteWords?: StatementSync;
  readonly codes?: StatementSync;
  readonly insertCodes?: StatementSync;
  readonly updateCodes?: StatementSync;
  readonly deleteCodes?: StatementSync;
  /** By the column's number. */
  readonly list: ReadonlyMap<number, StatementSync>;
  readonly unlist: ReadonlyMap<number, StatementSync>;
}

/** Prepares them; `cells` are the names of the row's cells in order. */
export function statementsOf(database: DatabaseSync, layout: Layout, cells: readonly string[]): WriteStatements {
  const prepare = (sql: string): StatementSync => {
    const statement = database.prepare(sql);
    statement.setReturnArrays(true);
    return statement;
  };
  const lists = layout.columns.filter((column) => column.kind === 'list').map((column) => column.number);
  return {
    lease: prepare('SELECT owner, owned_until FROM about'),
    checkpoint: prepare('UPDATE about SET position = ?, store_id = ?, parked = ?'),
    last: prepare('SELECT coalesce(max(n), 0) FROM rows'),
    standing: prepare(`SELECT ${['n', 'words_hash', ...cells].join(', ')} FROM rows r WHERE ${isId(layout)}`),
    insertRow: new RowInsert(database, layout),
    deleteRow: prepare('DELETE FROM rows WHERE n = ?'),
    insertDocument: prepare('INSERT INTO documents (n, revision, document) VALUES (?, ?, ?)'),
    updateDocument: prepare('UPDATE documents SET revision = ?, document = ? WHERE n = ?'),
    deleteDocument: prepare('DELETE FROM documents WHERE n = ?'),
    ...(layout.hasText && {
      insertWords: prepare('INSERT INTO words (rowid, folded) VALUES (?, ?)'),
      deleteWords: prepare('DELETE FROM words WHERE rowid = ?'),
    }),
    ...(codedColumns(layout).length > 0 && {
      codes: prepare('SELECT codes FROM codes WHERE n = ?'),
      insertCodes: prepare('INSERT INTO codes (n, codes) VALUES (?, ?)'),
      updateCodes: prepare('UPDATE codes SET codes = ? WHERE n = ?'),
      deleteCodes: prepare('DELETE FROM codes WHERE n = ?'),
    }),
    list: new Map(lists.map((it) => [it, prepare(`INSERT INTO list${it} (code, n) VALUES (?, ?)`)])),
    unlist: new Map(lists.map((it) => [it, prepare(`DELETE FROM list${it} WHERE code = ? AND n = ?`)])),
  };
}
