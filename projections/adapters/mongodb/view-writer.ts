import type { ClientSession, Collection } from 'mongodb';
import type { Checkpoint, DocumentWrite, ViewSchema } from '../../kernel/view-store.js';
import type { Connection } from './connection.js';
import { commitGuarded, settle } from './guarded-commit.js';
import type { Layout } from '../../kernel/layout.js';
import { indexesOf } from './layout.js';
import type { Leases } from './leases.js';
import { prepare, type PreparedWrite } from './prepared-write.js';
import type { About, Stored } from './records.js';
import { commitInTransaction, knowsNoTransactions, type NextCheckpoint } from './transacted-commit.js';

/** What the view lends to its writer. */
export interface ViewWriterSetup {
  readonly about: About;
  readonly layout: Layout;
  readonly connection: Connection;
  readonly abouts: Collection<About>;
  readonly documents: Collection<Stored>;
  readonly leases: Leases;
}

/** Writes documents and checkpoint of one version. */
export class ViewWriter<Doc extends object> {
  /** The session of all its transactions; undefined on a server without them. */
  readonly session: ClientSession | undefined;
  #transactions: boolean;
  /** The number of commits after which what is folded now was read; undefined: not yet read. */
  #known: number | undefined;
  #settled = false;
  /** How the collection was left by the last commit; undefined before the first. */
  #bulk: boolean | undefined;

  constructor(
    readonly setup: ViewWriterSetup,
    readonly schema: ViewSchema<Doc>,
    readonly readAbout: () => Promise<About>,
  ) {
    const { connection } = setup;
    this.#transactions = connection.transactions;
    this.session = connection.transactions ? connection.client.startSession() : undefined;
  }

  /** The checkpoint was read: what comes is folded from there on. */
  saw({ commits }: About): void {
    this.#known = commits;
  }

  /** Who writes has changed: nothing that was known of the checkpoint holds. */
  forget(): void {
    this.#known = undefined;
    this.#settled = false;
  }

  /** All or nothing; fails with `LeaseLost` when another owner may write, or wrote meanwhile. */
  async commit(writes: readonly DocumentWrite<Doc>[], checkpoint: Checkpoint, bulk: boolean): Promise<void> {
    const prepared = prepare(this.setup.layout, this.schema, writes);
    const { position, storeId, parked } = checkpoint;
    const next = { position: position ?? null, storeId, parked: JSON.stringify(parked) };
    await this.#load(bulk);
    if (this.#transactions) await this.#transacted(prepared, next);
    else await this.#guarded(prepared, next);
    this.#known! += 1;
  }

  /** Makes what a bulk load put off; it may take long where there are many documents. */
  async makeIndexes(): Promise<void> {
    const keys = indexesOf(this.setup.layout);
    if (keys.length > 0) {
      const patient = await this.setup.connection.patient();
      await patient.collection(this.setup.about.collection).createIndexes(keys.map((key) => ({ key: { ...key } })));
    }
    this.#bulk = false;
  }

  /** During a bulk load there are no indexes: they are made all at once when it ends. */
  async #load(bulk: boolean): Promise<void> {
    if (bulk === this.#bulk) return;
    if (!bulk) return this.makeIndexes();
    if ((await this.setup.documents.indexes()).length > 1) await this.setup.documents.dropIndexes();
    this.#bulk = true;
  }

  async #transacted(writes: readonly PreparedWrite[], next: NextCheckpoint): Promise<void> {
    if (this.#known === undefined || !this.#settled) await this.#settle();
    try {
      await commitInTransaction(this.setup, this.session!, writes, next, this.#known!);
    } catch (error) {
      if (!knowsNoTransactions(error)) throw error;
      this.#transactions = false;
      await this.#guarded(writes, next);
    }
  }

  async #guarded(writes: readonly PreparedWrite[], next: NextCheckpoint): Promise<void> {
    const about = await this.#settle();
    await commitGuarded(this.setup, writes, next, { ...about, commits: this.#known! });
  }

  /** Ends what a dead writer left, such as one on this server before it was a replica set. */
  async #settle(): Promise<About> {
    const about = await this.readAbout();
    this.#known ??= about.commits;
    if (about.commits !== this.#known) throw await this.setup.leases.overtaken(about._id);
    await settle(this.setup, about, this.setup.layout, this.schema);
    this.#settled = true;
    return about;
  }
}
