import type { Cell, CellsRequest, Condition, FacetRequest, Facets, Page, Query, Scalar, TextQuery } from './query.js';

/**
 * What a column holds. `text` is kept as it is and sorted by the UTF-8 bytes of its folded form; `date` is an interval
 * `[first, last]` of days as YYYYMMDD numbers; `point` is `[longitude, latitude]` in degrees; `list` is several texts, of
 * which a facet counts documents.
 */
export type ColumnKind = 'text' | 'number' | 'date' | 'point' | 'list';

export type ColumnValue = Scalar | readonly [number, number] | readonly string[] | boolean | null | undefined;

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Counted as a facet: adapters keep it ready for counting. */
  readonly facet?: true;
}

/** How documents of a view are found: declared once, mapped by each adapter to its own columns and indexes. */
export interface ViewSchema<Doc extends object> {
  readonly columns: readonly Column[];
  /** Lists of columns that are filtered or sorted together, most selective first; a last one may be the sort key. */
  readonly indexes: readonly (readonly string[])[];
  /** Column values of a document, by name; absent ones are missing. */
  row(document: Doc): Readonly<Record<string, ColumnValue>>;
  /** Texts that the text query searches; absent: no text search. */
  text?(document: Doc): readonly string[];
  /** Documents are written once per key and never read back by the fold (a log of lines). */
  readonly appendOnly?: true;
}

/** Where a projection stands: documents and checkpoint change together or not at all. */
export interface Checkpoint {
  /** Last event folded; undefined before the first. */
  readonly position?: string;
  /** The ledger that the position belongs to. */
  readonly storeId: string;
  /** Keys that a poisoned event parked, with the event's id and what went wrong. */
  readonly parked: Readonly<Record<string, { readonly eventId: string; readonly why: string }>>;
}

export interface DocumentWrite<Doc> {
  readonly id: string;
  /** null: removed. */
  readonly document: Doc | null;
  /** Stream revision folded into it last: the document's ETag. */
  readonly revision: number;
  /** The writer knows that nothing stands under this id, so the store need not look. */
  readonly fresh?: boolean;
}

/** One `name@version` of a view, open for reading and writing. */
export interface View<Doc extends object = object> {
  readonly name: string;
  readonly version: number;
  get(id: string): Promise<{ readonly document: Doc; readonly revision: number } | undefined>;
  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, { readonly document: Doc; readonly revision: number }>>;
  search(query: Query): Promise<Page<Doc>>;
  facets(where: Condition | undefined, text: TextQuery | undefined, requests: readonly FacetRequest[]): Promise<Facets>;
  /** Where the matching documents lie, cell by cell. */
  cells(where: Condition | undefined, text: TextQuery | undefined, request: CellsRequest): Promise<readonly Cell[]>;
  count(where?: Condition, text?: TextQuery): Promise<number>;
  checkpoint(): Promise<Checkpoint | undefined>;
  /**
   * Documents and checkpoint in one atomic step. `bulk`: many more are to come, so what makes reading quick may be put
   * off until `finish`; answers are the same meanwhile. Fails with {@link DocumentsUnfit} when a document is larger than
   * the store can keep.
   */
  commit(writes: readonly DocumentWrite<Doc>[], checkpoint: Checkpoint, bulk?: boolean): Promise<void>;
  /**
   * Writes documents ahead of the commit that they will be part of, so that whoever made them need not keep them. They are
   * read here at once, by everybody else after that commit; when it fails, or the lease is given back before it, all that
   * was written since the last one is gone and must be written again. Absent where a store cannot hold a commit open.
   */
  writeAhead?(writes: readonly DocumentWrite<Doc>[], bulk?: boolean): Promise<void>;
  /** Ends a bulk load: makes what was put off (indexes, statistics). */
  finish(): Promise<void>;
  /** Order-independent SHA-256 (hex) over all ids and documents: equal views have equal checksums. */
  checksum(): Promise<string>;
}

/** The store of all read models; everything in it can be thrown away and built again. */
export interface ViewStore {
  /** Opens one version, making it when it does not exist. */
  open<Doc extends object>(name: string, version: number, schema: ViewSchema<Doc>): Promise<View<Doc>>;
  /**
   * The version that is read now, open for reading with the schema it was made with, also when this program writes a
   * newer one. Undefined until the first `activate`.
   */
  active<Doc extends object>(name: string): Promise<View<Doc> | undefined>;
  /** Versions that exist and which one is read. */
  versions(name: string): Promise<{ readonly active?: number; readonly all: readonly number[] }>;
  /** Makes a version the one that is read, atomically; readers in flight finish on the old one. */
  activate(name: string, version: number): Promise<void>;
  /** Throws a version away; fails with {@link ViewHeld} while an owner that is not this store's holds its lease. */
  drop(name: string, version: number): Promise<void>;
  /**
   * Takes or renews the sole right to write a view. True when held until `milliseconds` from now; false while another
   * owner holds it. A commit of an owner that lost the lease fails. A store that knows that the holder's process has ended
   * may give its lease away at once.
   */
  lease(name: string, version: number, owner: string, milliseconds: number): Promise<boolean>;
  release(name: string, version: number, owner: string): Promise<void>;
  close(): Promise<void>;
}

/** Another owner writes the view now: nothing was committed. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  constructor(holder: string | null, owner: string | undefined) {
    super(
      `This view is written by ${holder ?? 'nobody'} now, not by ${owner ?? 'this process'}: nothing was committed.`,
    );
  }
}

/** Another owner holds the lease of the version: it was not dropped. */
export class ViewHeld extends Error {
  override readonly name = 'ViewHeld';
  constructor(name: string, version: number, holder: string) {
    super(
      `Version ${version} of the view ${name} is being written by ${holder}, so that it was not dropped: stop that process first.`,
    );
  }
}

/** The version was dropped while it was open: ask for the one that is active now. */
export class ViewDropped extends Error {
  override readonly name = 'ViewDropped';
  constructor(name: string, version: number) {
    super(`Version ${version} of the view ${name} was dropped: ask for the one that is active now.`);
  }
}

/** The store can never keep these documents, whoever asks; nothing was committed. The rest can be, without them. */
export class DocumentsUnfit extends Error {
  override readonly name = 'DocumentsUnfit';
  constructor(readonly documents: readonly { readonly id: string; readonly why: string }[]) {
    super(documents.map(({ why }) => why).join(' '));
  }
}

/** The store does not answer, or is not able to: ask again in a moment. Whether a commit was carried out is not known. */
export class ViewsUnavailable extends Error {
  override readonly name = 'ViewsUnavailable';
}
