import { setTimeout as pause } from 'node:timers/promises';
import { type AllStreamRecordedEvent, EventStoreDBClient, type StreamingRead } from '@eventstore/db-client';
import { LedgerUnavailable } from '../../event-store.js';
import type { Address } from './address.js';
import { asPortError, NoAnswer, sticksToClient, worthAnother } from './failures.js';

/** How long this program waits, in milliseconds. */
export interface Patience {
  /** For one answer, or for the next event of a reading. */
  readonly answer: number;
  /** For all tries of one call together: whoever asks waits no longer. */
  readonly inAll: number;
}

/** A recorded event as readings give it; one of a stream has its position too. */
export type Recorded = AllStreamRecordedEvent;
type Read = StreamingRead<{ event?: unknown }>;

/** Pauses between tries, in milliseconds. */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 1000;
/** So long a closing waits for calls that are broken. */
const CLOSING = 500;

/** The official client, with time-outs of our own: its shared batch call heeds none, and readings have none. */
export class Connection {
  #client: EventStoreDBClient;
  #closed = false;

  constructor(
    private readonly address: Address,
    readonly patience: Patience,
  ) {
    this.#client = clientFor(address);
  }

  get client(): EventStoreDBClient {
    return this.#client;
  }

  /** Does something until it succeeds, fails for good, or the patience ends; then fails with an error of the port. */
  async persist<T>(what: string, run: () => Promise<T>): Promise<T> {
    const until = performance.now() + this.patience.inAll;
    for (let wait = FIRST_PAUSE; ; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
      if (this.#closed) throw new LedgerUnavailable('The ledger has been closed.');
      try {
        return await answered(run(), until - performance.now());
      } catch (error) {
        if (!worthAnother(error) || performance.now() + wait >= until) throw asPortError(what, error);
        if (sticksToClient(error)) this.#renew();
      }
      await pause(wait);
    }
  }

  /** What a call answers; fails with {@link NoAnswer} when it takes too long. The call itself goes on. */
  answer<T>(call: Promise<T>): Promise<T> {
    return answered(call, this.patience.answer);
  }

  /** All events of a reading, which must be bounded; cancels it when the next event takes too long. */
  async read(open: (client: EventStoreDBClient) => Read): Promise<Recorded[]> {
    const events: Recorded[] = [];
    const reading = open(this.#client);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new NoAnswer(`no answer in ${this.patience.answer} ms`));
        void reading.cancel().catch(() => undefined);
      }, this.patience.answer);
      reading.on('data', ({ event }) => {
        timer.refresh();
        if (event) events.push(event as Recorded);
      });
      reading.once('end', () => {
        clearTimeout(timer);
        resolve();
      });
      // Stays: a cancelled reading may fail once more.
      reading.on('error', (error: Error) => {
        clearTimeout(timer);
        reject(error);
      });
    });
    return events;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await disposed(this.#client);
  }

  #renew(): void {
    void disposed(this.#client);
    this.#client = clientFor(this.address);
  }
}

/** What a call answers within so many milliseconds; fails with {@link NoAnswer} afterwards. */
async function answered<T>(call: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`no answer in ${Math.round(milliseconds)} ms`)), milliseconds);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function disposed(client: EventStoreDBClient): Promise<void> {
  const broken = new AbortController();
  await Promise.race([client.dispose(), pause(CLOSING, undefined, { signal: broken.signal }).catch(() => undefined)]);
  broken.abort();
}

function clientFor({ hosts, discover, options, channel, credentials }: Address): EventStoreDBClient {
  const [first] = hosts as [Address['hosts'][number]];
  if (discover) return new EventStoreDBClient({ ...options, discover: first }, channel, credentials);
  if (hosts.length > 1) return new EventStoreDBClient({ ...options, endpoints: [...hosts] }, channel, credentials);
  return new EventStoreDBClient({ ...options, endpoint: first }, channel, credentials);
}
