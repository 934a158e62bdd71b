import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { VaultConflict, type Vault, type VaultEntry, type VaultRecord } from '../../vault.js';
import { fillFile, recordsOf } from './moving.js';
import { openVaultFile, transaction } from './schema.js';

const LAZY_MILLISECONDS = 200;

export interface SqliteVaultOptions {
  readonly file: string;
  readonly now: () => number;
  /** Told when writes that nobody waits for could not be written; they are tried again. */
  readonly onError?: (error: unknown) => void;
}

type PutOptions = NonNullable<Parameters<Vault['put']>[3]>;
interface Row {
  readonly key: string;
  readonly value: string;
  readonly version: number;
  readonly expires: number | null;
}
/** Drawer, key, JSON text, owner, expiry: in the order of the statement. */
type Write = readonly [string, string, string, string | null, number | null];

/** Opens a vault on one SQLite file, which several threads and processes may share. */
export async function openSqliteVault(options: SqliteVaultOptions): Promise<Vault> {
  return new SqliteVault(options);
}

class SqliteVault implements Vault {
  private readonly db: DatabaseSync;
  private readonly statements: ReturnType<typeof prepare>;
  private readonly now: () => number;
  private readonly lazy = new Map<string, Write>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: SqliteVaultOptions) {
    this.now = options.now;
    this.db = openVaultFile(options.file);
    this.statements = prepare(this.db);
  }

  async get<Value>(drawer: string, key: string): Promise<VaultEntry<Value> | undefined> {
    if (this.lazy.has(lazyKey(drawer, key))) this.flush();
    const row = this.statements.get.get(drawer, wellFormed(key), this.now());
    return row && toEntry<Value>(row as unknown as Row);
  }

  async put(drawer: string, key: string, value: unknown, options: PutOptions = {}): Promise<void> {
    const text = JSON.stringify(value);
    if (text === undefined) throw new TypeError(`The vault keeps JSON; the value of "${key}" in "${drawer}" is none.`);
    const write: Write = [wellFormed(drawer), wellFormed(key), text, options.owner ?? null, options.expiresAt ?? null];
    if (options.lazy && options.expectedVersion === undefined) return this.putOff(write);
    this.flush();
    if (options.expectedVersion === undefined) this.statements.put.run(...write);
    else this.putExpecting(write, options.expectedVersion);
  }

  async remove(drawer: string, key: string): Promise<boolean> {
    this.flush();
    return this.statements.remove.get(drawer, wellFormed(key), this.now())?.['live'] === 1;
  }

  async ofOwner<Value>(drawer: string, owner: string): Promise<readonly VaultEntry<Value>[]> {
    this.flush();
    const rows = this.statements.ofOwner.all(drawer, wellFormed(owner), this.now()) as unknown as Row[];
    return rows.map((row) => toEntry<Value>(row));
  }

  async removeOwner(drawer: string, owner: string): Promise<number> {
    this.flush();
    return Number(this.statements.removeOwner.run(drawer, wellFormed(owner)).changes);
  }

  async log(log: string, line: object): Promise<void> {
    this.statements.log.run(log, JSON.stringify(line));
  }

  async readLog(log: string, options: { before?: number; limit?: number } = {}) {
    const before = options.before ?? Number.MAX_SAFE_INTEGER;
    const rows = this.statements.readLog.all(log, before, options.limit ?? 100);
    return rows.map((row) => ({ id: Number(row['id']), line: JSON.parse(String(row['line'])) as object }));
  }

  async sweep(): Promise<number> {
    this.flush();
    return Number(this.statements.sweep.run(this.now()).changes);
  }

  records(): AsyncIterable<VaultRecord> {
    this.flush();
    return recordsOf(this.db, this.now());
  }

  async fill(records: AsyncIterable<VaultRecord>): Promise<void> {
    await fillFile(this.db, records);
  }

  async close(): Promise<void> {
    if (!this.db.isOpen) return;
    this.flush();
    clearTimeout(this.timer);
    this.db.close();
  }

  private putOff(write: Write): void {
    this.lazy.set(lazyKey(write[0], write[1]), write);
    this.timer ??= setTimeout(() => this.flushLater(), LAZY_MILLISECONDS).unref();
  }

  private flushLater(): void {
    this.timer = undefined;
    try {
      this.flush();
    } catch (error) {
      (this.options.onError ?? console.error)(error);
      this.timer = setTimeout(() => this.flushLater(), LAZY_MILLISECONDS * 5).unref();
    }
  }

  /** Writes what was put off, in one transaction that does not wait for the disk. */
  private flush(): void {
    if (this.lazy.size === 0) return;
    this.db.exec('PRAGMA synchronous = NORMAL');
    try {
      transaction(this.db, () => {
        for (const write of this.lazy.values()) this.statements.put.run(...write);
      });
      this.lazy.clear();
    } finally {
      this.db.exec('PRAGMA synchronous = FULL');
    }
  }

  private putExpecting(write: Write, expected: number): void {
    const [drawer, key] = write;
    transaction(this.db, () => {
      const actual = Number(this.statements.get.get(drawer, key, this.now())?.['version'] ?? 0);
      if (actual !== expected) {
        throw new VaultConflict(`"${key}" in "${drawer}" is at version ${actual}, not ${expected}: read it again.`);
      }
      this.statements.put.run(...write);
    });
  }
}

function prepare(
  db: DatabaseSync,
): Record<'get' | 'put' | 'remove' | 'ofOwner' | 'removeOwner' | 'log' | 'readLog' | 'sweep', StatementSync> {
  const live = '(expires IS NULL OR expires > ?)';
  return {
    get: db.prepare(`SELECT key, value, version, expires FROM entry WHERE drawer = ? AND key = ? AND ${live}`),
    put: db.prepare(`
      INSERT INTO entry (drawer, key, value, version, owner, expires) VALUES (?, ?, ?, 1, ?, ?)
      ON CONFLICT (drawer, key) DO UPDATE SET
        value = excluded.value, version = version + 1, owner = excluded.owner, expires = excluded.expires`),
    remove: db.prepare(`DELETE FROM entry WHERE drawer = ? AND key = ? RETURNING ${live} AS live`),
    ofOwner: db.prepare(
      `SELECT key, value, version, expires FROM entry WHERE drawer = ? AND owner = ? AND ${live} ORDER BY key`,
    ),
    removeOwner: db.prepare('DELETE FROM entry WHERE drawer = ? AND owner = ?'),
    log: db.prepare('INSERT INTO line (log, line) VALUES (?, ?)'),
    readLog: db.prepare('SELECT id, line FROM line WHERE log = ? AND id < ? ORDER BY id DESC LIMIT ?'),
    sweep: db.prepare('DELETE FROM entry WHERE expires <= ?'),
  };
}

function toEntry<Value>(row: Row): VaultEntry<Value> {
  const { key, version, expires } = row;
  const value = JSON.parse(row.value) as Value;
  return expires === null ? { key, value, version } : { key, value, version, expiresAt: expires };
}

const lazyKey = (drawer: string, key: string): string => JSON.stringify([drawer, key]);

/** Text that UTF-8 can carry: two keys that differ in a lone surrogate would become one. */
function wellFormed(text: string): string {
  if (text.isWellFormed()) return text;
  throw new TypeError('A key of the vault contains half of a surrogate pair; such a text cannot be kept.');
}
