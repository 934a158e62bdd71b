import { AGGREGATES } from '#domain/registry.js';
import { upcastsOf } from '#ledger/decode.js';
import type { EventStore } from '#ledger/event-store.js';
import { Feed } from '#ledger/follow.js';
import { Lane } from './lane.js';
import type { Projection } from './projection.js';
import type { ViewStore } from './view-store.js';

export interface ProjectorSettings {
  readonly ledger: EventStore;
  readonly views: ViewStore;
  readonly projections: readonly Projection[];
  /** Distinguishes this process from others that may run the same projections. */
  readonly owner: string;
  /** How long a lease lasts; default 7,500 ms: another process takes over within ten seconds, also where both are slow. */
  readonly leaseMilliseconds?: number;
  /** Told when a store failed and a projection waits before it tries again. */
  onTrouble?(this: void, projection: string, error: unknown): void;
}

/**
 * While somebody writes without pause, views take a fifth of a processor and come a tenth of a second later; a document that
 * changes again and again is then written once for many changes.
 */
const REST = { perWork: 4, leastMilliseconds: 0, mostMilliseconds: 80 } as const;

/**
 * Keeps views up to date: pulls events in batches, folds them, commits documents and checkpoint together. Each projection
 * goes at its own pace, so that one that is built anew does not hold up the others; those at the same place share a batch.
 */
export class Projector {
  readonly #lanes: readonly Lane[];
  readonly #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor({ ledger, projections, leaseMilliseconds = 7_500, ...settings }: ProjectorSettings) {
    const feed = new Feed(ledger, { upcasts: upcastsOf(AGGREGATES), rest: REST });
    this.#lanes = projections.map(
      (projection) => new Lane(projection, { ...settings, ledger, feed, leaseMilliseconds }),
    );
  }

  /** Opens the views and begins; fails when one of them was built from another ledger. */
  async start(): Promise<void> {
    await this.#open();
    this.#running = Promise.all(this.#lanes.map((lane) => lane.follow(this.#stop.signal)));
  }

  /** Ends after the batches in hand and gives the leases back. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** Brings every view to the end of the ledger and returns: for rebuilds, for the command line and for tests. */
  async catchUp(): Promise<void> {
    await this.#open();
    await Promise.all(this.#lanes.map((lane) => lane.catchUp()));
  }

  async #open(): Promise<void> {
    for (const lane of this.#lanes) await lane.open();
  }
}
