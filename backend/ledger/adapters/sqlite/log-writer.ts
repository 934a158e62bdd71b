import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openForWriting, unavailable } from './database.js';
import type { RawAppend } from './packed-appends.js';
import { StreamNaming } from './stream-names.js';

/** What became of one append; `position` is the file's own number. */
export type Written =
  | { readonly outcome: 'written' | 'already'; readonly revision: number; readonly position: number }
  | { readonly outcome: 'conflict'; readonly revision: number; readonly position: 0 };

export interface WriterSettings {
  readonly file: string;
  readonly busyMilliseconds: number;
  /** A writer before this one failed: what it left must be settled first. */
  readonly inDoubt?: boolean;
}

/**
 * Writes groups of appends into the file, each group in one transaction with one flush to disk. Used by one thread.
 * After a failure the connection is closed, and opened anew with the next group, since SQLite's state is then in doubt.
 */
export class LogWriter {
  #connection: { readonly db: DatabaseSync; readonly sql: Statements; readonly naming: StreamNaming } | undefined;
  #inDoubt: boolean;

  constructor(private readonly settings: WriterSettings) {
    this.#inDoubt = settings.inDoubt ?? false;
  }

  /**
   * Writes all that can be written and flushes it; outcomes in the order given. Fails with `LedgerUnavailable` as a whole.
   * An empty group only makes sure that everything readable is on the disk.
   */
  write(appends: readonly RawAppend[]): Written[] {
    try {
      this.#open();
      if (appends.length === 0) return [];
      const { db, sql, naming } = this.#connection!;
      sql.begin.run();
      naming.begin();
      let position = (sql.head.get() as { position: number }).position;
      const outcomes = appends.map((append) => {
        const written = writeOne(sql, naming, append, position);
        if (written.outcome === 'written') position = written.position;
        return written;
      });
      naming.end();
      this.#inDoubt = true;
      db.exec('COMMIT');
      this.#inDoubt = false;
      return outcomes;
    } catch (error) {
      this.close();
      const what = this.#inDoubt ? 'whether this append happened is unknown' : 'nothing was written';
      throw unavailable(`The ledger could not be written; ${what}`, error);
    }
  }

  #open(): void {
    if (this.#connection) return;
    const db = openForWriting(this.settings.file, this.settings.busyMilliseconds);
    this.#connection = { db, sql: prepare(db), naming: new StreamNaming(db) };
    if (this.#inDoubt) settle(db);
    this.#inDoubt = false;
  }

  close(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    try {
      // An open transaction is rolled back by closing.
      connection?.db.close();
    } catch {
      // The file is beyond reach; there is nothing left to hold on to.
    }
  }
}

/**
 * A commit whose flush failed can be read all the same, and the system reports such a failure only once: flushing again would
 * prove nothing. Copying the log into the file and flushing that does.
 */
function settle(db: DatabaseSync): void {
  const { busy } = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
  if (busy !== 0) throw new Error('the log of a failed write is still in use by another process');
}

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

type Statements = ReturnType<typeof prepare>;

/** Texts come as their bytes, which a cast takes as they are. */
function prepare(db: DatabaseSync) {
  return {
    begin: db.prepare('BEGIN IMMEDIATE'),
    head: db.prepare('SELECT coalesce(max(position), 0) AS position FROM events'),
    revision: db.prepare('SELECT coalesce(max(revision), -1) AS revision FROM events WHERE stream = ?'),
    find: db.prepare('SELECT revision, position FROM events WHERE stream = ? AND id = ?'),
    add: db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), ?, ?)'),
  } satisfies Record<string, StatementSync>;
}

/** All of one append or nothing: every reason not to write is looked for before the first row. */
function writeOne(sql: Statements, naming: StreamNaming, append: RawAppend, head: number): Written {
  const name = UTF8.decode(append.stream);
  const known = naming.find(name);
  if (known !== undefined) {
    const obstacle = findObstacle(sql, known, append);
    if (obstacle) return obstacle;
  } else if (append.expectedRevision !== -1) return { outcome: 'conflict', revision: -1, position: 0 };
  const stream = known ?? naming.add(name);
  let revision = append.expectedRevision;
  let position = head;
  for (const { id, type, envelope, data, salt, leaf } of append.records) {
    revision++;
    position++;
    // `get` makes no report of what was changed, which takes `run` longer.
    sql.add.get(position, stream, revision, id, type, envelope, data, salt, leaf);
  }
  return { outcome: 'written', revision, position };
}

function findObstacle(sql: Statements, stream: number, { records, expectedRevision }: RawAppend): Written | undefined {
  type Place = { revision: number; position: number };
  const places = records.map(({ id }) => sql.find.get(stream, id) as Place | undefined);
  // The last of ours that stands there: a retry may carry more or fewer than was written.
  if (places[0]) return { outcome: 'already', ...places.findLast((place) => place !== undefined)! };
  const { revision } = sql.revision.get(stream) as { revision: number };
  if (revision !== expectedRevision || places.some((place) => place !== undefined))
    return { outcome: 'conflict', revision, position: 0 };
  return undefined;
}
