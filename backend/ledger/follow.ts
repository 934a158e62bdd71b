import { setTimeout as pause } from 'node:timers/promises';
import { decode, type Upcasts } from './decode.js';
import type { EventStore, FactRecord, Position } from './event-store.js';
import type { LedgerEvent } from './ledger-event.js';
import { SwiftEnvelopes } from './swift-envelope.js';

/** A stretch of the ledger in order. */
export interface Batch {
  /** The events of the types asked for; may be none. */
  readonly events: readonly LedgerEvent[];
  /** Position of the last record looked at, wanted or not: what a checkpoint keeps. */
  readonly position: Position;
  /** How many records were looked at. */
  readonly records: number;
  /** Whether this was all there was when it was read. */
  readonly caughtUp: boolean;
}

export interface FollowOptions {
  /** Begin after this position; absent: from the start. */
  readonly after?: Position;
  /** Event types wanted; others are passed over unparsed. Absent: all. */
  readonly types?: readonly string[];
  /** Ends the loop, also while it waits. */
  readonly signal: AbortSignal;
  /** Whether to wait for more at the end (default), or to end there. */
  readonly live?: boolean;
}

export interface FeedOptions {
  readonly upcasts?: Upcasts;
  /** Event types that anybody who follows wants; the texts of others are not even read. Absent: all. */
  readonly types?: readonly string[];
  /** Records read at once; default 250, so that what a batch is made of dies young. */
  readonly batchSize?: number;
  /** Batches kept for others that follow the same place; default 4. */
  readonly kept?: number;
  /**
   * Lets those who write the ledger have the processor: at its end, nothing is read until everybody has rested for so many
   * times as long as the last batch took, and at least and at most so many milliseconds. A batch that comes alone is read at
   * once. Absent: no rest.
   */
  readonly rest?: Rest;
}

/** How long to rest between batches at the end of the ledger. */
export interface Rest {
  readonly perWork: number;
  readonly leastMilliseconds: number;
  readonly mostMilliseconds: number;
}

/**
 * The one way to read the ledger in order. The next batch is read when the last one has been dealt with, so nothing piles up;
 * the last few batches are kept, so that projections going side by side parse each event once between them.
 */
