import type { Aggregate, Command, Fact } from '#domain/kernel/decider.js';
import { decode, upcastsOf } from './decode.js';
import { type AppendReceipt, type EventStore, type NewRecord, NO_STREAM, type StoredRecord } from './event-store.js';
import { eventId } from './record-facts.js';

/** A stream up to its last event read: the state it folds to, and the ids of its events. */
export class SeenStream<State> {
  readonly #ids = new Set<string>();
  #last: StoredRecord | undefined;

  constructor(
    readonly stream: string,
    private folded: State,
  ) {}

  get state(): State {
    return this.folded;
  }

  /** The newest event; undefined while there is none. */
  get last(): StoredRecord | undefined {
    return this.#last;
  }

  get revision(): number {
    return this.#last?.revision ?? NO_STREAM;
  }

  /** How many events have been read. */
  get size(): number {
    return this.#ids.size;
  }

  /** Reads what was added since, and folds it in. */
  async catchUp<C extends Command, F extends Fact>(
    store: EventStore,
    aggregate: Aggregate<State, C, F>,
  ): Promise<void> {
    this.#fold(await store.readStream(this.stream, this.revision + 1), aggregate);
  }

  /** Folds in what was just appended after the revision known here. */
  add<C extends Command, F extends Fact>(
    records: readonly NewRecord[],
    { revision, position }: AppendReceipt,
    aggregate: Aggregate<State, C, F>,
  ): void {
    const first = revision - records.length + 1;
    const stored = records.map((record, i) => ({ ...record, stream: this.stream, revision: first + i, position }));
    this.#fold(stored, aggregate);
  }

  #fold<C extends Command, F extends Fact>(records: readonly StoredRecord[], aggregate: Aggregate<State, C, F>): void {
    const upcasts = upcastsOf([aggregate]);
    for (const record of records) {
      // Two commands on one stream may have waited for the same records.
      if (record.revision !== this.revision + 1) continue;
      this.folded = aggregate.evolve(this.folded, decode(record, upcasts) as unknown as F);
      this.#ids.add(record.id);
      this.#last = record;
    }
  }

  /** Whether a command recorded something here. */
  knows(commandId: string): boolean {
    return this.#ids.has(eventId(commandId, 0));
  }

  /**
   * The events that a known command recorded here, with the last one's revision and position. They are read again: it is
   * rare that a command is asked for twice, and ids alone take little room. Fails as reading does.
   */
  async recordedBy(commandId: string, store: EventStore) {
    const records = await store.readStream(this.stream);
    const start = records.findIndex(({ id }) => id === eventId(commandId, 0));
    const events = records.slice(start).filter(({ id }, index) => id === eventId(commandId, index));
    const { revision, position } = events.at(-1)!;
    return { revision, position, events: events.map(({ id, type }) => ({ id, type })) };
  }
}

/**
 * Streams that commands looked at lately, so that the next command on one reads only what was added since. What was read
 * stays true: a ledger only grows. Holds at most `events` events in all; the streams not used for longest go first.
 */
export class RecentStreams {
  readonly #streams = new Map<string, SeenStream<unknown>>();
  #events = 0;

  /**
   * `receiptsProve`: the store acknowledges only what it wrote just now. One that also acknowledges an id that stood there
   * already (EventStoreDB) may hold it with another salt, so that its streams are read again after each append.
   */
  constructor(
    private readonly events: number,
    private readonly receiptsProve: boolean,
  ) {}

  /** The stream as it stands now. Fails as the store's reading does; the stream is then read anew next time. */
  async look<State, C extends Command, F extends Fact>(
    store: EventStore,
    aggregate: Aggregate<State, C, F>,
    stream: string,
  ): Promise<SeenStream<State>> {
    const seen = (this.#take(stream) as SeenStream<State> | undefined) ?? new SeenStream(stream, aggregate.initial);
    await seen.catchUp(store, aggregate);
    this.#put(seen);
    return seen;
  }

  /** The stream as it was last seen, which may not be how it stands now; undefined when that is not known for certain. */
  remembered<State>(stream: string): SeenStream<State> | undefined {
    if (!this.receiptsProve) return undefined;
    const seen = this.#take(stream) as SeenStream<State> | undefined;
    if (seen) this.#put(seen);
    return seen;
  }

  /** Adds what was just appended to a stream that is remembered; its size counts anew. */
  add<State, C extends Command, F extends Fact>(
    seen: SeenStream<State>,
    records: readonly NewRecord[],
    receipt: AppendReceipt,
    aggregate: Aggregate<State, C, F>,
  ): void {
    if (!this.receiptsProve) return;
    const held = this.#take(seen.stream);
    seen.add(records, receipt, aggregate);
    if (held) this.#put(seen);
  }

  #take(stream: string): SeenStream<unknown> | undefined {
    const seen = this.#streams.get(stream);
    if (!seen) return undefined;
    this.#streams.delete(stream);
    this.#events -= seen.size;
    return seen;
  }

  #put(seen: SeenStream<unknown>): void {
    this.#take(seen.stream);
    this.#streams.set(seen.stream, seen);
    this.#events += seen.size;
    for (const oldest of this.#streams.keys()) {
      if (this.#events <= this.events) break;
      this.#take(oldest);
    }
  }
}
