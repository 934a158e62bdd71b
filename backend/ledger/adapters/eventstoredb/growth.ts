import { type AllStreamSubscription, excludeSystemEvents, START, streamNameFilter } from '@eventstore/db-client';
import type { Position } from '../../event-store.js';
import type { Connection } from './connection.js';
import type { Names } from './names.js';
import { placeOf, positionText } from './stored-form.js';

/** A subscription that broke is begun anew after this. */
const AGAIN_MILLISECONDS = 250;
/** The subscription tells at once; this look is for the day on which it does not. */
const LOOK_MILLISECONDS = 5000;

interface Waiter {
  readonly after: Position;
  readonly resolve: () => void;
}

/** Waits for new records: told at once of our own, and by a subscription to the log of everybody's. */
export class Growth {
  readonly #waiting = new Set<Waiter>();
  /** The newest record known of; the subscription begins behind it, also after it broke. */
  #newest: Position = '';
  #subscription: AllStreamSubscription | undefined;
  #again: NodeJS.Timeout | undefined;
  #look: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly names: Names,
    private readonly head: () => Promise<Position | undefined>,
  ) {}

  /** Resolves when a record stands after the position, or when aborted. */
  async past(after: Position | undefined, signal: AbortSignal): Promise<void> {
    const place = after ?? '';
    // A position is a record's: whoever waits behind an earlier one need not.
    if (place > this.#newest) this.#newest = place;
    if (signal.aborted || this.#newest > place) return;
    await new Promise<void>((resolve) => {
      const waiter = {
        after: place,
        resolve: () => {
          this.#waiting.delete(waiter);
          signal.removeEventListener('abort', waiter.resolve);
          resolve();
        },
      };
      signal.addEventListener('abort', waiter.resolve);
      this.#waiting.add(waiter);
      this.#watch();
    });
  }

  /** Wakes those who wait for something before or at this position. */
  reached(position: Position): void {
    if (position > this.#newest) this.#newest = position;
    for (const waiter of [...this.#waiting]) if (position > waiter.after) waiter.resolve();
  }

  /** Wakes all: the store closes. */
  end(): void {
    this.#rest();
    for (const waiter of [...this.#waiting]) waiter.resolve();
  }

  #watch(): void {
    this.#look ??= setInterval(() => void this.#lookOnce(), LOOK_MILLISECONDS);
    if (this.#subscription || this.#again) return;
    const { prefix } = this.names;
    const subscription = this.connection.client.subscribeToAll({
      fromPosition: this.#newest === '' ? START : placeOf(this.#newest),
      filter: prefix === undefined ? excludeSystemEvents() : streamNameFilter({ prefixes: [prefix] }),
    });
    this.#subscription = subscription;
    subscription.on('data', ({ event }) => {
      if (event && !this.names.passesOver(event.streamId)) this.reached(positionText(event.position));
      // Nobody waits while all are busy reading: they will ask again when they are through.
      if (this.#waiting.size === 0) this.#rest();
    });
    // After an error nothing more comes; other listeners stay, for it may fail twice.
    subscription.on('error', () => this.#broke(subscription));
    subscription.on('end', () => this.#broke(subscription));
  }

  #broke(subscription: AllStreamSubscription): void {
    if (this.#subscription !== subscription) return;
    this.#subscription = undefined;
    this.#again = setTimeout(() => {
      this.#again = undefined;
      if (this.#waiting.size > 0) this.#watch();
    }, AGAIN_MILLISECONDS);
  }

  async #lookOnce(): Promise<void> {
    if (this.#waiting.size === 0) return this.#rest();
    // Who reads is told that the server is away; who waits goes on waiting.
    const head = await this.head().catch(() => undefined);
    if (head !== undefined) this.reached(head);
  }

  #rest(): void {
    clearInterval(this.#look);
    clearTimeout(this.#again);
    this.#look = this.#again = undefined;
    const subscription = this.#subscription;
    this.#subscription = undefined;
    void subscription?.unsubscribe().catch(() => undefined);
  }
}
