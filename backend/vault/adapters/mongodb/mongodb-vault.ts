import { MongoServerError, type Collection, type Filter } from 'mongodb';
import { VaultConflict, VaultNotEmpty, type Vault, type VaultEntry, type VaultRecord } from '../../vault.js';
import { inPieces } from '../../in-pieces.js';
import { asking, connect, type Connection } from './connection.js';
import { PutOff, type Write } from './put-off.js';
import { LogLines } from './log-lines.js';
import { idOf, recordOf, storedOf, type Stored } from './stored.js';

export interface MongodbVaultOptions {
  /** `mongodb:` or `mongodb+srv:`, with the database in its path. */
  readonly url: string;
  readonly now: () => number;
  /** Told when writes that nobody waits for could not be written; they are tried again. */
  readonly onError?: (error: unknown) => void;
}

type PutOptions = NonNullable<Parameters<Vault['put']>[3]>;

const DUPLICATE_KEY = 11000;
/** An entry that others remove and put all the time is tried so often. */
const ATTEMPTS = 5;
/** So many are read, or written, at once when a vault moves. */
const PAGE = 500;

/**
 * Opens a vault on MongoDB, which several processes may share. A put is acknowledged by the majority of a replica set and
 * in its journal. Fails with `VaultUnavailable` when nobody answers.
 */
export async function openMongodbVault(options: MongodbVaultOptions): Promise<Vault> {
  const connection = await connect(options.url);
  const durable = { writeConcern: { w: 'majority', journal: true } } as const;
  const entries = connection.db.collection<Stored>('vault_entries', durable);
  const lines = new LogLines(connection.db, durable);
  try {
    await asking(async () => {
      await entries.createIndexes([{ key: { drawer: 1, owner: 1, key: 1 } }, { key: { expires: 1 } }]);
      await lines.prepare();
    });
  } catch (error) {
    await connection.client.close();
    throw error;
  }
  return new MongodbVault(options, connection, entries, lines);
}

class MongodbVault implements Vault {
  private readonly now: () => number;
  private readonly lazy: PutOff;
  private closed: Promise<void> | undefined;

  constructor(
    { now, onError }: MongodbVaultOptions,
    private readonly connection: Connection,
    private readonly entries: Collection<Stored>,
    private readonly lines: LogLines,
  ) {
    this.now = now;
    this.lazy = new PutOff((write) => asking(() => this.write(write)), onError ?? console.error);
  }

  async get<Value>(drawer: string, key: string): Promise<VaultEntry<Value> | undefined> {
    await this.lazy.settled(idOf(drawer, key));
    return asking(async () => {
      const found = await this.entries.findOne({ _id: idOf(drawer, wellFormed(key)), ...this.live() });
      return found ? toEntry<Value>(found) : undefined;
    });
  }

