/** Opaque place in the order of a ledger: fixed-width text that sorts by its bytes. Nobody increments one. */
export type Position = string;

/** The revision to expect of a stream that has no event yet. Revisions of events are integers from 0. */
export const NO_STREAM = -1;

/** A finished record on its way into the ledger: texts as hashed. Made by `recordFacts` only. */
export interface NewRecord {
  /** Event id, lower-case UUID. */
  readonly id: string;
  readonly type: string;
  /** RFC 8785 text of the envelope. */
  readonly envelope: string;
  /** RFC 8785 text of the data. */
  readonly data: string;
  /** 32 bytes as base64url. */
  readonly salt: string;
  /** SHA-256(0x00 ‖ envelope), lower-case hex. */
  readonly leaf: string;
}

/** A record as it stands in the ledger. */
export interface StoredRecord extends NewRecord {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
}

/** A record as those read it who want to know what happened: without what only proves it. */
export type FactRecord = Omit<StoredRecord, 'salt' | 'leaf'>;

export interface StreamAppend {
  readonly stream: string;
  /** Revision of the last event that the writer saw; `NO_STREAM` for none. Never "any". */
  readonly expectedRevision: number;
  readonly records: readonly NewRecord[];
}

export interface AppendReceipt {
  readonly stream: string;
  /** Revision and position of the last event written. */
  readonly revision: number;
  readonly position: Position;
}

export type BatchOutcome =
  | { readonly outcome: 'written' | 'already'; readonly revision: number; readonly position: Position }
  | { readonly outcome: 'conflict'; readonly actualRevision: number };

/**
 * The ordered, append-only log. Every adapter keeps these promises, and `event-store.contract.ts` tests them:
 * appends are durable when acknowledged, atomic within one stream, and seen by readers in one order that never changes.
 */
export interface EventStore {
  /** Identity of this ledger, kept for its life; a checkpoint carries it. */
  readonly storeId: string;

  /** Appends all records or none. Fails with {@link RevisionConflict} when the stream moved, {@link LedgerUnavailable} when the outcome may be unknown. */
  append(append: StreamAppend): Promise<AppendReceipt>;

  /**
   * Appends to many streams, in the order given, a stream at most once. Each stream is all or nothing, the batch is not:
   * the outcome is told per stream, in the order of the input. `already`: the first record's id stands in that stream.
   */
  appendBatch(appends: readonly StreamAppend[]): Promise<readonly BatchOutcome[]>;

  /** Events of one stream from a revision on, oldest first; none when there is no such stream. */
  readStream(stream: string, fromRevision?: number): Promise<readonly StoredRecord[]>;

  /** Many streams at once; streams without events are absent from the answer. */
  readStreams(streams: readonly string[]): Promise<ReadonlyMap<string, readonly StoredRecord[]>>;

  /** At most `limit` records after a position (from the start without one), in ledger order. */
  readAll(after: Position | undefined, limit: number): Promise<readonly StoredRecord[]>;

  /**
   * The same stretch for those who follow what happens: without salts and leaf hashes, and where `wanted` is given, without
   * the texts of records of other types: of those only `position` and `type` are told. No record is left out.
   */
  readFacts(after: Position | undefined, limit: number, wanted?: readonly string[]): Promise<readonly FactRecord[]>;

  /** Position of the newest record; undefined while the ledger is empty. */
  head(): Promise<Position | undefined>;

  /** Resolves as soon as a record stands after `after`, also one written by another process; or when aborted. */
  grown(after: Position | undefined, signal: AbortSignal): Promise<void>;

  close(): Promise<void>;
}

/** The stream is not at the expected revision; nothing was written. */
export class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict';
  constructor(
    readonly stream: string,
    readonly expectedRevision: number,
    readonly actualRevision: number,
  ) {
    super(`Stream ${stream} is at revision ${actualRevision}, not ${expectedRevision}: read it again and decide anew.`);
  }
}

/** The store cannot be reached or written; whether the last append happened may be unknown: read before appending again. */
export class LedgerUnavailable extends Error {
  override readonly name = 'LedgerUnavailable';
}

/** The append is larger than this store takes in one stream. */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';
}

/** What the store holds is not what was written through this port: events are missing, hidden or foreign. Reading stops there. */
export class LedgerDamaged extends Error {
  override readonly name = 'LedgerDamaged';
}
