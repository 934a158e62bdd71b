import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { ColumnMapping } from '#domain/import-batch/events.js';
import type { Bundle } from '../archive/bundle.js';
import { type Cells, readRows, sizeOf } from '../archive/read-rows.js';
import type { ArchiveDescription } from '../archive/table.js';
import { type NamedTable, mappingOf, readyTables, tablesOf } from '../mapping.js';
import { TableStatistics, chooseNulls, type ColumnStatistics } from './column-statistics.js';
import { settleKeys, writeKeys } from './record-keys.js';
import type { StagingFacts } from './staging.js';

/** How the reading is watched and stopped. */
export interface StagingWatch {
  readonly signal: AbortSignal;
  progress(rowsDone: number): void;
}

const SCHEMA = `
  PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -16384;
  CREATE TABLE facts (value TEXT NOT NULL) STRICT;
  CREATE TABLE core (row INTEGER PRIMARY KEY, id TEXT NOT NULL, cells TEXT NOT NULL, refused TEXT) STRICT;
  CREATE TABLE extension (n INTEGER PRIMARY KEY, tbl INTEGER NOT NULL, row INTEGER NOT NULL, id TEXT NOT NULL, cells TEXT NOT NULL, refused TEXT) STRICT;
  CREATE TABLE keys (row INTEGER PRIMARY KEY, hash BLOB, occurrence TEXT, number TEXT, core TEXT,
    repeats INTEGER, kind INTEGER, value TEXT, shared INTEGER NOT NULL DEFAULT 0) STRICT;`;

/**
 * Reads a file whole, once, into a new database at `path`. Without a mapping the file's own is taken, with the usual
 * choice of literal nulls. A failure leaves no database behind.
 */
export async function buildStaging(
  path: string,
  bundle: Bundle,
  description: ArchiveDescription,
  mapping: readonly ColumnMapping[] | undefined,
  watch: StagingWatch,
): Promise<StagingFacts> {
  const tables = tablesOf(description);
  const database = new DatabaseSync(path);
  try {
    database.exec(SCHEMA);
    const { statistics, counts } = await readTables(database, bundle, tables, watch);
    // Rows of extensions without a meaning here are kept as they are.
    const meant = new Set(tables.filter(({ kind }) => kind !== 'unknown').map(({ name }) => name));
    const chosen = mapping ?? chooseNulls(mappingOf(tables), statistics, meant);
    const [core] = readyTables(tables, chosen);
    if (core) writeKeys(database, core);
    const { repeatedIds } = settleKeys(database);
    const { core: rows = 0, ...extensionRows } = counts;
    const facts: StagingFacts = { description, mapping: chosen, statistics, rows, extensionRows, repeatedIds };
    database.prepare('INSERT INTO facts VALUES (?)').run(JSON.stringify(facts));
    database.close();
    return facts;
  } catch (error) {
    database.close();
    rmSync(path, { force: true });
    throw error;
  }
}

async function readTables(
  database: DatabaseSync,
  bundle: Bundle,
  tables: readonly NamedTable[],
  watch: StagingWatch,
): Promise<{ statistics: Record<string, readonly ColumnStatistics[]>; counts: Record<string, number> }> {
  const statistics: Record<string, readonly ColumnStatistics[]> = {};
  const counts: Record<string, number> = {};
  database.exec('BEGIN');
  for (const [at, table] of tables.entries()) {
    const seen = new TableStatistics(table.format.width);
    const insert = at === 0 ? coreInserter(database, table) : extensionInserter(database, table, at - 1);
    let rows = 0;
    for await (const group of readRows(bundle, table.format)) {
      watch.signal.throwIfAborted();
      for (const cells of group) {
        seen.see(cells);
        insert((rows += 1), cells);
      }
      if (at === 0) watch.progress(rows);
    }
    statistics[table.name] = seen.result();
    counts[table.name] = rows;
  }
  database.exec('COMMIT; CREATE INDEX core_id ON core (id); CREATE INDEX extension_id ON extension (id, tbl, row);');
  return { statistics, counts };
}

const LONGEST_ROW = 500_000;

type Insert = (row: number, cells: Cells) => void;

function coreInserter(database: DatabaseSync, { format }: NamedTable): Insert {
  const statement = database.prepare('INSERT INTO core (row, id, cells, refused) VALUES (?, ?, ?, ?)');
  return (row, cells) => {
    const id = format.idIndex === undefined ? '' : (cells[format.idIndex] ?? '');
    statement.run(row, id, JSON.stringify(cells), whyRefused(cells, format.width) ?? null);
  };
}

function extensionInserter(database: DatabaseSync, { format }: NamedTable, at: number): Insert {
  const statement = database.prepare('INSERT INTO extension (tbl, row, id, cells, refused) VALUES (?, ?, ?, ?, ?)');
  return (row, cells) => {
    const why = whyRefused(cells, format.width) ?? null;
    statement.run(at, row, cells[format.idIndex ?? 0] ?? '', JSON.stringify(cells), why);
  };
}

// A row that is too short or too long has its values under the wrong columns from somewhere on, and nobody knows where.
function whyRefused(cells: Cells, width: number): string | undefined {
  if (cells.every((cell) => cell.trim() === '')) return 'The row is blank.';
  if (sizeOf(cells) > LONGEST_ROW)
    return `The row holds more than ${LONGEST_ROW / 1000} thousand characters, which no label has.`;
  if (cells.length === width) return undefined;
  const overhang = cells.slice(width);
  if (cells.length > width && overhang.every((cell) => cell.trim() === '')) return undefined;
  return `The row has ${cells.length} cells where the table has ${width} columns: a cell with a line break or a separator in it is not enclosed.`;
}
