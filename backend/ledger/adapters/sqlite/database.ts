import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { writeAhead } from '#sqlite/write-ahead.js';
import { LedgerUnavailable } from '../../event-store.js';
import { streamHash } from './stream-names.js';

/** Version of the file's layout; kept in `user_version`. */
export const LAYOUT = 2;

/** How streams are found by their names: see `stream-names.ts`. */
const STREAM_INDEX = `
  CREATE TABLE stream_index (hash INTEGER NOT NULL, stream INTEGER NOT NULL, PRIMARY KEY (hash, stream)) STRICT, WITHOUT ROWID;
  CREATE TABLE stream_index_state (complete_to INTEGER NOT NULL, sorting_to INTEGER, sorted INTEGER NOT NULL DEFAULT 0) STRICT;`;

const TABLES = `
  CREATE TABLE ledger (storeId TEXT NOT NULL) STRICT;
  CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
  ${STREAM_INDEX}
  INSERT INTO stream_index_state (complete_to) VALUES (0);
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    id BLOB NOT NULL,
    type TEXT NOT NULL,
    envelope TEXT NOT NULL,
    data TEXT NOT NULL,
    salt BLOB NOT NULL,
    leaf BLOB NOT NULL,
    UNIQUE (stream, revision),
    UNIQUE (stream, id)
  ) STRICT;
  PRAGMA user_version = ${LAYOUT};`;

/** In the first layout every name stood in an index of the table of streams from the moment it came. */
const FROM_LAYOUT_1 = `
  ${STREAM_INDEX}
  INSERT INTO stream_index (hash, stream) SELECT stream_hash(name), id FROM streams ORDER BY 1, 2;
  INSERT INTO stream_index_state (complete_to) SELECT coalesce(max(id), 0) FROM streams;
  CREATE TABLE streams_without (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
  INSERT INTO streams_without SELECT id, name FROM streams ORDER BY id;
  DROP TABLE streams;
  ALTER TABLE streams_without RENAME TO streams;
  PRAGMA user_version = ${LAYOUT};`;

/** A ledger made by a newer version of this program, whose meaning this one cannot know. */
export class LedgerTooNew extends Error {
  override readonly name = 'LedgerTooNew';
}

/** Opens the file for writing, durable at every commit; makes it with its tables when it does not exist. */
export function openForWriting(file: string, busyMilliseconds: number): DatabaseSync {
  return opened(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    const db = new DatabaseSync(file, { timeout: busyMilliseconds, enableForeignKeyConstraints: false });
    return closedOnFailure(db, () => {
      // Larger pages halve the overflow of events of a kilobyte; 64 MiB of log between checkpoints, so that a page that is
      // changed by many commits is copied once.
      db.exec('PRAGMA page_size = 8192');
      writeAhead(db, busyMilliseconds);
      db.exec('PRAGMA synchronous = FULL');
      db.exec('PRAGMA wal_autocheckpoint = 8000; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -8000');
      if (layoutOf(db, file) < LAYOUT) prepareTables(db);
    });
  });
}

/** Opens the file for reading only; it must exist. */
export function openForReading(file: string, busyMilliseconds: number): DatabaseSync {
  return opened(file, () => {
    const db = new DatabaseSync(file, { readOnly: true, timeout: busyMilliseconds });
    return closedOnFailure(db, () => {
      // No memory mapping: an I/O error on mapped pages would end the process.
      db.exec('PRAGMA cache_size = -4000');
      layoutOf(db, file);
    });
  });
}

/** Makes the tables, or makes those of this layout from those of an earlier one. */
function prepareTables(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have done so while this one waited.
    const version = userVersion(db);
    if (version === 0) {
      db.exec(TABLES);
      db.prepare('INSERT INTO ledger (storeId) VALUES (?)').run(randomUUID());
    }
    if (version === 1) {
      db.function('stream_hash', (name) => streamHash(name as string));
      db.exec(FROM_LAYOUT_1);
    }
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

function layoutOf(db: DatabaseSync, file: string): number {
  const version = userVersion(db);
  if (version > LAYOUT)
    throw new LedgerTooNew(
      `${file} was written by a newer version (layout ${version}; this one knows up to ${LAYOUT}). Start the newer version; nothing was changed.`,
    );
  return version;
}

function userVersion(db: DatabaseSync): number {
  return (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
}

function closedOnFailure(db: DatabaseSync, prepare: () => void): DatabaseSync {
  try {
    prepare();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function opened(file: string, open: () => DatabaseSync): DatabaseSync {
  try {
    return open();
  } catch (error) {
    if (error instanceof LedgerTooNew) throw error;
    throw unavailable(`The ledger ${file} cannot be opened`, error);
  }
}

/** What went wrong with a file, as the port says it; the cause is kept. */
export function unavailable(what: string, cause: unknown): LedgerUnavailable {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new LedgerUnavailable(`${what}: ${why}`, { cause });
}
