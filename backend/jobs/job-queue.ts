export type JobStatus = 'waiting' | 'delayed' | 'active' | 'completed' | 'failed' | 'cancelled';

/** A piece of long work as everybody sees it. Data, progress and result are JSON. */
export interface Job<Data = unknown, Result = unknown> {
  readonly id: string;
  readonly name: string;
  readonly data: Data;
  readonly status: JobStatus;
  /** Last progress told by the handler; kept when the job ends. */
  readonly progress?: unknown;
  readonly result?: Result;
  /** Why it failed last, in words. */
  readonly error?: string;
  /** Tries begun; those that a dead process or a closing queue cut short do not count. */
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
}

export interface EnqueueOptions {
  /** A UUID of the caller's own. While a job with this id is known, ended or not, adding again answers with that job. */
  readonly id?: string;
  /** While a job of the same name with this key waits, is delayed or runs, adding again answers with that job. */
  readonly dedupeKey?: string;
  readonly delayMilliseconds?: number;
  /** Tries in all, the first included; default 1. Between tries it waits `backoffMilliseconds` × 2^(try − 1). */
  readonly attempts?: number;
  readonly backoffMilliseconds?: number;
}

export interface JobContext {
  /** Aborted with a {@link JobStopped} when the job is cancelled, its lease is lost, or the queue closes. */
  readonly signal: AbortSignal;
  /** Told to whoever watches; throttled by the adapter, the last one always arrives. */
  progress(this: void, value: unknown): void;
  readonly attempt: number;
}
export type JobHandler<Data = unknown, Result = unknown> = (job: Job<Data>, context: JobContext) => Promise<Result>;

/**
 * Why a handler is asked to stop: the `reason` of its signal. A handler that throws after `cancelled` ends its job as
 * cancelled; after `closing` and `lease-lost` the job is taken again, by this process or another.
 */
export class JobStopped extends Error {
  override readonly name = 'JobStopped';
  constructor(readonly why: 'cancelled' | 'lease-lost' | 'closing') {
    super(
      {
        cancelled: 'The job was cancelled.',
        'lease-lost': 'The job was taken over by another process, because this one did not renew its lease in time.',
        closing: 'The queue is closing; the job is handed back and goes on later.',
      }[why],
    );
  }
}

/** A failure that no retry can mend: the job fails at once, with this message. */
export class UnrecoverableJobError extends Error {
  override readonly name = 'UnrecoverableJobError';
}

/** The queue's store cannot be reached now; nothing is known of what was asked. It is found again by itself. */
export class JobsUnavailable extends Error {
  override readonly name = 'JobsUnavailable';
}

/**
 * Work that outlives a request: at least once, exactly one handler per name. A handler whose process dies is noticed by
 * its lease, and the job is tried again (this does not count as a try that failed, but at most 10 times).
 */
export interface JobQueue {
  enqueue<Data>(name: string, data: Data, options?: EnqueueOptions): Promise<Job<Data>>;
  /** Repeats by a cron expression (UTC) or an interval, one schedule per key; scheduling again replaces it. */
  schedule(key: string, name: string, data: unknown, every: { cron: string } | { milliseconds: number }): Promise<void>;
  unschedule(key: string): Promise<void>;
  /** Registers the handler of a name; a second one for the same name is an error. */
  handle<Data, Result>(name: string, handler: JobHandler<Data, Result>, concurrency?: number): void;
  /** Begins to take jobs for the registered names. */
  start(): void;
  get(id: string): Promise<Job | undefined>;
  /** Newest first. */
  list(filter?: { name?: string; status?: JobStatus; limit?: number }): Promise<readonly Job[]>;
  /**
   * Cancels a waiting job at once and asks a running one to stop; false when it has ended or is unknown. A handler that
   * finishes all the same ends its job as completed.
   */
  cancel(id: string): Promise<boolean>;
  /** The job now and after each change, until it ends or the signal aborts. */
  watch(id: string, signal: AbortSignal): AsyncIterable<Job>;
  /**
   * Stops taking jobs, asks running handlers to stop, waits up to `graceMilliseconds` (default 3,000) for them, then hands
   * back what did not finish; that does not count as a try.
   */
  close(graceMilliseconds?: number): Promise<void>;
}