export class Feed {
  readonly #kept: number;
  /** In the order they were read. No map: its old tables, dead but linked, would keep every stretch from dying young. */
  readonly #recent: Kept<Stretch>[] = [];
  readonly #followers = new Set<Follower>();
  readonly #envelopes = new SwiftEnvelopes();
  /** Those who wait for others to come along. */
  readonly #waiting: (() => void)[] = [];
  /** Batches that are being read just now. */
  readonly #coming: Kept<Promise<Stretch | undefined>>[] = [];
  /** When the last batch at the end of the ledger was read, and when the last of its followers was done with it. */
  #round: { readonly begun: number; ended: number } | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly options: FeedOptions = {},
  ) {
    this.#kept = options.kept ?? 4;
  }

  /** Batches after a position, in order and without gaps, until the signal aborts (or the end is reached, when not live). Never an empty stretch. */
  async *follow({ after, types, signal, live = true }: FollowOptions): AsyncGenerator<Batch, void, undefined> {
    const wanted = types && new Set(types);
    const follower: Follower = { place: after };
    this.#followers.add(follower);
    try {
      while (!signal.aborted) {
        const stretch = await this.#after(follower, signal);
        if (!stretch) {
          if (!live) return;
          await this.store.grown(follower.place, signal);
          await this.#rest(follower, signal);
          continue;
        }
        const { position, length, more } = stretch;
        yield { events: stretch.events(wanted), position, records: length, caughtUp: !more };
        follower.place = position;
        if (this.#round) this.#round.ended = performance.now();
        this.#moved();
        if (!more && !live) return;
        if (!more) await this.#rest(follower, signal);
      }
    } finally {
      this.#followers.delete(follower);
      this.#moved();
    }
  }

  /**
   * Until everybody has rested from the last batch; whoever is done later prolongs it. One for whom the next batch was read
   * already, with more behind it, goes along with those who read it: resting on while they work, it would lose them.
   */
  async #rest(follower: Follower, signal: AbortSignal): Promise<void> {
    const { rest } = this.options;
    while (rest && this.#round && !signal.aborted && !keptAt(this.#recent, follower.place)?.more) {
      const { begun, ended } = this.#round;
      const long = Math.max((ended - begun) * rest.perWork, rest.leastMilliseconds);
      const left = ended + Math.min(long, rest.mostMilliseconds) - performance.now();
      if (left <= 0) return;
      await pause(Math.ceil(left), undefined, { signal }).catch(() => undefined);
    }
  }

  /**
   * One that reads ahead waits a little for those who still want the oldest batch kept: without that, every projection
   * would read and parse the same records for itself. One that stands still, or is far behind, holds nobody up for long.
   */
  async #companyOf(follower: Follower, signal: AbortSignal): Promise<void> {
    let patience = PATIENCE;
    while (patience > 0 && !signal.aborted) {
      if (this.#recent.length < this.#kept || keptAt(this.#recent, follower.place)) return;
      const oldest = this.#recent[0]!.place;
      if (![...this.#followers].some((other) => other !== follower && other.place === oldest)) return;
      if (!(await this.#movement())) patience--;
    }
  }

  /** Whether a follower went on within a moment. */
  #movement(): Promise<boolean> {
    return new Promise((resolve) => {
      const moment = setTimeout(() => resolve(false), MOMENT_MILLISECONDS);
      this.#waiting.push(() => {
        clearTimeout(moment);
        resolve(true);
      });
    });
  }

  #moved(): void {
    for (const goOn of this.#waiting.splice(0)) goOn();
  }

  async #after(follower: Follower, signal: AbortSignal): Promise<Stretch | undefined> {
    const { place } = follower;
    await this.#companyOf(follower, signal);
    const known = keptAt(this.#recent, place) ?? keptAt(this.#coming, place);
    if (known) return known;
    const reading = this.#read(place).finally(() => drop(this.#coming, place));
    this.#coming.push({ place, what: reading });
    return reading;
  }

  async #read(place: Position | undefined): Promise<Stretch | undefined> {
    const { upcasts, types, batchSize = 250 } = this.options;
    // One more than is given: the end of the ledger may fall on the edge of a batch, and who waits for it must hear of it.
    const begun = performance.now();
    const records = await this.store.readFacts(place, batchSize + 1, types);
    if (records.length === 0) return undefined;
    const more = records.length > batchSize;
    this.#round = more ? undefined : { begun, ended: begun };
    const stretch = new Stretch(more ? withWholeAppends(records) : records, more, upcasts, this.#envelopes);
    drop(this.#recent, place);
    this.#recent.push({ place, what: stretch });
    while (this.#recent.length > this.#kept) this.#recent.shift();
    this.#moved();
    return stretch;
  }
}

/**
 * The records without the last one, and without those of its stream that stand before it: what was appended together is folded
 * together, so that no document is written twice for it. All but the last where they are of one stream.
 */
function withWholeAppends(records: readonly FactRecord[]): readonly FactRecord[] {
  const { stream } = records.at(-1)!;
  let end = records.length - 1;
  while (end > 0 && stream !== '' && records[end - 1]!.stream === stream) end--;
  return records.slice(0, end > 0 ? end : -1);
}

/** What is kept for the place after which it stands. */
interface Kept<What> {
  readonly place: Position | undefined;
  readonly what: What;
}

function keptAt<What>(all: readonly Kept<What>[], place: Position | undefined): What | undefined {
  return all.find((one) => one.place === place)?.what;
}

function drop(all: Kept<unknown>[], place: Position | undefined): void {
  const at = all.findIndex((one) => one.place === place);
  if (at >= 0) all.splice(at, 1);
}

/** Somebody who follows, and the place whose batch is wanted or being dealt with. */
interface Follower {
  place: Position | undefined;
}

/**
 * Moments that one who is ahead waits for the others without seeing any of them go on. Not one long wait: while a commit keeps
 * the whole thread from going on, all of it would pass at once, and who has lost the others reads everything for itself.
 */
const PATIENCE = 10;
const MOMENT_MILLISECONDS = 20;

/** Records read together, each decoded when somebody first wants it; its texts are let go of then. */
class Stretch {
  readonly position: Position;
  readonly length: number;
  readonly #records: (FactRecord | LedgerEvent)[];

  constructor(
    records: readonly FactRecord[],
    /** Whether records stood after these when they were read. */
    readonly more: boolean,
    private readonly upcasts: Upcasts | undefined,
    private readonly envelopes: SwiftEnvelopes,
  ) {
    this.position = records.at(-1)!.position;
    this.length = records.length;
    this.#records = [...records];
  }

  events(wanted: ReadonlySet<string> | undefined): LedgerEvent[] {
    const events: LedgerEvent[] = [];
    for (let i = 0; i < this.length; i++) {
      const record = this.#records[i]!;
      if (wanted && !wanted.has(record.type)) continue;
      const event = 'envelope' in record ? decode(record, this.upcasts, this.envelopes) : record;
      this.#records[i] = event;
      events.push(event);
    }
    return events;
  }
}
