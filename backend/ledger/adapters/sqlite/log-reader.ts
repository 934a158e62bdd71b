import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FactRecord, Position, StoredRecord } from '../../event-store.js';
import { openForReading, unavailable } from './database.js';

/** Reads the file in the calling thread, on a connection of its own that cannot write. Reopens it after a failure. */
export class LogReader {
  #connection: { readonly db: DatabaseSync; readonly sql: Statements } | undefined;

  constructor(
    private readonly file: string,
    private readonly busyMilliseconds: number,
  ) {}

  storeId(): string {
    return this.#read((sql) => sql.storeId.get() as unknown as [string])[0];
  }

  stream(name: string, fromRevision: number): StoredRecord[] {
    return this.#read((sql) => rowsOf(sql.stream.all(name, fromRevision)));
  }

  /** Reads after a position in ledger order. */
  after(position: number, limit: number): StoredRecord[] {
    return this.#read((sql) => rowsOf(sql.after.all(position, limit)));
  }

  /** The same without what proves the records, and without the texts of types that are not wanted. */
  facts(position: number, limit: number, wanted: readonly string[] | undefined): FactRecord[] {
    return this.#read((sql) =>
      factsOf(wanted ? sql.wanted.all(JSON.stringify(wanted), position, limit) : sql.facts.all(position, limit)),
    );
  }

  /** Number of the newest record; 0 when there is none. */
  head(): number {
    return this.#read((sql) => (sql.head.get() as unknown as [number])[0]);
  }

  /** A number that changes when another connection, of whatever process, has committed. */
  version(): number {
    return this.#read((sql) => (sql.version.get() as unknown as [number])[0]);
  }

  close(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.db.close();
  }

  #read<T>(query: (sql: Statements) => T): T {
    try {
      if (!this.#connection) {
        const db = openForReading(this.file, this.busyMilliseconds);
        this.#connection = { db, sql: prepare(db) };
      }
      return query(this.#connection.sql);
    } catch (error) {
      this.close();
      throw unavailable('The ledger could not be read', error);
    }
  }
}

type Statements = ReturnType<typeof prepare>;

const STRETCH = 'WHERE e.position > ? ORDER BY e.position LIMIT ?';
const RECORD = `SELECT e.position, s.name, e.revision, hex(e.id), e.type, e.envelope, e.data, hex(e.salt), hex(e.leaf)
  FROM events e JOIN streams s ON s.id = e.stream`;

function prepare(db: DatabaseSync) {
  const sql = {
    storeId: db.prepare('SELECT storeId FROM ledger'),
    stream: db.prepare(`${RECORD} WHERE s.name = ? AND e.revision >= ? ORDER BY e.revision`),
    after: db.prepare(`${RECORD} WHERE e.position > ? ORDER BY e.position LIMIT ?`),
    facts: db.prepare(
      'SELECT e.position, s.name, e.revision, hex(e.id), e.type, e.envelope, e.data ' +
        `FROM events e JOIN streams s ON s.id = e.stream ${STRETCH}`,
    ),
    // Of what is not wanted, nothing is looked up but where it stands.
    wanted: db.prepare(
      `WITH wanted AS MATERIALIZED (SELECT value FROM json_each(?)) SELECT e.position, coalesce(s.name, ''), ` +
        `iif(s.id IS NULL, 0, e.revision), iif(s.id IS NULL, '', hex(e.id)), e.type, iif(s.id IS NULL, '', e.envelope), ` +
        `iif(s.id IS NULL, '', e.data) FROM events e LEFT JOIN streams s ON e.type IN wanted AND s.id = e.stream ${STRETCH}`,
    ),
    head: db.prepare('SELECT coalesce(max(position), 0) FROM events'),
    version: db.prepare('PRAGMA data_version'),
  } satisfies Record<string, StatementSync>;
  // Rows as lists, and hashes as hexadecimal made by SQLite: twice as fast as objects with byte arrays.
  for (const statement of Object.values(sql)) statement.setReturnArrays(true);
  return sql;
}

type Row = [number, string, number, string, string, string, string, string, string];

function rowsOf(rows: unknown): StoredRecord[] {
  return (rows as Row[]).map(([position, stream, revision, id, type, envelope, data, salt, leaf]) => ({
    id: uuidText(id),
    type,
    envelope,
    data,
    salt: Buffer.from(salt, 'hex').toString('base64url'),
    leaf: leaf.toLowerCase(),
    stream,
    revision,
    position: positionText(position),
  }));
}

function factsOf(rows: unknown): FactRecord[] {
  return (rows as Row[]).map(([position, stream, revision, id, type, envelope, data]) => ({
    id: uuidText(id),
    type,
    envelope,
    data,
    stream,
    revision,
    position: positionText(position),
  }));
}

function uuidText(hex: string): string {
  const id = hex.toLowerCase();
  return `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`;
}

/** A row number as the port's position: 16 hexadecimal digits, which sort as the numbers do. */
export function positionText(position: number): Position {
  return position.toString(16).padStart(16, '0');
}

/** The row number of a position; 0 for none. Fails with a TypeError on what this store never gave. */
export function positionNumber(position: Position | undefined): number {
  if (position === undefined) return 0;
  if (!/^[0-9a-f]{16}$/.test(position)) throw new TypeError(`${position} is not a position of a SQLite ledger.`);
  return parseInt(position, 16);
}
