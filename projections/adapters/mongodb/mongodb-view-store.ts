import { MongoServerError, ObjectId, type Collection } from 'mongodb';
import { ViewDropped, type View, type ViewSchema, type ViewStore } from '../../kernel/view-store.js';
import { asking, connect, type Connection } from './connection.js';
import { layoutOf, type Layout } from '../../kernel/layout.js';
import { Leases } from './leases.js';
import { MongodbView } from './mongodb-view.js';
import type { About, Active, Lease } from './records.js';

export interface MongodbViewSettings {
  /** `mongodb:` or `mongodb+srv:`, with the database in its path; what it states of time-outs goes before our own. */
  readonly url: string;
  /** Milliseconds since 1970; for leases. */
  readonly now: () => number;
}

/**
 * Opens the view store on MongoDB: one collection per version of a view. On a replica set documents and checkpoint change
 * in one transaction; on a standalone server a batch counts from the moment its checkpoint is written, and readers may see
 * its documents a moment before. Fails with `ViewsUnavailable` when nobody answers.
 */
export async function openMongodbViewStore({ url, now }: MongodbViewSettings): Promise<ViewStore> {
  return new MongodbViewStore(await connect(url), now);
}

const NAME = /^[a-z][a-z0-9-]{0,60}$/;
const PREFIX = 'documents_';
const NAMESPACE_EXISTS = 48;
const NAMESPACE_NOT_FOUND = 26;
const DUPLICATE_KEY = 11000;

class MongodbViewStore implements ViewStore {
  readonly #connection: Connection;
  readonly #abouts: Collection<About>;
  readonly #active: Collection<Active>;
  readonly #leases: Leases;
  readonly #views = new Map<string, MongodbView<object>>();
  readonly #written = new Set<string>();

  constructor(connection: Connection, now: () => number) {
    const majority = { writeConcern: { w: 'majority' } } as const;
    this.#connection = connection;
    this.#abouts = connection.db.collection('view_versions', majority);
    this.#active = connection.db.collection('view_active', majority);
    this.#leases = new Leases(connection.db.collection<Lease>('view_leases', majority), now);
  }

