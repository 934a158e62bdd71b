import { BACKWARDS, END, FORWARDS, START } from '@eventstore/db-client';
import { LedgerDamaged, type Position, type StoredRecord } from '../../event-store.js';
import type { Connection, Recorded } from './connection.js';
import { Contiguity } from './contiguity.js';
import { isOfType } from './failures.js';
import type { Names } from './names.js';
import { placeOf, positionText, recordOf } from './stored-form.js';

/** A reading asks for so many events at least: between two records there may be many of the server's own. */
const LEAST_PAGE = 64;
const FIRST_LOOK_BACK = 4;
const LOOK_BACK = 512;

/** Reads streams and the whole log, always from the leader: what was acknowledged is seen. */
export class Reading {
  readonly #contiguity = new Contiguity((stream, revision) => this.#positionOf(stream, revision));
  /** Behind `after`, up to `through`, only events of the server's own stand: they are not looked at again. */
  #quiet: { readonly after: Position; readonly through: Position } | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly names: Names,
  ) {}

  /** Events of one stream from a revision on. Fails with `LedgerDamaged` when some are hidden or gone. */
  async stream(name: string, fromRevision: number): Promise<StoredRecord[]> {
    if (name === '' || this.names.passesOver(this.names.stored(name))) return [];
    const events = await this.#stream(name, fromRevision);
    return events.map((event, i) => {
      if (Number(event.revision) === fromRevision + i) return recordOf(event, this.names);
      throw new LedgerDamaged(
        `The stream ${name} lacks its event ${fromRevision + i}: somebody has hidden or removed events in EventStoreDB. Compare with a backup.`,
      );
    });
  }

  /** At most `limit` records after a position, in the order of the log, without a gap. */
  async after(after: Position | undefined, limit: number): Promise<StoredRecord[]> {
    if (after !== undefined) placeOf(after);
    const records: StoredRecord[] = [];
    let from = this.#quiet?.after === (after ?? '') ? this.#quiet.through : after;
    for (;;) {
      const count = Math.max(limit - records.length, LEAST_PAGE) + (from === undefined ? 0 : 1);
      const page = await this.#page(from, count);
      // A reading begins with the event at its position, which has been seen.
      const news = page.filter(({ position }) => positionText(position) !== from);
      const ours = news.filter(({ streamId }) => !this.names.passesOver(streamId));
      for (const event of ours.slice(0, limit - records.length)) records.push(recordOf(event, this.names));
      const last = news.at(-1);
      if (last) from = positionText(last.position);
      if (page.length < count || records.length === limit) break;
    }
    if (records.length === 0 && from !== undefined) this.#quiet = { after: after ?? '', through: from };
    await this.#contiguity.check(after, records);
    return records;
  }

  /** Position of the newest record. */
  async head(): Promise<Position | undefined> {
    let from: Position | undefined;
    for (let count = FIRST_LOOK_BACK; ; count = LOOK_BACK) {
      const page = await this.#backwards(from, count);
      for (const event of page) {
        const position = positionText(event.position);
        if (this.#quiet && position <= this.#quiet.through) return this.#quiet.after || undefined;
        if (!this.names.passesOver(event.streamId)) return position;
        from = position;
      }
      if (page.length < count) return undefined;
    }
  }

  /** Position of the newest event of the log, whoever wrote it. */
  async endOfLog(): Promise<Position> {
    const [newest] = await this.#backwards(undefined, 1);
    return newest ? positionText(newest.position) : '';
  }

  async #positionOf(stream: string, revision: number): Promise<Position | undefined> {
    const [event] = await this.#stream(stream, revision, 1);
    return event && Number(event.revision) === revision ? positionText(event.position) : undefined;
  }

  async #stream(name: string, fromRevision: number, maxCount?: number): Promise<Recorded[]> {
    const options = { direction: FORWARDS, fromRevision: BigInt(fromRevision), requiresLeader: true } as const;
    return this.connection.persist(`The stream ${name} could not be read`, () =>
      this.connection
        .read((client) =>
          client.readStream(this.names.stored(name), { ...options, ...(maxCount !== undefined && { maxCount }) }),
        )
        .catch((error: unknown) => {
          if (isOfType(error, 'stream-not-found')) return [];
          throw error;
        }),
    );
  }

  async #page(from: Position | undefined, maxCount: number): Promise<Recorded[]> {
    const fromPosition = from === undefined ? START : placeOf(from);
    return this.connection.persist('The ledger could not be read', () =>
      this.connection
        .read((client) => client.readAll({ direction: FORWARDS, fromPosition, maxCount, requiresLeader: true }))
        .catch((error: unknown) => {
          if (!(error as Error).message.includes('InvalidPosition')) throw error;
          throw new TypeError(`${from} is not a position of this ledger.`);
        }),
    );
  }

  async #backwards(from: Position | undefined, maxCount: number): Promise<Recorded[]> {
    const fromPosition = from === undefined ? END : placeOf(from);
    return this.connection.persist('The ledger could not be read', () =>
      this.connection.read((client) =>
        client.readAll({ direction: BACKWARDS, fromPosition, maxCount, requiresLeader: true }),
      ),
    );
  }
}
