import { MongoServerError, type Collection, type CollectionOptions, type Db, type Filter } from 'mongodb';
import type { VaultRecord } from '../../vault.js';
import { asking } from './connection.js';

/** A line in the collection `vault_lines`; its id counts up within the log. */
interface Line {
  readonly log: string;
  readonly number: number;
  /** JSON text. */
  readonly line: string;
}

type LineRecord = Extract<VaultRecord, { kind: 'line' }>;

const DUPLICATE_KEY = 11000;
/** Lines read at once. */
const PAGE = 500;

/** Logs that are only ever added to. */
export class LogLines {
  readonly #lines: Collection<Line>;
  readonly #counters: Collection<{ _id: string; readonly last: number }>;

  constructor(db: Db, options: CollectionOptions) {
    this.#lines = db.collection('vault_lines', options);
    this.#counters = db.collection('vault_counters', options);
  }

  /** Makes the index. */
  async prepare(): Promise<void> {
    await this.#lines.createIndex({ log: 1, number: 1 }, { unique: true });
  }

  /** A number that was given out and not used (the process died) leaves a gap, and no harm. */
  async add(log: string, line: object): Promise<void> {
    await this.#lines.insertOne({ log, number: await this.#take(log, 1), line: JSON.stringify(line) });
  }

  /** Newest first. */
  async read(log: string, { before, limit = 100 }: { before?: number; limit?: number }) {
    const filter = { log, ...(before !== undefined && { number: { $lt: before } }) };
    const found = await this.#lines.find(filter).sort({ number: -1 }).limit(limit).toArray();
    return found.map(({ number, line }) => ({ id: number, line: JSON.parse(line) as object }));
  }

  /** Every line of every log, each log in its order. */
  async *records(): AsyncGenerator<LineRecord> {
    for (let after: { log: string; number: number } | undefined; ;) {
      const filter: Filter<Line> = after
        ? { $or: [{ log: { $gt: after.log } }, { log: after.log, number: { $gt: after.number } }] }
        : {};
      const page = await asking(() => this.#lines.find(filter).sort({ log: 1, number: 1 }).limit(PAGE).toArray());
      for (const { log, line } of page) yield { kind: 'line', log, line: JSON.parse(line) as object };
      after = page.at(-1);
      if (after === undefined) return;
    }
  }

  /** Adds lines in their order. */
  async addAll(records: readonly LineRecord[]): Promise<void> {
    if (records.length === 0) return;
    const counts = new Map<string, number>();
    for (const { log } of records) counts.set(log, (counts.get(log) ?? 0) + 1);
    const next = new Map<string, number>();
    for (const [log, count] of counts) next.set(log, (await this.#take(log, count)) - count);
    const lines = records.map(({ log, line }) => {
      const number = next.get(log)! + 1;
      next.set(log, number);
      return { log, number, line: JSON.stringify(line) };
    });
    await this.#lines.insertMany(lines);
  }

  /** Whether no log has a line. */
  async empty(): Promise<boolean> {
    return (await this.#lines.findOne()) === null;
  }

  /** Forgets every line. */
  async clear(): Promise<void> {
    await this.#lines.deleteMany();
    await this.#counters.deleteMany();
  }

  /** The last of so many numbers that are nobody else's. */
  async #take(log: string, numbers: number): Promise<number> {
    const more = { $inc: { last: numbers } };
    const count = () => this.#counters.findOneAndUpdate({ _id: log }, more, { upsert: true, returnDocument: 'after' });
    const counted = await count().catch((error: unknown) => {
      // Two began the log at once: the second time its counter is there.
      if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) return count();
      throw error;
    });
    return counted!.last;
  }
}
