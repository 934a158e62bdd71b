/** A document as it was at the last checkpoint: kept while it is uncertain whether the batch that changed it is whole. */
export interface Before {
  readonly r: number;
  readonly d: string;
}

/** A document in the collection of its view's version; beside these the fields of its columns, see `layout.ts`. */
export interface Stored {
  readonly _id: string;
  /** Revision. */
  readonly r: number;
  /** The document as JSON text: byte for byte what the fold made. */
  readonly d: string;
  /** Epoch of the lease under which it was written. */
  readonly e: number;
  /** Position of the batch that wrote it; one beyond the checkpoint is not yet valid. */
  readonly p: string;
  /** What it was before that batch; null: nothing. Absent when batches are transactions. */
  readonly q?: Before | null;
}

/** One version of a view, in the collection `view_versions`; its id is `name@version`. */
export interface About {
  readonly _id: string;
  readonly name: string;
  readonly version: number;
  /** Collection of its documents; another one when the version is made anew. */
  readonly collection: string;
  /** As JSON text. */
  readonly layout: string;
  readonly position: string | null;
  readonly storeId: string | null;
  /** As JSON text: keys may hold what a field name must not. */
  readonly parked: string;
  /** Counts up with each commit. */
  readonly commits: number;
  /** Ids of the batch being written; empty when it is whole. */
  readonly writing: readonly string[];
  /** Ids that the last batch removed, and that may still stand there. */
  readonly removing: readonly string[];
}

/** Who may write a version, in the collection `view_leases`; same id. Apart from `About`, which a dead writer's transaction may lock. */
export interface Lease {
  readonly _id: string;
  readonly owner: string | null;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** Counts up with each change of hands. */
  readonly epoch: number;
  /** The session in which its owner commits. */
  readonly session?: unknown;
}

/** Which version of a view is read, in the collection `view_active`; its id is the view's name. */
export interface Active {
  readonly _id: string;
  readonly version: number;
}

/** Part of a filter. */
export type Match = Readonly<Record<string, unknown>>;
