import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { nameHash } from '#sqlite/name-hash.js';
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
import { checksumOf } from './checksum.js';
import { isId, type Layout } from './layout.js';
import type { ReaderPool } from './reader-pool.js';
import { takeLease } from './view-lease.js';
import { inOneState, openDatabase, openExisting, prepareFile, readLayout } from './view-file.js';
import { ViewReader, type TextPage } from './view-reader.js';
import { ViewWriter, type Writing } from './view-writer.js';

interface Standing<Doc> {
  readonly document: Doc;
  readonly revision: number;
}

/** Which file, and what the store that opened it lends to the view. */
export interface SqliteViewSetup {
  readonly name: string;
  readonly version: number;
  readonly path: string;
  /** Threads that answer queries; absent: the calling thread does. */
  readonly pool: ReaderPool | undefined;
  readonly cacheKiB: number | undefined;
  readonly writing: () => Writing;
}

/** One file of the store. Writes and single documents go through the calling thread, queries through the pool if there is one. */
export class SqliteView<Doc extends object> implements View<Doc> {
  readonly name: string;
  readonly version: number;
  readonly #setup: SqliteViewSetup;
  readonly #database: DatabaseSync;
  readonly #layout: Layout;
  readonly #writer: ViewWriter<Doc> | undefined;
  readonly #one: StatementSync;
  #reader: ViewReader | undefined;

  /** Without a schema the file must exist, and the view is for reading only. */
  constructor(setup: SqliteViewSetup, schema: ViewSchema<Doc> | undefined) {
    this.name = setup.name;
    this.version = setup.version;
    this.#setup = setup;
    this.#database = (schema ? openDatabase : openExisting)(setup.path, setup.cacheKiB);
    [this.#layout, this.#writer] = schema
      ? inOneState(this.#database, 'BEGIN IMMEDIATE', () => writing(this.#database, setup.path, schema))
      : [readLayout(this.#database), undefined];
    this.#one = this.#database.prepare(
      `SELECT d.revision, d.document FROM rows r CROSS JOIN documents d ON d.n = r.n WHERE ${isId(this.#layout)}`,
    );
    this.#one.setReturnArrays(true);
  }

  async get(id: string): Promise<Standing<Doc> | undefined> {
    this.#mustBeOpen();
    const found = this.#one.get(nameHash(id), id) as unknown as [number, string] | undefined;
    return found && { revision: found[0], document: JSON.parse(found[1]) as Doc };
  }

  async getMany(ids: readonly string[]): Promise<ReadonlyMap<string, Standing<Doc>>> {
    this.#mustBeOpen();
    const found = new Map<string, Standing<Doc>>();
    for (const id of ids) {
      const row = this.#one.get(nameHash(id), id) as unknown as [number, string] | undefined;
      if (row) found.set(id, { revision: row[0], document: JSON.parse(row[1]) as Doc });
    }
    return found;
  }

  async search(query: Query): Promise<Page<Doc>> {
    this.#mustBeOpen();
    const { pool, path } = this.#setup;
    const page = pool ? await pool.ask<TextPage>(path, 'search', [query]) : this.#localReader().search(query);
    const items = page.items.map(([id, revision, text]) => ({ id, revision, document: JSON.parse(text) as Doc }));
    return { ...page, items };
  }

  async facets(
    where: Condition | undefined,
    text: TextQuery | undefined,
    requests: readonly FacetRequest[],
  ): Promise<Facets> {
    this.#mustBeOpen();
    const { pool, path } = this.#setup;
    return pool
      ? pool.ask<Facets>(path, 'facets', [where, text, requests])
      : this.#localReader().facets(where, text, requests);
  }

  async cells(
    where: Condition | undefined,
    text: TextQuery | undefined,
    request: CellsRequest,
  ): Promise<readonly Cell[]> {
    this.#mustBeOpen();
    const { pool, path } = this.#setup;
    return pool
      ? pool.ask<readonly Cell[]>(path, 'cells', [where, text, request])
      : this.#localReader().cells(where, text, request);
  }

  async count(where?: Condition, text?: TextQuery): Promise<number> {
    this.#mustBeOpen();
    const { pool, path } = this.#setup;
    return pool ? pool.ask<number>(path, 'count', [where, text]) : this.#localReader().count(where, text);
  }

  async checksum(): Promise<string> {
    this.#mustBeOpen();
    const { pool, path } = this.#setup;
    return pool ? pool.ask<string>(path, 'checksum', []) : checksumOf(this.#database);
  }

  async checkpoint(): Promise<Checkpoint | undefined> {
    this.#mustBeOpen();
    const row = this.#database.prepare('SELECT position, store_id, parked FROM about').get() as {
      position: string | null;
      store_id: string | null;
      parked: string | null;
    };
    if (row.store_id === null) return undefined;
    const parked = JSON.parse(row.parked ?? '{}') as Checkpoint['parked'];
    return { storeId: row.store_id, parked, ...(row.position === null ? {} : { position: row.position }) };
  }

  async commit(writes: readonly DocumentWrite<Doc>[], checkpoint: Checkpoint, bulk = false): Promise<void> {
    this.#mustBeOpen();
    this.#mustWrite().commit(writes, checkpoint, bulk, this.#setup.writing());
  }

  async writeAhead(writes: readonly DocumentWrite<Doc>[], bulk = false): Promise<void> {
    this.#mustBeOpen();
    this.#mustWrite().writeAhead(writes, bulk, this.#setup.writing());
  }

  async finish(): Promise<void> {
    this.#mustBeOpen();
    this.#mustWrite().finish();
  }

  /** Takes the lease of the file until `until` (ms since 1970) if nobody else holds it at `now`, or one whose process ended. */
  lease(owner: string, now: number, until: number, isOrphan: (holder: string) => boolean): boolean {
    this.#mustBeOpen();
    return takeLease(this.#database, { mine: owner, next: owner, now, until, isOrphan }) === undefined;
  }

  /** What was written ahead is given up with it. */
  release(owner: string): void {
    this.#mustBeOpen();
    if (this.#database.isTransaction) this.#writer?.forgo();
    this.#database.prepare('UPDATE about SET owner = NULL, owned_until = 0 WHERE owner = ?').run(owner);
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #localReader(): ViewReader {
    return (this.#reader ??= new ViewReader(this.#database, this.#layout));
  }

  #mustWrite(): ViewWriter<Doc> {
    if (this.#writer) return this.#writer;
    throw new Error(`${this.name}@${this.version} is open for reading only: open it with its schema to write.`);
  }

  #mustBeOpen(): void {
    if (!this.#database.isOpen) throw new ViewDropped(this.name, this.version);
  }
}

function writing<Doc extends object>(
  database: DatabaseSync,
  path: string,
  schema: ViewSchema<Doc>,
): [Layout, ViewWriter<Doc>] {
  const layout = prepareFile(database, path, schema);
  return [layout, new ViewWriter(database, layout, schema)];
}
