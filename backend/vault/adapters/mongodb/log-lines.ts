import { MongoServerError, type Collection, type CollectionOptions, type Db } from 'mongodb';

/** A line in the collection `vault_lines`; its id counts up within the log. */
interface Line {
  readonly log: string;
  readonly number: number;
  /** JSON text. */
  readonly line: string;
}

const DUPLICATE_KEY = 11000;

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
    await this.#lines.insertOne({ log, number: await this.#next(log), line: JSON.stringify(line) });
  }

  /** Newest first. */
  async read(log: string, { before, limit = 100 }: { before?: number; limit?: number }) {
    const filter = { log, ...(before !== undefined && { number: { $lt: before } }) };
    const found = await this.#lines.find(filter).sort({ number: -1 }).limit(limit).toArray();
    return found.map(({ number, line }) => ({ id: number, line: JSON.parse(line) as object }));
  }

  async #next(log: string): Promise<number> {
    const count = () =>
      this.#counters.findOneAndUpdate({ _id: log }, { $inc: { last: 1 } }, { upsert: true, returnDocument: 'after' });
    const counted = await count().catch((error: unknown) => {
      // Two began the log at once: the second time its counter is there.
      if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) return count();
      throw error;
    });
    return counted!.last;
  }
}
