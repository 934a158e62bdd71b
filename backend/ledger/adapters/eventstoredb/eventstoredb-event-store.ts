import {
  type AppendReceipt,
  type BatchOutcome,
  type EventStore,
  type FactRecord,
  LedgerUnavailable,
  type Position,
  type StoredRecord,
  type StreamAppend,
} from '../../event-store.js';
import { readAddress } from './address.js';
import { Connection, type Patience } from './connection.js';
import { Growth } from './growth.js';
import { dangerousRights, identityOf } from './identity.js';
import { Names } from './names.js';
import { Reading } from './reading.js';
import { positionText } from './stored-form.js';
import { conflict, type Ready, type Sent, Writing } from './writing.js';

export interface EventStoreDbOptions {
  /** `esdb://` or `esdb+discover://`, with user, password and the client's options. */
  readonly url: string;
  /** Told of what is dangerous, in sentences that hold no secret. */
  readonly onWarning?: (sentence: string) => void;
  /** Default: 3 s for one answer, 8 s for all tries. */
  readonly patience?: Patience;
  /** Largest append to one stream, in bytes; default 1 MiB, which is the server's own default. */
  readonly largestAppend?: number;
}

const PATIENCE: Patience = { answer: 3000, inAll: 8000 };
const MEBIBYTE = 1024 * 1024;
/** Streams read at the same time. */
const READERS = 32;

/**
 * A ledger in an EventStoreDB (from 21.10 on), shared by any number of processes. Durable when the server acknowledges. Fails
 * with `BadAddress` when the URL is wrong, with `LedgerUnavailable` when the server cannot be reached.
 */
