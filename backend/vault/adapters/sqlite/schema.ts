import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { writeAhead } from '#sqlite/write-ahead.js';

/** How long to wait for others who write the file, in milliseconds. */
const PATIENCE = 5_000;
const VERSION = 1;

/** `expires` is milliseconds since 1970. */
const TABLES = `
  CREATE TABLE entry (
    drawer TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    version INTEGER NOT NULL,
    owner TEXT,
    expires INTEGER,
    PRIMARY KEY (drawer, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX entry_owner ON entry (drawer, owner) WHERE owner IS NOT NULL;
  CREATE INDEX entry_expires ON entry (expires) WHERE expires IS NOT NULL;
  CREATE TABLE line (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    log TEXT NOT NULL,
    line TEXT NOT NULL
  ) STRICT;
  CREATE INDEX line_log ON line (log, id);
`;

/** Opens the file of a vault, making it (readable by its owner only) when there is none; refuses one of a newer version. */
export function openVaultFile(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  // Made here, since SQLite gives its side files the permissions of the main one: secrets are for their owner only.
  closeSync(openSync(file, 'a', 0o600));
  const db = new DatabaseSync(file, { timeout: PATIENCE });
  try {
    writeAhead(db, PATIENCE);
    db.exec('PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
    prepareTables(db, file);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function prepareTables(db: DatabaseSync, file: string): void {
  db.exec('BEGIN IMMEDIATE');
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version > VERSION) {
    db.exec('ROLLBACK');
    throw new Error(`${file} was written by a newer version of the vault (${version}); this one knows ${VERSION}.`);
  }
  if (version === 0) db.exec(`${TABLES} PRAGMA user_version = ${VERSION};`);
  db.exec('COMMIT');
}

/** All of the work, or none of it. */
export function transaction(db: DatabaseSync, work: () => void): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    work();
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
