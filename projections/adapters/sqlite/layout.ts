import { AFTER_ALL_TEXT } from '../../kernel/sort-key.js';
import * as kernel from '../../kernel/layout.js';
import type { ViewSchema } from '../../kernel/view-store.js';

/** What a view's file says about itself. */
export interface Layout extends kernel.Layout {
  readonly appendOnly: boolean;
  /** Rows are found by the number of their id; false in files that were made before they were. */
  readonly hashed?: boolean;
}

/** What stands in a cell for a missing value: it sorts after every value and compares without SQL's three-valued logic. */
export const MISSING: Readonly<Record<'text' | 'number' | 'date', string | number>> = {
  text: AFTER_ALL_TEXT,
  number: Infinity,
  date: 99_999_999,
};

/** The file layout of a schema. */
export function layoutOf(schema: ViewSchema<never>): Layout {
  return { ...kernel.layoutOf(schema), appendOnly: schema.appendOnly === true, hashed: true };
}

/** Names and types of a column's cells in the table `rows`; a list has none, its values stand in a table of their own. */
export function cellsOf(column: kernel.StoredColumn): readonly { readonly name: string; readonly type: string }[] {
  switch (column.kind) {
    case 'text':
      return [{ name: `t${column.number}`, type: 'TEXT' }];
    case 'number':
      return [{ name: `n${column.number}`, type: 'REAL' }];
    case 'date':
      return [`f${column.number}`, `l${column.number}`].map((name) => ({ name, type: 'INTEGER' }));
    case 'point':
      return [`x${column.number}`, `y${column.number}`].map((name) => ({ name, type: 'REAL' }));
    case 'list':
      return [];
  }
}

/** Columns whose values are numbered in the dictionary: those that are counted, and lists. */
export function codedColumns(layout: Layout): readonly kernel.StoredColumn[] {
  const single = layout.columns.filter((column) => column.facet && column.kind !== 'list');
  return [...single, ...layout.columns.filter((column) => column.kind === 'list')];
}

/** The tables of a view: small rows that are searched, and whole documents that are only fetched. */
export function tablesOf(layout: Layout): string {
  const cells = layout.columns.flatMap(cellsOf).map((cell) => `, ${cell.name} ${cell.type} NOT NULL`);
  const lists = layout.columns.filter((column) => column.kind === 'list');
  return [
    'CREATE TABLE about (layout TEXT NOT NULL, position TEXT, store_id TEXT, parked TEXT, owner TEXT, owned_until INTEGER NOT NULL DEFAULT 0) STRICT;',
    `CREATE TABLE rows (n INTEGER PRIMARY KEY, id TEXT NOT NULL, id_hash INTEGER NOT NULL, words_hash INTEGER NOT NULL${cells.join('')}) STRICT;`,
    'CREATE INDEX ids ON rows (id_hash);',
    'CREATE TABLE documents (n INTEGER PRIMARY KEY, revision INTEGER NOT NULL, document TEXT NOT NULL) STRICT;',
    'CREATE TABLE dictionary (code INTEGER PRIMARY KEY, number INTEGER NOT NULL, key ANY NOT NULL, value ANY NOT NULL, UNIQUE (number, key)) STRICT;',
    codedColumns(layout).length > 0 ? 'CREATE TABLE codes (n INTEGER PRIMARY KEY, codes TEXT NOT NULL) STRICT;' : '',
    ...lists.map(
      (column) =>
        `CREATE TABLE list${column.number} (code INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (code, n)) STRICT, WITHOUT ROWID;`,
    ),
    // Our own words, already split and folded: the ASCII tokenizer breaks at blanks only, since nothing else is left.
    layout.hasText
      ? `CREATE VIRTUAL TABLE words USING fts5(folded, content='', contentless_delete=1, detail=none, tokenize='ascii'); INSERT INTO words(words, rank) VALUES('hashsize', 8388608);`
      : '',
  ].join('\n');
}

/** Finds a row by `?1`, the number of its id, and `?2`, the id. */
export function isId(layout: Layout): string {
  return layout.hashed ? 'r.id_hash = ?1 AND +r.id = ?2' : '?1 IS NOT NULL AND r.id = ?2';
}

/** Makes the indexes of a view; put off during a bulk load. */
export function indexesOf(layout: Layout): string {
  const others = indexNames(layout).map(
    (cells) => `CREATE INDEX IF NOT EXISTS by_${cells.join('_')} ON rows (${cells.join(', ')});`,
  );
  return ['CREATE UNIQUE INDEX IF NOT EXISTS by_id ON rows (id);', ...others].join('\n');
}

/** One row while they stand: during a bulk load there are none, and a walk along an order would sort everything for each step. */
export const INDEXES_STAND = `SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name GLOB 'by_*' LIMIT 1`;

/** Removes them again: for a bulk load, which makes them all at once when it ends. */
export function withoutIndexesOf(layout: Layout): string {
  const others = indexNames(layout).map((cells) => `DROP INDEX IF EXISTS by_${cells.join('_')};`);
  return ['DROP INDEX IF EXISTS by_id;', ...others].join('\n');
}

function indexNames(layout: Layout): string[][] {
  return layout.indexes
    .map((names) => names.map((name) => kernel.columnNamed(layout, name)).filter((column) => column.kind !== 'list'))
    .filter((columns) => columns.length > 0)
    .map((columns) => columns.flatMap(cellsOf).map((cell) => cell.name));
}
