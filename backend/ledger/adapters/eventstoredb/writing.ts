import { type AppendResult, type EventData, NO_STREAM as NO_STREAM_YET } from '@eventstore/db-client';
import { checkAppend } from '../../check-append.js';
import { AppendTooLarge, LedgerDamaged, NO_STREAM, RevisionConflict, type StreamAppend } from '../../event-store.js';
import type { Connection } from './connection.js';
import { asPortError, isOfType, worthAnother } from './failures.js';
import type { Names } from './names.js';
import { outgoing } from './stored-form.js';
import { Turnstile } from './turnstile.js';

/**
 * Appends under way at once. The client's stream takes 16 before it makes writers wait, and when the connection breaks while
 * one waits, the client ends the process with an unhandled rejection.
 */
const UNDER_WAY = 15;
/** A call that never settles gives its place back after this: longer than the client needs to notice a dead connection. */
const LOST = 60_000;
/** The server has a limit of its own (2 s); a time of the client's would depend on both clocks agreeing. */
const SERVER_DEADLINE = 600_000;
const NIL = '00000000-0000-0000-0000-000000000000';

/** What became of an append: written (now or before, by these very ids), or the revision that was in its way. */
export type Sent = { readonly result: AppendResult } | { readonly actualRevision: number };

/** An append whose records have been put into their stored form and found good. */
export interface Ready {
  readonly append: StreamAppend;
  readonly events: readonly EventData[];
}

/** Sends appends; tries again with the same ids when the outcome is unknown, which the server recognises by a concrete revision. */
export class Writing {
  readonly #turnstile = new Turnstile(UNDER_WAY);

  constructor(
    private readonly connection: Connection,
    private readonly names: Names,
    private readonly largestAppend: number,
  ) {}

  /** Checks everything that would make the server or the client fail. A TypeError, or `AppendTooLarge`. */
  ready(append: StreamAppend): Ready {
    checkAppend(append);
    const { stream, records } = append;
    if (this.names.refuses(stream))
      throw new TypeError(`Append to ${JSON.stringify(stream)}: that name cannot be used.`);
    for (const { id, type } of records)
      if (id === NIL || type.startsWith('$') || !type.isWellFormed())
        throw new TypeError(
          `Append to ${JSON.stringify(stream)}: event ${id} has an id or a type that cannot be used.`,
        );
    const made = records.map(outgoing);
    const bytes = made.reduce((sum, one) => sum + one.bytes, 0);
    if (bytes > this.largestAppend)
      throw new AppendTooLarge(
        `An append to ${stream} has ${bytes} bytes; this ledger takes ${this.largestAppend} at once. Record it in smaller steps.`,
      );
    return { append, events: made.map(({ event }) => event) };
  }

  /** One append, to its end. */
  async send(ready: Ready): Promise<Sent> {
    return this.connection.persist(`The append to ${ready.append.stream} may not have been written`, () =>
      this.#once(ready),
    );
  }

  /**
   * Many appends to different streams, sent in this order on one call and so written in it: the server takes the messages of a
   * call one by one. When one gets no answer, those under way are waited for, and all that have none are sent again in order.
   */
  async sendInOrder(all: readonly Ready[]): Promise<Sent[]> {
    const sent: (Sent | undefined)[] = all.map(() => undefined);
    let first = 0;
    while (first < all.length) {
      // The first goes alone: it opens the call on which the others follow.
      sent[first] = await this.send(all[first]!);
      await this.#rush(all, sent, first + 1);
      first = sent.indexOf(undefined);
      if (first < 0) break;
    }
    return sent as Sent[];
  }

  /** Sends without waiting for answers, until one fails in a way that another try may mend. */
  async #rush(all: readonly Ready[], sent: (Sent | undefined)[], from: number): Promise<void> {
    const underWay: Promise<void>[] = [];
    let failure: Error | undefined;
    let stopped = false;
    for (let i = from; i < all.length && !stopped; i++) {
      if (sent[i]) continue;
      await this.#turnstile.enter();
      // A failure may have come while this one waited.
      if (stopped as boolean) {
        this.#turnstile.leave();
        break;
      }
      underWay.push(
        this.#inside(all[i]!).then(
          (one) => void (sent[i] = one),
          (error: unknown) => {
            stopped = true;
            if (!worthAnother(error)) failure ??= asPortError(`The append to ${all[i]!.append.stream} failed`, error);
          },
        ),
      );
    }
    await Promise.all(underWay);
    if (failure) throw failure;
  }

  async #once(ready: Ready): Promise<Sent> {
    const entering = this.#turnstile.enter();
    try {
      await this.connection.answer(entering);
    } catch (error) {
      void entering.then(() => this.#turnstile.leave());
      throw error;
    }
    return this.#inside(ready);
  }

  /** Sends at once; called by one who has entered. Its place is free when the client is done with it, not when we give up. */
  async #inside({ append, events }: Ready): Promise<Sent> {
    const { stream, expectedRevision } = append;
    const call = this.connection.client.appendToStream(this.names.stored(stream), [...events], {
      expectedRevision: expectedRevision === NO_STREAM ? NO_STREAM_YET : BigInt(expectedRevision),
      requiresLeader: true,
      deadline: SERVER_DEADLINE,
    });
    this.#leaveAfter(call);
    try {
      const result = await this.connection.answer(call);
      mustContinue(append, result);
      return { result };
    } catch (error) {
      if (!isOfType(error, 'wrong-expected-version')) throw error;
      return { actualRevision: revisionNumber((error as { actualVersion?: unknown }).actualVersion) };
    }
  }

  #leaveAfter(call: Promise<unknown>): void {
    let inside = true;
    const leave = (): void => {
      if (inside) this.#turnstile.leave();
      inside = false;
      clearTimeout(timer);
    };
    const timer = setTimeout(leave, LOST);
    timer.unref();
    call.then(leave, leave);
  }
}

/** A stream that was deleted goes on at a revision nobody expects. */
function mustContinue(
  { stream, expectedRevision, records }: StreamAppend,
  { nextExpectedRevision }: AppendResult,
): void {
  if (Number(nextExpectedRevision) === expectedRevision + records.length) return;
  throw new LedgerDamaged(
    `The stream ${stream} went on at revision ${nextExpectedRevision} instead of ${expectedRevision + records.length}: ` +
      'somebody has deleted or hidden its events in EventStoreDB. Compare with a backup.',
  );
}

function revisionNumber(version: unknown): number {
  return typeof version === 'bigint' ? Number(version) : NO_STREAM;
}

/** The failure that a conflicting append is told with. */
export function conflict({ stream, expectedRevision }: StreamAppend, actualRevision: number): RevisionConflict {
  return new RevisionConflict(stream, expectedRevision, actualRevision);
}
