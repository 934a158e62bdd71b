import { setTimeout as pause } from 'node:timers/promises';
import { Queue, type JobsOptions } from 'bullmq';
import {
  JobsUnavailable,
  type EnqueueOptions,
  type Job,
  type JobHandler,
  type JobQueue,
  type JobStatus,
} from '../../job-queue.js';
import type { Every } from '../../schedule-time.js';
import { Crew, KEEP_SECONDS } from './crew.js';
import { JobShelf, queueName } from './job-shelf.js';
import { RedisLink } from './redis-link.js';
import { redisPlace, type RedisPlace } from './redis-url.js';
import { Schedules } from './schedules.js';
import { CANCEL, CANCELLED } from './scripts.js';

export interface BullmqJobQueueOptions {
  /** `redis://user:password@host:6379/0?prefix=word`; `rediss:` for TLS. */
  readonly url: string;
  readonly now: () => number;
  readonly newId: () => string;
  /** How long a silent process keeps a job; noticed within half as long again. Default 10,000. */
  readonly leaseMilliseconds?: number;
  /** How often it looks for what other processes did. Default 150. */
  readonly pollMilliseconds?: number;
  /** Told of trouble with Redis; the queue goes on trying. */
  readonly onError?: (error: unknown) => void;
  /** Told of what works, but should not stay so. */
  readonly onWarning?: (sentence: string) => void;
}

/**
 * Opens a job queue on Redis, which any number of processes may share. Fails with `UnfitRedis` when Redis refuses the password or may drop
 * keys (`maxmemory-policy`); one that is away is found when it is back, and until then every question fails with
 * `JobsUnavailable`.
 */
export async function openBullmqJobQueue(options: BullmqJobQueueOptions): Promise<JobQueue> {
  const onError = options.onError ?? ((error) => console.error('The job queue failed and tries again:', error));
  const place = redisPlace(options.url);
  const link = new RedisLink(place, onError, options.onWarning ?? console.warn);
  try {
    await link.open();
    return new BullmqJobQueue({ ...options, onError }, place, link);
  } catch (error) {
    link.close();
    throw error;
  }
}

const TIDY_EVERY = 3600 * 1000;

class BullmqJobQueue implements JobQueue {
  private readonly queues = new Map<string, Queue>();
  private readonly shelf: JobShelf;
  private readonly schedules: Schedules;
  private readonly crew: Crew;
  private readonly poll: number;
  private readonly closing = new AbortController();
  private tidyAt = 0;
  private closed: Promise<void> | undefined;

  constructor(
    private readonly options: BullmqJobQueueOptions & { readonly onError: (error: unknown) => void },
    private readonly place: RedisPlace,
    private readonly link: RedisLink,
  ) {
    this.poll = options.pollMilliseconds ?? 150;
    this.shelf = new JobShelf(link, place.prefix);
    this.schedules = new Schedules(link, place.prefix);
    this.crew = new Crew({
      redis: place.connection,
      prefix: place.prefix,
      leaseMilliseconds: options.leaseMilliseconds ?? 10_000,
      pollMilliseconds: this.poll,
      now: options.now,
      onError: options.onError,
      tick: () => this.tick(),
    });
  }

  async enqueue<Data>(name: string, data: Data, options: EnqueueOptions = {}): Promise<Job<Data>> {
    const known = options.id === undefined ? undefined : await this.get(options.id);
    if (known) return known as Job<Data>;
    const id = options.id ?? this.options.newId();
    const now = this.options.now();
    // Side by side on one connection: Redis still notes the job before it adds it.
    const noted = this.shelf.note(name, id, now);
    const adding = this.link.ask(() => this.queue(name).add(name, data ?? null, bullOptions(id, options, now)));
    const [added] = await Promise.all([adding, noted]);
    // Nobody else knows this id: Redis need not be asked what became of it.
    if (added.id === id && options.id === undefined) return newJob(id, name, data, options, now);
    if (added.id !== undefined && added.id !== id) await this.shelf.forget(name, id);
    const job = await this.shelf.get(name, added.id ?? id, this.options.now());
    if (job) return job as Job<Data>;
    // The twin may end and be forgotten between the two; then there is room for the new one.
    return this.enqueue(name, data, options);
  }

  async schedule(key: string, name: string, data: unknown, every: Every): Promise<void> {
    await this.schedules.put(key, { name, data, every }, this.options.now());
  }

  async unschedule(key: string): Promise<void> {
    await this.schedules.remove(key);
  }

  handle<Data, Result>(name: string, handler: JobHandler<Data, Result>, concurrency = 1): void {
    this.crew.handle(name, handler as JobHandler, concurrency);
  }

  start(): void {
    this.crew.start();
  }

  async get(id: string): Promise<Job | undefined> {
    return this.shelf.find(id, this.options.now());
  }