  async open<Doc extends object>(name: string, version: number, schema: ViewSchema<Doc>): Promise<View<Doc>> {
    const key = keyOf(name, version);
    const known = this.#views.get(key);
    if (known && this.#written.has(key)) return known as unknown as View<Doc>;
    return asking(async () => {
      const layout = layoutOf(schema);
      const about = await this.#prepare(key, name, version, layout);
      this.#written.add(key);
      return this.#view(about, layout, schema);
    });
  }

  active<Doc extends object>(name: string): Promise<View<Doc> | undefined> {
    return asking(async () => {
      const version = await this.#activeVersion(name);
      if (version === undefined) return undefined;
      const key = keyOf(name, version);
      const known = this.#views.get(key);
      if (known) return known as unknown as View<Doc>;
      const about = await this.#abouts.findOne({ _id: key });
      if (!about) throw new ViewDropped(name, version);
      return this.#view<Doc>(about, JSON.parse(about.layout) as Layout, undefined);
    });
  }

  versions(name: string): Promise<{ active?: number; all: number[] }> {
    return asking(async () => {
      const active = await this.#activeVersion(name);
      const found = await this.#abouts.find({ name }, { projection: { version: 1 } }).toArray();
      const all = found.map(({ version }) => version).sort((a, b) => a - b);
      return active === undefined ? { all } : { active, all };
    });
  }

  async activate(name: string, version: number): Promise<void> {
    await asking(async () => {
      if (!(await this.#abouts.findOne({ _id: keyOf(name, version) }))) {
        throw new Error(`There is no version ${version} of the view ${name} to activate: build it first.`);
      }
      await this.#active.updateOne({ _id: name }, { $set: { version } }, { upsert: true });
    });
  }

  async drop(name: string, version: number): Promise<void> {
    const key = keyOf(name, version);
    await asking(async () => {
      await this.#leases.remove(key, name, version);
      await this.#active.deleteOne({ _id: name, version });
      // From here on nobody finds it; readers under way see that it is gone.
      await this.#abouts.deleteOne({ _id: key });
      await this.#forget(key);
      await this.#sweep();
    });
  }

  async lease(name: string, version: number, owner: string, milliseconds: number): Promise<boolean> {
    const key = keyOf(name, version);
    return asking(async () => {
      const view = this.#views.get(key);
      const session = view?.session?.id;
      const taken = await this.#leases.take(key, owner, milliseconds, session);
      if (!taken) return false;
      if (taken.changed) view?.forget();
      if (taken.former !== undefined && !sameSession(taken.former, session)) await this.#end(taken.former);
      return true;
    });
  }

  async release(name: string, version: number, owner: string): Promise<void> {
    await asking(() => this.#leases.release(keyOf(name, version), owner));
  }

  async close(): Promise<void> {
    for (const key of [...this.#views.keys()]) await this.#forget(key);
    await this.#connection.close();
  }

  /** What the version says of itself, written now when it is new; refuses another schema. */
  async #prepare(key: string, name: string, version: number, layout: Layout): Promise<About> {
    const wanted = JSON.stringify(layout);
    await this.#leases.prepare(key).catch(leaveDouble);
    const fresh = {
      name,
      version,
      collection: `${PREFIX}${name}_${version}_${new ObjectId().toHexString()}`,
      layout: wanted,
      position: null,
      storeId: null,
      parked: '{}',
      commits: 0,
      writing: [],
      removing: [],
    };
    await this.#abouts.updateOne({ _id: key }, { $setOnInsert: fresh }, { upsert: true }).catch(leaveDouble);
    const about = await this.#abouts.findOne({ _id: key });
    if (!about) throw new ViewDropped(name, version);
    if (about.layout !== wanted) {
      throw new Error(`${key} was made with another schema of the same version: raise the version of the projection.`);
    }
    // A transaction writes into collections that exist.
    await this.#connection.db.createCollection(about.collection).catch(leaveKnown(NAMESPACE_EXISTS));
    return about;
  }

  #view<Doc extends object>(about: About, layout: Layout, schema: ViewSchema<Doc> | undefined): View<Doc> {
    const gone = (): void => {
      if (this.#views.get(about._id) === (view as unknown)) this.#views.delete(about._id);
      this.#written.delete(about._id);
    };
    const setup = { about, layout, connection: this.#connection, abouts: this.#abouts, leases: this.#leases, gone };
    const view = new MongodbView<Doc>(setup, schema);
    this.#views.set(about._id, view);
    return view;
  }

  async #forget(key: string): Promise<void> {
    const view = this.#views.get(key);
    this.#views.delete(key);
    this.#written.delete(key);
    await view?.close();
  }

  /** Drops collections that no version owns: those of dropped ones, also when a process died in the midst of it. */
  async #sweep(): Promise<void> {
    const { db } = this.#connection;
    const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
    // Read after the names: a collection is made only when its version is written down.
    const owned = new Set((await this.#abouts.find().toArray()).map(({ collection }) => collection));
    for (const name of names) {
      if (name.startsWith(PREFIX) && !owned.has(name))
        await db.dropCollection(name).catch(leaveKnown(NAMESPACE_NOT_FOUND));
    }
  }

  /** A writer that died in a transaction would lock what it wrote for a minute. Servers that cannot do this are waited for. */
  async #end(session: unknown): Promise<void> {
    await this.#connection.client
      .db('admin')
      .command({ killSessions: [session] })
      .catch((error: unknown) => {
        if (!(error instanceof MongoServerError)) throw error;
      });
  }

  async #activeVersion(name: string): Promise<number | undefined> {
    return (await this.#active.findOne({ _id: name }))?.version;
  }
}

function keyOf(name: string, version: number): string {
  if (!NAME.test(name)) throw new Error(`A view's name is lower-case letters, digits and hyphens: ${name} is not.`);
  if (!Number.isInteger(version) || version < 1) throw new Error(`A view's version is an integer from 1: ${version}.`);
  return `${name}@${version}`;
}

function sameSession(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Two processes made the same thing at once: one of them is as good as the other. */
function leaveDouble(error: unknown): void {
  leaveKnown(DUPLICATE_KEY)(error);
}

function leaveKnown(code: number): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof MongoServerError) || error.code !== code) throw error;
  };
}
