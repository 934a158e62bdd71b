import type { ClientSession, Collection } from 'mongodb';
import { LeaseLost, ViewHeld } from '../../kernel/view-store.js';
import type { Lease } from './records.js';

/** A lease that this store took: who for, and its epoch. */
export interface Held {
  readonly owner: string;
  readonly epoch: number;
}

/** The sole right to write a version, of which every commit makes sure. */
export class Leases {
  readonly #held = new Map<string, Held>();

  constructor(
    readonly collection: Collection<Lease>,
    readonly now: () => number,
  ) {}

  /** Makes the lease of a new version, held by nobody. */
  async prepare(key: string): Promise<void> {
    await this.collection.updateOne(
      { _id: key },
      { $setOnInsert: { owner: null, until: 0, epoch: 0 } },
      { upsert: true },
    );
  }

  /**
   * Takes or renews it; undefined while another owner holds it. `former` is the session of the owner before, when it
   * changed hands: a transaction may still be open in it.
   */
  async take(
    key: string,
    owner: string,
    milliseconds: number,
    session: unknown,
  ): Promise<{ readonly changed: boolean; readonly former?: unknown } | undefined> {
    const now = this.now();
    const until = now + milliseconds;
    const set = { owner, until, ...(session !== undefined && { session }) };
    const kept = await this.collection.findOneAndUpdate(
      { _id: key, owner },
      { $set: set },
      { returnDocument: 'after' },
    );
    if (kept) {
      const changed = this.#held.get(key)?.epoch !== kept.epoch;
      this.#held.set(key, { owner, epoch: kept.epoch });
      return { changed };
    }
    const free = { _id: key, $or: [{ owner: null }, { until: { $lte: now } }] };
    const before = await this.collection.findOneAndUpdate(
      free,
      { $set: set, $inc: { epoch: 1 } },
      { returnDocument: 'before' },
    );
    if (!before) {
      if (await this.collection.findOne({ _id: key })) return undefined;
      throw new Error(`${key} is not open: open the view before taking its lease.`);
    }
    this.#held.set(key, { owner, epoch: before.epoch + 1 });
    return { changed: true, ...(before.session !== undefined && { former: before.session }) };
  }

  async release(key: string, owner: string): Promise<void> {
    await this.collection.updateOne({ _id: key, owner }, { $set: { owner: null, until: 0 } });
    if (this.#held.get(key)?.owner === owner) this.#held.delete(key);
  }

  /** The epoch in which this store may write; fails with {@link LeaseLost} when another owner may. */
  async epoch(key: string, session?: ClientSession): Promise<number> {
    const mine = this.#held.get(key)?.owner;
    const lease = await this.collection.findOne({ _id: key }, session ? { session } : {});
    if (!lease) throw new LeaseLost(null, mine);
    if (lease.owner === (mine ?? null) || (mine === undefined && lease.until <= this.now())) return lease.epoch;
    throw new LeaseLost(lease.owner, mine);
  }

  /** The error of a commit that another one overtook. */
  async overtaken(key: string): Promise<LeaseLost> {
    const lease = await this.collection.findOne({ _id: key });
    return new LeaseLost(lease?.owner ?? null, this.#held.get(key)?.owner);
  }

  /** Takes the lease away for good; fails with {@link ViewHeld} while an owner that is not this store's holds it. */
  async remove(key: string, name: string, version: number): Promise<void> {
    const free = [{ owner: null }, { until: { $lte: this.now() } }, { owner: this.#held.get(key)?.owner ?? null }];
    const { deletedCount } = await this.collection.deleteOne({ _id: key, $or: free });
    const standing = deletedCount === 0 ? await this.collection.findOne({ _id: key }) : null;
    if (standing) throw new ViewHeld(name, version, standing.owner ?? 'nobody');
    this.#held.delete(key);
  }
}
