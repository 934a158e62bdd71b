import { LedgerDamaged, type Position, type StoredRecord } from '../../event-store.js';

/** So many streams are remembered at least, and twice as many at most, for each place that is followed. */
const REMEMBERED = 100_000;
/** Places followed at the same time whose memory is kept. */
const KEPT = 4;

/** Position of an event, if the store has it. */
export type PositionOf = (stream: string, revision: number) => Promise<Position | undefined>;

/**
 * Watches that whoever goes through the ledger meets the events of each stream one after the other. The store is not taken at
 * its word: a log that leaves out an event stops the reading with a sentence, instead of views that are silently wrong.
 */
export class Contiguity {
  readonly #trails = new Map<Position, Trail>();

  constructor(
    private readonly positionOf: PositionOf,
    private readonly remembered = REMEMBERED,
  ) {}

  /** The records that follow `after` without a gap. Fails with `LedgerDamaged` when one is missing before them. */
  async check(after: Position | undefined, records: readonly StoredRecord[]): Promise<void> {
    const end = records.at(-1)?.position;
    if (end === undefined) return;
    const key = after ?? '';
    const trail = this.#trails.get(key) ?? new Trail(after ?? '', this.remembered);
    this.#trails.delete(key);
    await Promise.all(trail.follow(records).map((record) => this.#mustBeBehind(record, trail.since)));
    this.#trails.set(end, trail);
    for (const oldest of this.#trails.keys()) {
      if (this.#trails.size <= KEPT) break;
      this.#trails.delete(oldest);
    }
  }

  /** The event before one whose stream is not remembered must lie where the memory does not reach. */
  async #mustBeBehind({ stream, revision }: StoredRecord, since: Position): Promise<void> {
    const position = since === '' ? undefined : await this.positionOf(stream, revision - 1);
    if (position === undefined || position > since) throw gap(stream, revision - 1, revision);
  }
}

function gap(stream: string, missing: number, met: number): LedgerDamaged {
  return new LedgerDamaged(
    `Event ${missing} of the stream ${stream} is missing before its event ${met}: the log of EventStoreDB has a gap here. ` +
      'Nothing after it is read; compare with a backup.',
  );
}

/** One way through the ledger, from a place on: the last revision met of each stream. */
class Trail {
  #now = new Map<string, number>();
  #before = new Map<string, number>();
  /** Every stream with an event after `since` is remembered. */
  since: Position;
  #nowBegan: Position;

  constructor(
    start: Position,
    private readonly remembered: number,
  ) {
    this.since = start;
    this.#nowBegan = start;
  }

  /** Goes on; gives the records whose predecessor is not remembered. */
  follow(records: readonly StoredRecord[]): StoredRecord[] {
    const unknown: StoredRecord[] = [];
    for (const record of records) {
      const { stream, revision } = record;
      const last = this.#now.get(stream) ?? this.#before.get(stream);
      if (last === undefined && revision > 0) unknown.push(record);
      if (last !== undefined && revision !== last + 1) throw gap(stream, last + 1, revision);
      this.#now.set(stream, revision);
    }
    if (this.#now.size >= this.remembered) {
      this.since = this.#nowBegan;
      this.#nowBegan = records.at(-1)!.position;
      this.#before = this.#now;
      this.#now = new Map();
    }
    return unknown;
  }
}
