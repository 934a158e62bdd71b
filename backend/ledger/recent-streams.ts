import type { Aggregate, Command, Fact } from '#domain/kernel/decider.js';
import { decode, upcastsOf } from './decode.js';
import {
  type AppendReceipt,
  type EventStore,
  type NewRecord,
  NO_STREAM,
  type Position,
  type StoredRecord,
} from './event-store.js';
import { eventId } from './record-facts.js';

/** Where one event stands; what a receipt needs. */
interface Place {
  readonly id: string;
  readonly type: string;
  /** Of this event, or of the last one that was appended with it. */
  readonly position: Position;
}

/** A stream up to its last event read: the state it folds to, and where each of its events stands. */
export class SeenStream<State> {
  /** By revision. */
  readonly #places: Place[] = [];
  readonly #revisions = new Map<string, number>();
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
    return this.#places.length;
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
      this.#places.push({ id: record.id, type: record.type, position: record.position });
      this.#revisions.set(record.id, record.revision);
      this.#last = record;
    }
  }

  /** The events that a command recorded here, with the last one's revision and position; undefined when it has not been here. */
  recordedBy(commandId: string) {
    const start = this.#revisions.get(eventId(commandId, 0));
    if (start === undefined) return undefined;
    let end = start + 1;
    while (this.#places[end]?.id === eventId(commandId, end - start)) end++;
    const events = this.#places.slice(start, end).map(({ id, type }) => ({ id, type }));
    return { revision: end - 1, position: this.#places[end - 1]!.position, events };
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
