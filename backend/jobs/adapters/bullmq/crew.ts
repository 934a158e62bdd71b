import { UnrecoverableError, WaitingError, Worker, type Job as BullJob } from 'bullmq';
import type { Redis, RedisOptions } from 'ioredis';
import type { Job, JobHandler } from '../../job-queue.js';
import { queueName } from './job-shelf.js';
import { OneTry } from './one-try.js';
import { connection } from './redis-link.js';
import { CANCELLED } from './scripts.js';

/** A job whose process dies is taken again this often, then it fails: it may be what kills the process. */
const MOST_RECOVERIES = 10;
/** Ended jobs are remembered for thirty days; in seconds. */
export const KEEP_SECONDS = 30 * 24 * 3600;
/** How long handing back and saying good-bye to Redis may take. */
const LEAVE_MILLISECONDS = 1000;

export interface CrewOptions {
  readonly redis: RedisOptions;
  readonly prefix: string;
  readonly leaseMilliseconds: number;
  readonly pollMilliseconds: number;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
  /** Called again and again while the crew works. */
  readonly tick: () => Promise<void>;
}

interface Post {
  readonly handler: JobHandler;
  readonly concurrency: number;
  worker?: Worker;
}

/** The handlers of this process: one worker of BullMQ for each name, over connections of their own. */
export class Crew {
  private readonly posts = new Map<string, Post>();
  private readonly tries = new Set<OneTry>();
  /** Jobs that were given to this process and whose try is about to begin. */
  private readonly beginning = new Set<Promise<OneTry>>();
  private readonly connections: Redis[] = [];
  private redis: Redis | undefined;
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> | undefined;
  private stopping = false;

  constructor(private readonly options: CrewOptions) {}

  handle(name: string, handler: JobHandler, concurrency: number): void {
    if (this.posts.has(name)) throw new Error(`The jobs named "${name}" have a handler already; a name has one.`);
    const post: Post = { handler, concurrency };
    this.posts.set(name, post);
    if (this.redis && !this.stopping) post.worker = this.hire(this.redis, name, post);
  }

  start(): void {
    if (this.redis || this.stopping) return;
    const redis = this.connect();
    this.redis = redis;
    for (const [name, post] of this.posts) post.worker = this.hire(redis, name, post);
    this.timer = setInterval(() => this.tick(), this.options.pollMilliseconds);
    this.tick();
  }

  async stop(graceMilliseconds: number): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    if (!this.redis) return;
    const workers = [...this.posts.values()].flatMap(({ worker }) => worker ?? []);
    for (const worker of workers) void worker.pause(true).catch(this.options.onError);
    await within(this.allBegun(this.redis), LEAVE_MILLISECONDS);
    for (const one of this.tries) one.stop('closing');
    await within(Promise.allSettled([...this.tries].map((one) => one.done)), graceMilliseconds);
    const back = [...this.tries].map((one) => one.handBack().catch(this.options.onError));
    await within(Promise.allSettled(back), LEAVE_MILLISECONDS);
    await within(Promise.allSettled(workers.map((worker) => worker.close(true))), LEAVE_MILLISECONDS);
    for (const open of this.connections) open.disconnect();
    await within(this.ticking ?? Promise.resolve(), LEAVE_MILLISECONDS);
  }

  /**
   * A job that Redis has given to this process already, but whose try has not begun, would otherwise be kept until its lease
   * is over. Answers come in the order of the questions: after that of a ping no earlier one is under way.
   */
  private async allBegun(redis: Redis): Promise<void> {
    await redis.ping().catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.allSettled(this.beginning);
  }

  /** Workers make copies of it to wait with; all are kept, to be ended even where Redis does not answer. */
  private connect(): Redis {
    const redis = connection(this.options.redis, { maxRetriesPerRequest: null });
    const copy = redis.duplicate.bind(redis);
    redis.duplicate = (changes) => this.keep(copy(changes));
    return this.keep(redis);
  }

  private keep(redis: Redis): Redis {
    this.connections.push(redis);
    // The connection that asks tells of the same trouble.
    return redis.on('error', () => undefined);
  }

  private hire(redis: Redis, name: string, { handler, concurrency }: Post): Worker {
    const { prefix, leaseMilliseconds } = this.options;
    const worker = new Worker(queueName(name), (bull, token) => this.work(bull, token ?? '', name, handler), {
      connection: redis,
      prefix,
      concurrency,
      lockDuration: leaseMilliseconds,
      stalledInterval: Math.ceil(leaseMilliseconds / 2),
      maxStalledCount: MOST_RECOVERIES,
      removeOnComplete: { age: KEEP_SECONDS },
      removeOnFail: { age: KEEP_SECONDS },
      skipVersionCheck: true,
    });
    worker.on('error', (error) => this.heard(error));
    worker.on('lockRenewalFailed', (ids) => this.lost(ids));
    return worker;
  }

  private async work(bull: BullJob, token: string, name: string, handler: JobHandler): Promise<unknown> {
    const beginning = this.begin(bull, token, name, handler);
    this.beginning.add(beginning);
    const one = await beginning.finally(() => this.beginning.delete(beginning));
    return one.done.finally(() => this.tries.delete(one));
  }

  private async begin(bull: BullJob, token: string, name: string, handler: JobHandler): Promise<OneTry> {
    if (this.stopping) {
      await bull.moveToWait(token);
      throw new WaitingError();
    }
    // Cancelled since it was taken: the next look finds it.
    if (bull.failedReason === CANCELLED) throw new UnrecoverableError(CANCELLED);
    const attempts = bull.attemptsMade + 1;
    const job: Job = {
      id: bull.id ?? '',
      name,
      data: bull.data as unknown,
      status: 'active',
      attempts,
      createdAt: bull.timestamp,
      startedAt: bull.processedOn ?? this.options.now(),
    };
    const one = new OneTry({ bull, token, job, handler, onError: this.options.onError });
    this.tries.add(one);
    if (this.stopping) one.stop('closing');
    return one;
  }

  private lost(ids: readonly string[]): void {
    for (const one of this.tries) if (ids.includes(one.job.id)) one.stop('lease-lost');
  }

  private tick(): void {
    this.ticking ??= this.options
      .tick()
      .catch(this.options.onError)
      .finally(() => (this.ticking = undefined));
  }

  /** The jobs that run here now. */
  get running(): readonly Job[] {
    return [...this.tries].map(({ job }) => job);
  }

  /** Asks those of the running jobs to stop that were cancelled. */
  stopCancelled(ids: ReadonlySet<string>): void {
    for (const one of this.tries) if (ids.has(one.job.id)) one.stop('cancelled');
  }

  private heard(error: Error): void {
    // Trouble with the connection is told once, by the connection that asks; a lost lease is told to the handler.
    if (/ECONN|EPIPE|ETIMEDOUT|Connection is closed|Missing lock|could not renew lock/i.test(error.message)) return;
    this.options.onError(error);
  }
}

/** Waits for a promise, but no longer than this. */
async function within(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([promise.catch(() => undefined), late]);
  clearTimeout(timer);
}
