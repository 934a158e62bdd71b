import {
  type AppendReceipt,
  AppendTooLarge,
  type BatchOutcome,
  type EventStore,
  type FactRecord,
  LedgerUnavailable,
  type Position,
  RevisionConflict,
  type StoredRecord,
  type StreamAppend,
} from '../../event-store.js';
import { checkAppend } from '../../check-append.js';
import { openForWriting } from './database.js';
import { Growth } from './growth.js';
import type { Written } from './log-writer.js';
import { LogReader, positionNumber, positionText } from './log-reader.js';
import { type Writing, WritingHere, WritingInThread } from './writing.js';

export interface SqliteEventStoreOptions {
  /** Path of the file; it and its folder are made when missing. */
  readonly file: string;
  /**
   * Where writing happens. `thread` (default): in a thread of its own, so that the caller never waits for the disk;
   * `here`: in the calling thread, for threads that do little else, and for tests, which then need no compiled files.
   */
  readonly writer?: 'thread' | 'here';
  /** How long to wait while another process writes; default 10 s. */
  readonly busyMilliseconds?: number;
  /** Largest append to one stream, in characters of envelopes and data; default 4 Mi. */
  readonly largestAppend?: number;
}

/**
 * A ledger in one SQLite file: durable when acknowledged (WAL, synchronous FULL), shared safely by several processes.
 * Fails with `LedgerTooNew` when a newer version wrote the file, with `LedgerUnavailable` when it cannot be opened.
 */
export async function openSqliteEventStore(options: SqliteEventStoreOptions): Promise<EventStore> {
  const { file, writer = 'thread', busyMilliseconds = 10_000, largestAppend = 4 * 1024 * 1024 } = options;
  openForWriting(file, busyMilliseconds).close();
  const reader = new LogReader(file, busyMilliseconds);
  const settings = { file, busyMilliseconds };
  const writing = writer === 'thread' ? new WritingInThread(settings) : new WritingHere(settings);
  return new SqliteEventStore(reader.storeId(), reader, writing, largestAppend);
}

class SqliteEventStore implements EventStore {
  readonly #growth: Growth;
  #closed = false;
  /** A write failed: what can be read may not be on the disk, until the writer has settled that. */
  #inDoubt = false;

  constructor(
    readonly storeId: string,
    private readonly reader: LogReader,
    private readonly writing: Writing,
    private readonly largestAppend: number,
  ) {
    this.#growth = new Growth(reader);
  }

  async append(append: StreamAppend): Promise<AppendReceipt> {
    const [written] = await this.#write([append]);
    if (written!.outcome !== 'written') {
      const actual = written!.outcome === 'conflict' ? written!.revision : this.#revisionOf(append.stream);
      throw new RevisionConflict(append.stream, append.expectedRevision, actual);
    }
    return { stream: append.stream, revision: written!.revision, position: positionText(written!.position) };
  }

  async appendBatch(appends: readonly StreamAppend[]): Promise<readonly BatchOutcome[]> {
    if (appends.length === 0) return [];
    const streams = new Set(appends.map(({ stream }) => stream));
    if (streams.size < appends.length) throw new TypeError('A batch appends to a stream at most once.');
    return (await this.#write(appends)).map(({ outcome, revision, position }) =>
      outcome === 'conflict'
        ? { outcome, actualRevision: revision }
        : { outcome, revision, position: positionText(position) },
    );
  }

  async readStream(stream: string, fromRevision = 0): Promise<readonly StoredRecord[]> {
    await this.#mustBeReadable();
    return this.reader.stream(stream, fromRevision);
  }

  async readStreams(streams: readonly string[]): Promise<ReadonlyMap<string, readonly StoredRecord[]>> {
    await this.#mustBeReadable();
    const found = new Map<string, readonly StoredRecord[]>();
    for (const stream of streams) {
      const records = this.reader.stream(stream, 0);
      if (records.length > 0) found.set(stream, records);
    }
    return found;
  }

  async readAll(after: Position | undefined, limit: number): Promise<readonly StoredRecord[]> {
    await this.#mustBeReadable();
    mustBeLimit(limit);
    return this.reader.after(positionNumber(after), limit);
  }

  async readFacts(
    after: Position | undefined,
    limit: number,
    wanted?: readonly string[],
  ): Promise<readonly FactRecord[]> {
    await this.#mustBeReadable();
    mustBeLimit(limit);
    return this.reader.facts(positionNumber(after), limit, wanted);
  }

  async head(): Promise<Position | undefined> {
    await this.#mustBeReadable();
    const head = this.reader.head();
    return head === 0 ? undefined : positionText(head);
  }

  async grown(after: Position | undefined, signal: AbortSignal): Promise<void> {
    this.#mustBeOpen();
    await this.#growth.past(positionNumber(after), signal);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#growth.end();
    await this.writing.close();
    this.reader.close();
  }

  async #write(appends: readonly StreamAppend[]): Promise<readonly Written[]> {
    this.#mustBeOpen();
    for (const append of appends) this.#mustFit(append.stream, checkAppend(append));
    const outcomes = await this.writing.write(appends).catch((error: unknown) => {
      this.#inDoubt = true;
      throw error;
    });
    const last = outcomes.findLast(({ outcome }) => outcome === 'written');
    if (last) this.#growth.reached(last.position);
    return outcomes;
  }

  #revisionOf(stream: string): number {
    return this.reader.stream(stream, 0).at(-1)?.revision ?? -1;
  }

  #mustFit(stream: string, size: number): void {
    if (size <= this.largestAppend) return;
    throw new AppendTooLarge(
      `An append to ${stream} has ${size} characters; this ledger takes ${this.largestAppend} at once. Record it in smaller steps.`,
    );
  }

  async #mustBeReadable(): Promise<void> {
    this.#mustBeOpen();
    if (!this.#inDoubt) return;
    await this.writing.write([]);
    this.#inDoubt = false;
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new LedgerUnavailable('The ledger has been closed.');
  }
}

function mustBeLimit(limit: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new TypeError(`A limit is a whole number from 1, not ${limit}.`);
}