  async list(filter: { name?: string; status?: JobStatus; limit?: number } = {}): Promise<readonly Job[]> {
    return this.shelf.list(filter, this.options.now());
  }

  async cancel(id: string): Promise<boolean> {
    const job = await this.get(id);
    if (!job) return false;
    const keys = [this.shelf.keyOf(job.name, id), this.shelf.lockOf(job.name, id)];
    const done = await this.link.ask((redis) => redis.eval(CANCEL, 2, ...keys, this.options.now(), CANCELLED));
    if (done !== 1) return false;
    const ended = await this.shelf.get(job.name, id, this.options.now());
    if (ended?.status === 'cancelled') await this.makeRoom(job.name, id);
    return true;
  }

  async *watch(id: string, signal: AbortSignal): AsyncIterable<Job> {
    const stop = AbortSignal.any([signal, this.closing.signal]);
    let seen: string | undefined;
    while (!stop.aborted) {
      const job = await this.whenReachable(() => this.get(id), seen !== undefined);
      if (job === undefined) return;
      const text = job === 'away' ? seen : JSON.stringify(job);
      if (job !== 'away' && text !== seen) yield job;
      seen = text;
      if (job !== 'away' && job.endedAt !== undefined) return;
      await pause(this.poll, undefined, { signal: stop }).catch(() => undefined);
    }
  }

  close(graceMilliseconds = 3000): Promise<void> {
    this.closed ??= this.crew.stop(graceMilliseconds).finally(() => {
      this.closing.abort();
      this.link.close();
    });
    return this.closed;
  }

  /** A watcher who has seen the job waits for Redis; one who comes while it is away is told so. */
  private async whenReachable<T>(question: () => Promise<T>, patient: boolean): Promise<T | 'away'> {
    try {
      return await question();
    } catch (error) {
      if (patient && error instanceof JobsUnavailable) return 'away';
      throw error;
    }
  }

  private async makeRoom(name: string, id: string): Promise<void> {
    const bull = await this.link.ask(() => this.queue(name).getJob(id));
    if (bull?.deduplicationId !== undefined) await this.link.ask(() => bull.removeDeduplicationKey());
  }

  private async tick(): Promise<void> {
    try {
      await this.stopCancelled();
      const now = this.options.now();
      for (const { key, name, data } of await this.schedules.takeDue(now)) {
        // The key keeps runs from piling up behind one that takes longer than the interval.
        await this.enqueue(name, data, { dedupeKey: `schedule:${key}` });
      }
      if (now < this.tidyAt) return;
      this.tidyAt = now + TIDY_EVERY;
      await this.shelf.tidy(now - KEEP_SECONDS * 1000);
    } catch (error) {
      // Told once, by the connection.
      if (!(error instanceof JobsUnavailable)) throw error;
    }
  }

  private async stopCancelled(): Promise<void> {
    const running = this.crew.running;
    if (running.length === 0) return;
    const flags = await this.link.ask((redis) => {
      const pipeline = redis.pipeline();
      for (const { id, name } of running) pipeline.hexists(this.shelf.keyOf(name, id), 'cancel');
      return pipeline.exec();
    });
    this.crew.stopCancelled(new Set(running.filter((_, at) => flags?.[at]?.[1] === 1).map(({ id }) => id)));
  }

  private queue(name: string): Queue {
    const known = this.queues.get(name);
    if (known) return known;
    const queue = new Queue(queueName(name), {
      connection: this.link.client,
      prefix: this.place.prefix,
      skipVersionCheck: true,
      // Nobody reads BullMQ's own stream of events here.
      streams: { events: { maxLen: 100 } },
    });
    // The connection tells of the same trouble.
    queue.on('error', () => undefined);
    this.queues.set(name, queue);
    return queue;
  }
}

/** A job as it is when it has just been added; its data as they come back from Redis. */
function newJob<Data>(id: string, name: string, data: Data, options: EnqueueOptions, now: number): Job<Data> {
  const status = (options.delayMilliseconds ?? 0) > 0 ? 'delayed' : 'waiting';
  return { id, name, data: JSON.parse(JSON.stringify(data ?? null)) as Data, status, attempts: 0, createdAt: now };
}

function bullOptions(id: string, options: EnqueueOptions, now: number): JobsOptions {
  return {
    jobId: id,
    timestamp: now,
    attempts: options.attempts ?? 1,
    backoff: { type: 'exponential', delay: options.backoffMilliseconds ?? 1000 },
    stackTraceLimit: 3,
    ...(options.delayMilliseconds !== undefined && { delay: options.delayMilliseconds }),
    ...(options.dedupeKey !== undefined && { deduplication: { id: encodeURIComponent(options.dedupeKey) } }),
  };
}
