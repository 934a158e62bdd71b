import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { writeAhead } from '#sqlite/write-ahead.js';

/** How long to wait for others who write the file, in milliseconds. */
const PATIENCE = 5_000;
const VERSION = 1;

/** `lease` holds the time until which a running job belongs to `token`; `change` counts what a watcher should see. */
const TABLES = `
  CREATE TABLE job (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    data TEXT,
    status TEXT NOT NULL CHECK (status IN ('waiting', 'active', 'completed', 'failed', 'cancelled')),
    dedupe TEXT,
    due INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    maxAttempts INTEGER NOT NULL,
    backoff INTEGER NOT NULL,
    recoveries INTEGER NOT NULL DEFAULT 0,
    token TEXT,
    lease INTEGER,
    cancel INTEGER NOT NULL DEFAULT 0,
    progress TEXT,
    result TEXT,
    error TEXT,
    created INTEGER NOT NULL,
    started INTEGER,
    ended INTEGER,
    change INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX job_due ON job (name, due, seq) WHERE status = 'waiting';
  CREATE INDEX job_lease ON job (lease) WHERE status = 'active';
  CREATE INDEX job_ended ON job (ended) WHERE ended IS NOT NULL;
  CREATE INDEX job_name ON job (name, seq);
  CREATE UNIQUE INDEX job_dedupe ON job (name, dedupe) WHERE dedupe IS NOT NULL AND ended IS NULL;
  CREATE TABLE schedule (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    data TEXT,
    cron TEXT,
    every INTEGER,
    next INTEGER NOT NULL
  ) STRICT;
`;

/** Opens the file of a job queue, making it when there is none; refuses a file that a newer version has written. */
export function openJobsFile(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const db = new DatabaseSync(file, { timeout: PATIENCE });
  try {
    writeAhead(db, PATIENCE);
    db.exec('PRAGMA synchronous = FULL;');
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
    throw new Error(`${file} was written by a newer version of the job queue (${version}); this one knows ${VERSION}.`);
  }
  if (version === 0) db.exec(`${TABLES} PRAGMA user_version = ${VERSION};`);
  db.exec('COMMIT');
}
