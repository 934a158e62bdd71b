import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { writeAhead } from '#sqlite/write-ahead.js';
import { ViewDropped, type ViewSchema } from '../../kernel/view-store.js';
import { layoutOf, tablesOf, type Layout } from './layout.js';
import { takeLease } from './view-lease.js';

/** Page cache of a connection that only reads: what it lacks, the system has at hand, and every thread has one for each view. */
const KIB_TO_READ = 4_096;
/**
 * Pages of log between checkpoints, 16 MiB. The ledger waits for the same disk: checkpoints of 64 MiB held up commands that
 * come 200 a second by 50 to 60 ms, those of 16 MiB by 15 to 20 ms, and of 4 MiB no less.
 */
export const LOG_PAGES = 1_000;
/**
 * 256 MiB while a view is loaded in bulk, so that its writer seldom waits for the disk: ids come in no order, and a page of
 * theirs is copied once for many commits.
 */
export const LOG_PAGES_IN_BULK = 16_000;
/** How long to wait for others who write the file, in milliseconds. */
const PATIENCE = 10_000;
const NAME = /^[a-z][a-z0-9-]{0,60}$/;

/** Path of the file of one version of a view; fails when the name cannot be one. */
export function viewPath(folder: string, name: string, version: number): string {
  if (!NAME.test(name)) throw new Error(`A view's name is lower-case letters, digits and hyphens: ${name} is not.`);
  if (!Number.isInteger(version) || version < 1) throw new Error(`A view's version is an integer from 1: ${version}.`);
  return join(folder, `${name}@${version}.db`);
}

/** Versions of a view that have a file in the folder, oldest first. */
export function versionsIn(folder: string, name: string): number[] {
  if (!existsSync(folder)) return [];
  const found = readdirSync(folder).map((file) => /^(.+)@(\d+)\.db$/.exec(file));
  return found
    .filter((match) => match?.[1] === name)
    .map((match) => Number(match![2]))
    .sort((a, b) => a - b);
}

/** Removes a view's file with what SQLite keeps beside it. Who still has it open reads on undisturbed. */
export function removeViewFile(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
}

/** Opens the file of a view that exists; fails with {@link ViewDropped} when it is gone. Never makes one. */
export function openExisting(path: string, cacheKiB = KIB_TO_READ): DatabaseSync {
  if (existsSync(path)) return openDatabase(path, cacheKiB);
  const [name, version] = basename(path, '.db').split('@');
  throw new ViewDropped(name!, Number(version));
}

/**
 * Opens the file of a view. Everything in it can be built again, so a commit does not wait for the disk
 * (synchronous = NORMAL); after a power cut the view stands at an earlier checkpoint and catches up. Large pages, since
 * documents of some kilobytes spill over in small ones: a fifth less work for the writer.
 */
export function openDatabase(path: string, cacheKiB = 8_192): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: PATIENCE });
  database.exec('PRAGMA page_size = 16384');
  writeAhead(database, PATIENCE);
  database.exec(`
    PRAGMA synchronous = NORMAL;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -${cacheKiB};
    PRAGMA temp_store = MEMORY;
    PRAGMA wal_autocheckpoint = ${LOG_PAGES};
    PRAGMA journal_size_limit = 67108864;
  `);
  return database;
}

/**
 * Runs the steps in one transaction that ends with them. Statements on the index of words must be prepared in one that has read
 * already: SQLite looks its tables up in the middle of preparing, and fails when another connection has changed the schema since.
 */
export function inOneState<Result>(
  database: DatabaseSync,
  begin: 'BEGIN' | 'BEGIN IMMEDIATE',
  steps: () => Result,
): Result {
  database.exec(begin);
  try {
    const result = steps();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Makes the tables when the file is new; otherwise checks that it was made with this schema. Wants a transaction around it. */
export function prepareFile(database: DatabaseSync, path: string, schema: ViewSchema<never>): Layout {
  const layout = layoutOf(schema);
  const wanted = JSON.stringify(layout);
  if (!hasTables(database)) {
    database.exec(tablesOf(layout));
    database.prepare('INSERT INTO about (layout) VALUES (?)').run(wanted);
  }
  if (JSON.stringify(readLayout(database)) !== wanted) {
    throw new Error(`${path} was made with another schema of the same version: raise the version of the projection.`);
  }
  return layout;
}

/** The layout that a file was made with. */
export function readLayout(database: DatabaseSync): Layout {
  const about = database.prepare('SELECT layout FROM about').get() as { layout: string };
  return JSON.parse(about.layout) as Layout;
}

/** Who takes the lease of a file that is about to be removed; if it is not removed after all, the lease ends by itself. */
const REMOVER = 'the one who drops it';
const REMOVAL_MILLISECONDS = 60_000;

/**
 * Takes the lease of a view's file for good, in the one step that also sees whether it is free: from then on nobody begins to
 * write what is about to be removed. Gives the owner who holds it at `now` (ms since 1970) and is not `mine`; undefined when
 * it was taken, or there is no such file.
 */
export function claimForRemoval(
  path: string,
  mine: string | undefined,
  now: number,
  isOrphan: (holder: string) => boolean,
): string | undefined {
  if (!existsSync(path)) return undefined;
  const database = new DatabaseSync(path, { timeout: PATIENCE });
  try {
    if (!hasTables(database)) return undefined;
    return takeLease(database, { mine, next: REMOVER, now, until: now + REMOVAL_MILLISECONDS, isOrphan });
  } finally {
    database.close();
  }
}

function hasTables(database: DatabaseSync): boolean {
  return database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'about'`).get() !== undefined;
}