  async put(drawer: string, key: string, value: unknown, options: PutOptions = {}): Promise<void> {
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined) throw new TypeError(`The vault keeps JSON; the value of "${key}" in "${drawer}" is none.`);
    const { owner = null, expiresAt = null } = options;
    const write = { drawer: wellFormed(drawer), key: wellFormed(key), value: text, owner, expires: expiresAt };
    const { expectedVersion } = options;
    if (options.lazy && expectedVersion === undefined) return this.lazy.add(idOf(drawer, key), write);
    await this.lazy.settled(idOf(drawer, key));
    await asking(() =>
      expectedVersion === undefined ? this.write(write) : this.writeExpecting(write, expectedVersion),
    );
  }

  async remove(drawer: string, key: string): Promise<boolean> {
    await this.lazy.settled(idOf(drawer, key));
    return asking(async () => {
      const removed = await this.entries.findOneAndDelete({ _id: idOf(drawer, wellFormed(key)) });
      return removed !== null && (removed.expires === null || removed.expires > this.now());
    });
  }

  async ofOwner<Value>(drawer: string, owner: string): Promise<readonly VaultEntry<Value>[]> {
    await this.lazy.flush();
    return asking(async () => {
      const mine = { drawer, owner: wellFormed(owner), ...this.live() };
      return (await this.entries.find(mine).sort({ key: 1 }).toArray()).map((found) => toEntry<Value>(found));
    });
  }

  async removeOwner(drawer: string, owner: string): Promise<number> {
    await this.lazy.flush();
    return asking(async () => (await this.entries.deleteMany({ drawer, owner: wellFormed(owner) })).deletedCount);
  }

  log(log: string, line: object): Promise<void> {
    return asking(() => this.lines.add(log, line));
  }

  readLog(log: string, options: { before?: number; limit?: number } = {}) {
    return asking(() => this.lines.read(log, options));
  }

  async sweep(): Promise<number> {
    await this.lazy.flush();
    return asking(
      async () => (await this.entries.deleteMany({ expires: { $ne: null, $lte: this.now() } })).deletedCount,
    );
  }

  async *records(): AsyncGenerator<VaultRecord> {
    await this.lazy.flush();
    // Page by page, so that no cursor is held while somebody takes his time.
    for (let after: string | undefined; ;) {
      const filter: Filter<Stored> = { ...this.live(), ...(after !== undefined && { _id: { $gt: after } }) };
      const page = await asking(() => this.entries.find(filter).sort({ _id: 1 }).limit(PAGE).toArray());
      for (const stored of page) yield recordOf(stored);
      after = page.at(-1)?._id;
      if (after === undefined) break;
    }
    yield* this.lines.records();
  }

  async fill(records: AsyncIterable<VaultRecord>): Promise<void> {
    await asking(async () => {
      if ((await this.entries.findOne()) || !(await this.lines.empty()))
        throw new VaultNotEmpty('This vault keeps something already: only an empty one can be filled.');
    });
    try {
      for await (const some of inPieces(records, PAGE)) await asking(() => this.insert(some));
    } catch (error) {
      await asking(async () => {
        await this.entries.deleteMany();
        await this.lines.clear();
      }).catch(() => undefined);
      throw error;
    }
  }

  close(): Promise<void> {
    return (this.closed ??= this.lazy.close().finally(() => this.connection.client.close()));
  }

  private live(): Filter<Stored> {
    return { $or: [{ expires: null }, { expires: { $gt: this.now() } }] };
  }

  private async insert(records: readonly VaultRecord[]): Promise<void> {
    const entries = records.filter((one) => one.kind === 'entry').map(storedOf);
    if (entries.length > 0) await this.entries.insertMany(entries);
    await this.lines.addAll(records.filter((one) => one.kind === 'line'));
  }

  private async write({ drawer, key, ...content }: Write): Promise<void> {
    const _id = idOf(drawer, key);
    for (let attempt = 1; ; attempt++) {
      try {
        const update = { $set: content, $setOnInsert: { drawer, key }, $inc: { version: 1 } };
        await this.entries.updateOne({ _id }, update, { upsert: true });
        return;
      } catch (error) {
        // Two made the same entry at once: the second time it is there.
        if (!isDouble(error) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  private async writeExpecting({ drawer, key, ...content }: Write, expected: number): Promise<void> {
    const _id = idOf(drawer, key);
    if (expected === 0) return this.writeFirst(_id, { drawer, key, ...content });
    const now = this.now();
    const same = { _id, version: expected, ...this.live() };
    const { matchedCount } = await this.entries.updateOne(same, { $set: content, $inc: { version: 1 } });
    if (matchedCount === 1) return;
    const found = await this.entries.findOne({ _id });
    const actual = found && (found.expires === null || found.expires > now) ? found.version : 0;
    throw conflict(key, drawer, actual, expected);
  }

  /** What was there and is over gives way, its version counting on. */
  private async writeFirst(_id: string, { drawer, key, ...content }: Write): Promise<void> {
    const over = { _id, expires: { $ne: null, $lte: this.now() } };
    const { matchedCount } = await this.entries.updateOne(over, { $set: content, $inc: { version: 1 } });
    if (matchedCount === 1) return;
    try {
      await this.entries.insertOne({ _id, drawer, key, ...content, version: 1 });
    } catch (error) {
      if (!isDouble(error)) throw error;
      throw conflict(key, drawer, (await this.entries.findOne({ _id }))?.version ?? 0, 0);
    }
  }
}

function conflict(key: string, drawer: string, actual: number, expected: number): VaultConflict {
  return new VaultConflict(`"${key}" in "${drawer}" is at version ${actual}, not ${expected}: read it again.`);
}

function isDouble(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

function toEntry<Value>({ key, value, version, expires }: Stored): VaultEntry<Value> {
  const entry = { key, value: JSON.parse(value) as Value, version };
  return expires === null ? entry : { ...entry, expiresAt: expires };
}

/** Text that UTF-8 can carry: two keys that differ in a lone surrogate would become one. */
function wellFormed(text: string): string {
  if (text.isWellFormed()) return text;
  throw new TypeError('A key of the vault contains half of a surrogate pair; such a text cannot be kept.');
}
