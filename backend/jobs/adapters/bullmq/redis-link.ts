import { setTimeout as pause } from 'node:timers/promises';
import { Redis, type RedisOptions } from 'ioredis';
import { JobsUnavailable } from '../../job-queue.js';
import { UnfitRedis, type RedisPlace } from './redis-url.js';

/** How long one answer of Redis may take before the caller is told that it is away. */
const ANSWER_MILLISECONDS = 4000;
/** How long the first connection may take; afterwards the queue opens all the same and is found when Redis is back. */
const FIRST_MILLISECONDS = 5000;
/** What Redis or the driver says when there is no answer to be had now. */
const AWAY =
  /timed out|connection|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|max retries|isn't writeable|^(LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|MISCONF|READONLY|OOM) /i;
const REFUSED = /^(WRONGPASS|NOAUTH|NOPERM|ERR invalid password|ERR Client sent AUTH)/;

/** The connection through which one process asks and tells; its workers have connections of their own. */
export class RedisLink {
  readonly client: Redis;
  private lastError: Error | undefined;
  private closed = false;

  constructor(
    private readonly place: RedisPlace,
    private readonly onTrouble: (error: unknown) => void,
    private readonly onWarning: (sentence: string) => void,
  ) {
    this.client = connection(place.connection, {
      lazyConnect: true,
      // A question to a Redis that is away fails at once; whoever asks is told to come again.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: ANSWER_MILLISECONDS,
    });
    this.client.on('error', (error: Error) => this.heard(error));
  }

  /**
   * Connects. Fails when Redis refuses the password or may drop keys; a Redis that is merely away is waited for, and
   * afterwards looked for in the background.
   */
  async open(): Promise<void> {
    this.client.connect().catch(() => undefined);
    const deadline = performance.now() + FIRST_MILLISECONDS;
    while (!this.ready && performance.now() < deadline && !this.refused()) await pause(20);
    if (this.refused())
      throw new UnfitRedis(`Redis at ${this.place.shown} refuses the name or the password in its URL.`);
    if (this.ready) await this.checkFitness();
    else this.onTrouble(new JobsUnavailable(`Redis at ${this.place.shown} cannot be reached yet.`));
    this.client.on('ready', () => void this.checkFitness().catch(this.onTrouble));
  }

  /** Asks Redis something. Fails with `JobsUnavailable` when it is away or does not answer in time. */
  async ask<T>(question: (client: Redis) => Promise<T>): Promise<T> {
    if (!this.ready) throw this.away();
    const late = new AbortController();
    try {
      return await Promise.race([question(this.client), this.tooLate(late.signal)]);
    } catch (error) {
      throw error instanceof Error && AWAY.test(error.message) ? this.away(error) : error;
    } finally {
      late.abort();
    }
  }

  close(): void {
    this.closed = true;
    this.client.disconnect();
  }

  private get ready(): boolean {
    return this.client.status === 'ready';
  }

  private refused(): boolean {
    return this.lastError !== undefined && REFUSED.test(this.lastError.message);
  }

  private away(cause?: unknown): JobsUnavailable {
    return new JobsUnavailable(`The job queue on Redis at ${this.place.shown} does not answer. Ask again.`, { cause });
  }

  private async tooLate(signal: AbortSignal): Promise<never> {
    await pause(ANSWER_MILLISECONDS + 500, undefined, { signal }).catch(() => undefined);
    throw this.away();
  }

  /** One message for a row of failed attempts to connect. */
  private heard(error: Error): void {
    const news = error.message !== this.lastError?.message;
    this.lastError = error;
    if (news && !this.closed) this.onTrouble(new Error(`Redis at ${this.place.shown}: ${error.message}`));
  }

  /** Jobs live only as long as Redis keeps its keys. */
  private async checkFitness(): Promise<void> {
    this.lastError = undefined;
    const [memory, persistence] = await this.ask(
      async (client) => [await client.info('memory'), await client.info('persistence')] as const,
    );
    const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1];
    if (policy !== undefined && policy !== 'noeviction') {
      throw new UnfitRedis(
        `Redis at ${this.place.shown} has maxmemory-policy ${policy}: it may drop jobs when its memory is full. Set "maxmemory-policy noeviction".`,
      );
    }
    if (/^aof_enabled:0/m.test(persistence)) {
      this.onWarning(`Redis at ${this.place.shown} would lose recent jobs when it restarts: set "appendonly yes".`);
    }
  }
}

/** A connection that is tried again for ever, at least every two seconds. */
export function connection(place: RedisOptions, options: RedisOptions): Redis {
  return new Redis({
    ...place,
    connectTimeout: 4000,
    retryStrategy: (times) => Math.min(times * 100, 2000),
    ...options,
  });
}
