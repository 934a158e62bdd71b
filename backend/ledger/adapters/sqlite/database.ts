import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { writeAhead } from '#sqlite/write-ahead.js';
import { LedgerUnavailable } from '../../event-store.js';

/** Version of the file's layout; kept in `user_version`. */
export const LAYOUT = 1;

const TABLES = `
  CREATE TABLE ledger (storeId TEXT NOT NULL) STRICT;
  CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
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
      // Larger pages halve the overflow of events of a kilobyte; 64 MiB of log between checkpoints: names of streams come
      // in no order, so that a page of theirs is copied once for many commits.
      db.exec('PRAGMA page_size = 8192');
      writeAhead(db, busyMilliseconds);
      db.exec('PRAGMA synchronous = FULL');
      db.exec('PRAGMA wal_autocheckpoint = 8000; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -8000');
      if (layoutOf(db, file) === 0) makeTables(db);
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

function makeTables(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have made them while this one waited.
    if (userVersion(db) === 0) {
      db.exec(TABLES);
      db.prepare('INSERT INTO ledger (storeId) VALUES (?)').run(randomUUID());
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
