import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FactRecord, Position, StoredRecord } from '../../event-store.js';
import { openForReading, unavailable } from './database.js';
import { StreamNames } from './stream-names.js';

/** Reads the file in the calling thread, on a connection of its own that cannot write. Reopens it after a failure. */
export class LogReader {
  #connection: { readonly db: DatabaseSync; readonly sql: Statements; readonly names: StreamNames } | undefined;

  constructor(
    private readonly file: string,
    private readonly busyMilliseconds: number,
  ) {}

  storeId(): string {
    return this.#read((sql) => sql.storeId.get() as unknown as [string])[0];
  }

  stream(name: string, fromRevision: number): StoredRecord[] {
    return this.#read((sql, names) => {
      const id = names.find(name);
      return id === undefined ? [] : rowsOf(sql.stream.all(name, id, fromRevision));
    });
  }

  /** Reads after a position in ledger order. */
  after(position: number, limit: number): StoredRecord[] {
    return this.#read((sql) => rowsOf(sql.after.all(position, limit)));
  }

  /** The same without what proves the records, and without the texts of types that are not wanted. */
  facts(position: number, limit: number, wanted: readonly string[] | undefined): FactRecord[] {
    return this.#read((sql) => {
      if (!wanted) return factsOf(sql.facts.all(position, limit));
      const places = sql.places.all(position, limit) as unknown as Place[];
      const asked = new Set(wanted);
      const last = places.findLast(([, type]) => asked.has(type))?.[0];
      // Most stretches have nothing for those who want a few types.
      const found = last === undefined ? [] : factsOf(sql.wanted.all(JSON.stringify(wanted), position, last));
      let next = 0;
      return places.map(([place, type]) => (asked.has(type) ? found[next++]! : passedOver(place, type)));
    });
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

  #read<T>(query: (sql: Statements, names: StreamNames) => T): T {
    try {
      if (!this.#connection) {
        const db = openForReading(this.file, this.busyMilliseconds);
        this.#connection = { db, sql: prepare(db), names: new StreamNames(db) };
      }
      return query(this.#connection.sql, this.#connection.names);
    } catch (error) {
      this.close();
      throw unavailable('The ledger could not be read', error);
    }
  }
}

type Statements = ReturnType<typeof prepare>;

const STRETCH = 'WHERE e.position > ? ORDER BY e.position LIMIT ?';
const RECORD = 'e.revision, hex(e.id), e.type, e.envelope, e.data, hex(e.salt), hex(e.leaf)';
const FACT = `SELECT e.position, s.name, e.revision, hex(e.id), e.type, e.envelope, e.data
  FROM events e JOIN streams s ON s.id = e.stream`;

function prepare(db: DatabaseSync) {
  const sql = {
    storeId: db.prepare('SELECT storeId FROM ledger'),
    stream: db.prepare(
      `SELECT e.position, ?, ${RECORD} FROM events e WHERE e.stream = ? AND e.revision >= ? ORDER BY e.revision`,
    ),
    after: db.prepare(
      `SELECT e.position, s.name, ${RECORD} FROM events e JOIN streams s ON s.id = e.stream ${STRETCH}`,
    ),
    facts: db.prepare(`${FACT} ${STRETCH}`),
    places: db.prepare(`SELECT e.position, e.type FROM events e ${STRETCH}`),
    wanted: db.prepare(
      `${FACT} WHERE e.type IN (SELECT value FROM json_each(?)) AND e.position > ? AND e.position <= ? ORDER BY e.position`,
    ),
    head: db.prepare('SELECT coalesce(max(position), 0) FROM events'),
    version: db.prepare('PRAGMA data_version'),
  } satisfies Record<string, StatementSync>;
  // Rows as lists, and hashes as hexadecimal made by SQLite: twice as fast as objects with byte arrays.
  for (const statement of Object.values(sql)) statement.setReturnArrays(true);
  return sql;
}

type Place = [position: number, type: string];
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

/** Of what is not wanted, nothing is looked up but where it stands. */
function passedOver(position: number, type: string): FactRecord {
  return { id: '', type, envelope: '', data: '', stream: '', revision: 0, position: positionText(position) };
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