export async function openEventStoreDb(options: EventStoreDbOptions): Promise<EventStore> {
  const { url, onWarning, patience = PATIENCE, largestAppend = MEBIBYTE } = options;
  const address = readAddress(url);
  const connection = new Connection(address, patience);
  try {
    const names = new Names(address.ledger);
    const storeId = await identityOf(connection, names);
    if (onWarning)
      await warn(connection, address.credentials !== undefined && address.channel.insecure === true, onWarning);
    return new EventStoreDbEventStore(storeId, connection, names, largestAppend);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function warn(connection: Connection, unsent: boolean, tell: (sentence: string) => void): Promise<void> {
  if (unsent) tell('LEDGER_URL has a password and tls=false: EventStoreDB is asked without it.');
  const rights = await dangerousRights(connection);
  if (rights.length > 0)
    tell(
      `EventStoreDB lets the user of LEDGER_URL ${rights.join(' and ')}, so that events could vanish from the ledger. ` +
        'Take these rights away (infra/docs/settings.md, EventStoreDB).',
    );
}

class EventStoreDbEventStore implements EventStore {
  readonly #reading: Reading;
  readonly #writing: Writing;
  readonly #growth: Growth;
  #lastBatch: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(
    readonly storeId: string,
    private readonly connection: Connection,
    names: Names,
    largestAppend: number,
  ) {
    this.#reading = new Reading(connection, names);
    this.#writing = new Writing(connection, names, largestAppend);
    this.#growth = new Growth(connection, names, () => this.#reading.head());
  }

  async append(append: StreamAppend): Promise<AppendReceipt> {
    this.#mustBeOpen();
    const sent = await this.#writing.send(this.#writing.ready(append));
    if (!('result' in sent)) throw conflict(append, sent.actualRevision);
    const { revision, position } = await this.#placeOf(append, sent);
    this.#growth.reached(position);
    return { stream: append.stream, revision, position };
  }

  /** One batch after another, so that what was asked first stands first; an embedded ledger has one writer and does so anyway. */
  appendBatch(appends: readonly StreamAppend[]): Promise<readonly BatchOutcome[]> {
    const outcomes = this.#lastBatch.then(() => this.#appendBatch(appends));
    this.#lastBatch = outcomes.catch(() => undefined);
    return outcomes;
  }

  async #appendBatch(appends: readonly StreamAppend[]): Promise<readonly BatchOutcome[]> {
    this.#mustBeOpen();
    if (appends.length === 0) return [];
    const streams = new Set(appends.map(({ stream }) => stream));
    if (streams.size < appends.length) throw new TypeError('A batch appends to a stream at most once.');
    const ready = appends.map((append) => this.#writing.ready(append));
    const before = await this.#reading.endOfLog();
    // The server would write an id again behind itself; only on a new stream it cannot.
    const known = await inTurns(ready, ({ append }) =>
      append.expectedRevision < 0 ? Promise.resolve(undefined) : this.#already(append),
    );
    const missing = ready.filter((_, i) => known[i] === undefined);
    const sent = new Map<Ready, Sent>();
    for (const [i, one] of (await this.#writing.sendInOrder(missing)).entries()) sent.set(missing[i]!, one);
    const outcomes = await inTurns(
      ready,
      async (one, i) => known[i] ?? this.#outcome(one.append, sent.get(one)!, before),
    );
    for (const one of outcomes) if (one.outcome === 'written') this.#growth.reached(one.position);
    return outcomes;
  }

  async readStream(stream: string, fromRevision = 0): Promise<readonly StoredRecord[]> {
    this.#mustBeOpen();
    return this.#reading.stream(stream, fromRevision);
  }

  async readStreams(streams: readonly string[]): Promise<ReadonlyMap<string, readonly StoredRecord[]>> {
    this.#mustBeOpen();
    const read = await inTurns(streams, (stream) => this.#reading.stream(stream, 0));
    return new Map(streams.map((stream, i) => [stream, read[i]!] as const).filter(([, records]) => records.length > 0));
  }

  async readAll(after: Position | undefined, limit: number): Promise<readonly StoredRecord[]> {
    this.#mustBeOpen();
    // A count of 0 would keep the server's cores busy without an answer.
    if (!Number.isSafeInteger(limit) || limit < 1)
      throw new TypeError(`A limit is a whole number from 1, not ${limit}.`);
    return this.#reading.after(after, limit);
  }

  readFacts(after: Position | undefined, limit: number): Promise<readonly FactRecord[]> {
    return this.readAll(after, limit);
  }

  async head(): Promise<Position | undefined> {
    this.#mustBeOpen();
    return this.#reading.head();
  }

  async grown(after: Position | undefined, signal: AbortSignal): Promise<void> {
    this.#mustBeOpen();
    await this.#growth.past(after, signal);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#growth.end();
    await this.connection.close();
  }

  /** What was in the way may be our own events. What the server acknowledged from before this batch, it knew already. */
  async #outcome(append: StreamAppend, sent: Sent, before: Position): Promise<BatchOutcome> {
    if (!('result' in sent))
      return (await this.#already(append)) ?? { outcome: 'conflict', actualRevision: sent.actualRevision };
    const place = await this.#placeOf(append, sent);
    return { outcome: place.position > before ? 'written' : 'already', ...place };
  }

  /** The last of these records that stands in the stream, when the first one does. */
  async #already({ stream, records }: StreamAppend): Promise<BatchOutcome | undefined> {
    const stored = await this.#reading.stream(stream, 0);
    if (!stored.some(({ id }) => id === records[0]!.id)) return undefined;
    const ours = new Set(records.map(({ id }) => id));
    const { revision, position } = stored.findLast(({ id }) => ours.has(id))!;
    return { outcome: 'already', revision, position };
  }

  async #placeOf({ stream }: StreamAppend, sent: Extract<Sent, { result: unknown }>) {
    const { nextExpectedRevision, position } = sent.result;
    const revision = Number(nextExpectedRevision);
    if (position) return { revision, position: positionText(position) };
    // An append that is recognised comes without a position where its events cannot be read at once.
    const [record] = await this.#reading.stream(stream, revision);
    if (!record) throw new LedgerUnavailable(`Event ${revision} of ${stream} was written, but cannot be read.`);
    return { revision, position: record.position };
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new LedgerUnavailable('The ledger has been closed.');
  }
}

/** Does something for each, a few at a time; answers in the order of the input. */
async function inTurns<T, R>(items: readonly T[], run: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const i = next++;
      results[i] = await run(items[i]!, i);
    }
  };
  await Promise.all(Array.from({ length: Math.min(READERS, items.length) }, worker));
  return results;
}
