import { MongoServerError, type ClientSession, type Collection } from 'mongodb';
import { Checksum } from '../../kernel/checksum.js';
import type {
  Cell,
  CellsRequest,
  Condition,
  FacetRequest,
  Facets,
  Page,
  Query,
  TextQuery,
} from '../../kernel/query.js';
import {
  ViewDropped,
  type Checkpoint,
  type DocumentWrite,
  type View,
  type ViewSchema,
} from '../../kernel/view-store.js';
import { asking, type Connection } from './connection.js';
import { validOf } from './guarded-commit.js';
import type { Layout } from '../../kernel/layout.js';
import type { Leases } from './leases.js';
import type { About, Before, Stored } from './records.js';
import { ViewReader } from './view-reader.js';
import { ViewWriter } from './view-writer.js';

interface Standing<Doc> {
  readonly document: Doc;
  readonly revision: number;
}

/** Which version, and what the store that opened it lends to the view. */
export interface MongodbViewSetup {
  readonly about: About;
  readonly layout: Layout;
  readonly connection: Connection;
  readonly abouts: Collection<About>;
  readonly leases: Leases;
  /** Told when the version turned out to be dropped. */
  readonly gone: () => void;
}

/** The collection was dropped or replaced under a cursor: https://www.mongodb.com/docs/manual/reference/error-codes/ */
const KILLED: ReadonlySet<unknown> = new Set([26, 43, 175, 237]);
const ATTEMPTS = 3;
const IDS_AT_ONCE = 1_000;

/** One version of a view. Every answer makes sure that the version was still there when its documents were read. */
export class MongodbView<Doc extends object> implements View<Doc> {
  readonly name: string;
  readonly version: number;
  readonly #setup: MongodbViewSetup;
  readonly #documents: Collection<Stored>;
  readonly #reader: ViewReader<Doc>;
  readonly #writer: ViewWriter<Doc> | undefined;

  /** Without a schema the view is for reading only. */
  constructor(setup: MongodbViewSetup, schema: ViewSchema<Doc> | undefined) {
    const { about, layout, connection } = setup;
    this.name = about.name;
    this.version = about.version;
    this.#setup = setup;
    this.#documents = connection.db.collection<Stored>(about.collection);
    this.#reader = new ViewReader(this.#documents, layout);
    if (schema) this.#writer = new ViewWriter({ ...setup, documents: this.#documents }, schema, () => this.#about());
  }

  /** The session in which it commits; undefined when it does not, or not in transactions. */
  get session(): ClientSession | undefined {
    return this.#writer?.session;
  }

  /** Who writes has changed: nothing that was known of the checkpoint holds. */
  forget(): void {
    this.#writer?.forget();
  }

  async get(id: string): Promise<Standing<Doc> | undefined> {
    return (await this.getMany([id])).get(id);
  }

  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, Standing<Doc>>> {
    return this.#asking(async () => {
      const stored: Stored[] = [];
      for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
        const some = ids.slice(at, at + IDS_AT_ONCE);
        const options = { projection: { r: 1, d: 1, p: 1, q: 1 } };
        stored.push(...(await this.#documents.find({ _id: { $in: some } }, options).toArray()));
      }
      // Written without a transaction they count with their checkpoint only; and where none stands the version may be gone.
      const uncertain = stored.length < ids.length || stored.some(({ q }) => q !== undefined);
      const about = uncertain ? await this.#about() : undefined;
      const found = new Map<string, Standing<Doc>>();
      for (const one of stored) {
        const valid: Before | undefined = about ? validOf(one, about) : one;
        if (valid) found.set(one._id, { document: JSON.parse(valid.d) as Doc, revision: valid.r });
      }
      return found;
    });
  }

  search(query: Query): Promise<Page<Doc>> {
    return this.#atOnce(async ({ commits, position }) => ({
      ...(await this.#reader.search(query, commits)),
      ...(position !== null && { position }),
    }));
  }

  facets(
    where: Condition | undefined,
    text: TextQuery | undefined,
    requests: readonly FacetRequest[],
  ): Promise<Facets> {
    return this.#atOnce(({ commits }) => this.#reader.facets(where, text, requests, commits));
  }

  cells(where: Condition | undefined, text: TextQuery | undefined, request: CellsRequest): Promise<readonly Cell[]> {
    return this.#atOnce(({ commits }) => this.#reader.cells(where, text, request, commits));
  }

  count(where?: Condition, text?: TextQuery): Promise<number> {
    return this.#atOnce(({ commits }) => this.#reader.count(where, text, commits));
  }

  checksum(): Promise<string> {
    return this.#atOnce(async () => {
      const checksum = new Checksum();
      for await (const { _id, d } of this.#documents.find({}, { projection: { d: 1 } })) checksum.add(_id, d);
      return checksum.digest();
    });
  }

  checkpoint(): Promise<Checkpoint | undefined> {
    return this.#asking(async () => {
      const about = await this.#about();
      this.#writer?.saw(about);
      const { position, storeId } = about;
      if (storeId === null) return undefined;
      const parked = JSON.parse(about.parked) as Checkpoint['parked'];
      return { storeId, parked, ...(position === null ? {} : { position }) };
    });
  }

  async commit(writes: readonly DocumentWrite<Doc>[], checkpoint: Checkpoint, bulk = false): Promise<void> {
    await asking(() => this.#mustWrite().commit(writes, checkpoint, bulk));
  }

  async finish(): Promise<void> {
    await asking(() => this.#mustWrite().makeIndexes());
  }

  async close(): Promise<void> {
    await this.#writer?.session?.endSession();
  }

  /**
   * The answer with what the version said of itself before its documents were read, so that the position is never beyond
   * them. When somebody committed meanwhile it is read once more, so that its parts agree.
   */
  #atOnce<Answer>(read: (about: About) => Promise<Answer>): Promise<Answer> {
    return this.#asking(async () => {
      let before = await this.#about();
      for (let attempt = 1; ; attempt++) {
        const answer = await read(before);
        const after = await this.#about();
        if (after.commits === before.commits || attempt === 2) return answer;
        before = after;
      }
    });
  }

  /** Asks again when a collection went away under a cursor: then the version says whether it is still there. */
  async #asking<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await asking(ask);
      } catch (error) {
        if (!(error instanceof MongoServerError) || !KILLED.has(error.code) || attempt === ATTEMPTS) throw error;
        await asking(() => this.#about());
      }
    }
  }

  async #about(): Promise<About> {
    const { about, abouts, gone } = this.#setup;
    const found = await abouts.findOne({ _id: about._id, collection: about.collection });
    if (found) return found;
    gone();
    throw new ViewDropped(this.name, this.version);
  }

  #mustWrite(): ViewWriter<Doc> {
    if (this.#writer) return this.#writer;
    throw new Error(`${this.name}@${this.version} is open for reading only: open it with its schema to write.`);
  }
}
