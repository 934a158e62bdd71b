import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { ViewHeld, type View, type ViewSchema, type ViewStore } from '../../kernel/view-store.js';
import { ReaderPool } from './reader-pool.js';
import { SqliteView } from './sqlite-view.js';
import { claimForRemoval, openDatabase, removeViewFile, versionsIn, viewPath } from './view-file.js';

export interface SqliteViewSettings {
  /** Folder of the views' files, one per view and version; made when missing. */
  readonly folder: string;
  /** Threads that answer queries; 0: the calling thread does (projector, importer, command line). */
  readonly readers: number;
  /** Milliseconds since 1970; for leases. */
  readonly now?: () => number;
  /** Page cache of each open view, in KiB; by default 8,192, of one that is only read 4,096. */
  readonly cacheKiB?: number;
  /**
   * How processes are named, and whether one is known to have ended: then its leases are free at once. Without it they run
   * out. `self` has no spaces.
   */
  readonly processes?: { readonly self: string; hasEnded(this: void, process: string): boolean };
}

/** Opens the embedded view store: one SQLite file per version of a view. Several processes may have it open. */
export async function openSqliteViewStore(settings: SqliteViewSettings): Promise<ViewStore> {
  return new SqliteViewStore(settings);
}

class SqliteViewStore implements ViewStore {
  readonly #folder: string;
  readonly #settings: SqliteViewSettings;
  readonly #now: () => number;
  readonly #pool: ReaderPool | undefined;
  readonly #views = new Map<string, SqliteView<object>>();
  readonly #written = new Set<string>();
  readonly #owners = new Map<string, string>();
  readonly #catalog: DatabaseSync;

  constructor(settings: SqliteViewSettings) {
    this.#settings = settings;
    this.#folder = resolve(settings.folder);
    this.#now = settings.now ?? Date.now;
    this.#pool = settings.readers > 0 ? new ReaderPool(settings.readers) : undefined;
    this.#catalog = openDatabase(join(this.#folder, 'active.db'), 64);
    this.#catalog.exec('CREATE TABLE IF NOT EXISTS active (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT');
  }

  async open<Doc extends object>(name: string, version: number, schema: ViewSchema<Doc>): Promise<View<Doc>> {
    const path = viewPath(this.#folder, name, version);
    const known = this.#views.get(path);
    if (known && this.#written.has(path)) return known as unknown as View<Doc>;
    known?.close();
    this.#written.add(path);
    return this.#open(name, version, schema);
  }

  async active<Doc extends object>(name: string): Promise<View<Doc> | undefined> {
    const version = this.#active(name);
    if (version === undefined) return undefined;
    const known = this.#views.get(viewPath(this.#folder, name, version));
    return (known as unknown as View<Doc> | undefined) ?? this.#open<Doc>(name, version, undefined);
  }

  async versions(name: string): Promise<{ active?: number; all: number[] }> {
    const active = this.#active(name);
    const all = versionsIn(this.#folder, name);
    return active === undefined ? { all } : { active, all };
  }

  async activate(name: string, version: number): Promise<void> {
    if (!existsSync(viewPath(this.#folder, name, version))) {
      throw new Error(`There is no version ${version} of the view ${name} to activate: build it first.`);
    }
    this.#catalog.prepare('INSERT OR REPLACE INTO active (name, version) VALUES (?, ?)').run(name, version);
  }

  async drop(name: string, version: number): Promise<void> {
    const path = viewPath(this.#folder, name, version);
    const holder = claimForRemoval(path, this.#owners.get(path), this.#now(), this.#isOrphan);
    if (holder !== undefined) throw new ViewHeld(name, version, holder);
    if (this.#active(name) === version) {
      this.#catalog.prepare('DELETE FROM active WHERE name = ?').run(name);
    }
    this.#views.get(path)?.close();
    this.#views.delete(path);
    this.#written.delete(path);
    this.#owners.delete(path);
    await this.#pool?.forget(path);
    removeViewFile(path);
  }

  async lease(name: string, version: number, owner: string, milliseconds: number): Promise<boolean> {
    const path = viewPath(this.#folder, name, version);
    const now = this.#now();
    const named = this.#named(owner);
    const taken = this.#opened(path).lease(named, now, now + milliseconds, this.#isOrphan);
    if (taken) this.#owners.set(path, named);
    return taken;
  }

  async release(name: string, version: number, owner: string): Promise<void> {
    const path = viewPath(this.#folder, name, version);
    const named = this.#named(owner);
    this.#opened(path).release(named);
    if (this.#owners.get(path) === named) this.#owners.delete(path);
  }

  async close(): Promise<void> {
    await this.#pool?.close();
    for (const view of this.#views.values()) view.close();
    this.#views.clear();
    if (this.#catalog.isOpen) this.#catalog.close();
  }

  #open<Doc extends object>(name: string, version: number, schema: ViewSchema<Doc> | undefined): View<Doc> {
    const path = viewPath(this.#folder, name, version);
    const writing = () => ({ owner: this.#owners.get(path), now: this.#now() });
    const setup = { name, version, path, pool: this.#pool, cacheKiB: this.#settings.cacheKiB, writing };
    const view = new SqliteView<Doc>(setup, schema);
    this.#views.set(path, view);
    return view;
  }

  /** The owner as the file keeps it: with its process. */
  #named(owner: string): string {
    const { processes } = this.#settings;
    return processes ? `${owner} ${processes.self}` : owner;
  }

  readonly #isOrphan = (holder: string): boolean => {
    const process = / (\S+)$/.exec(holder)?.[1];
    return process !== undefined && this.#settings.processes?.hasEnded(process) === true;
  };

  #opened(path: string): SqliteView<object> {
    const view = this.#views.get(path);
    if (view) return view;
    throw new Error(`${path} is not open: open the view before taking its lease.`);
  }

  #active(name: string): number | undefined {
    const row = this.#catalog.prepare('SELECT version FROM active WHERE name = ?').get(name);
    return (row as { version: number } | undefined)?.version;
  }
}
