import { EventEmitter } from 'node:events';
import type { DatabaseSync } from 'node:sqlite';
import type { EnqueueOptions, Job, JobHandler, JobQueue, JobStatus } from '../../job-queue.js';
import type { Every } from '../../schedule-time.js';
import { toJob } from './job-row.js';
import { jobTable, type JobTable } from './job-table.js';
import { Runner, type ProcessNames } from './runner.js';
import { scheduleTable, type ScheduleTable } from './schedule-table.js';
import { openJobsFile } from './schema.js';

export interface SqliteJobQueueOptions {
  readonly file: string;
  readonly now: () => number;
  readonly newId: () => string;
  /** How long a silent process keeps a job; renewed after a third of it. Default 10,000. */
  readonly leaseMilliseconds?: number;
  /** How often it looks for what other processes did. Default 150. */
  readonly pollMilliseconds?: number;
  /** Told of a failure of the queue itself (a full disk, say); it goes on trying. */
  readonly onError?: (error: unknown) => void;
  /** Jobs of a process that is known to have ended are taken again at once; without it their leases run out first. */
  readonly processes?: ProcessNames;
}

/** Opens a job queue on one SQLite file, which any number of threads and processes may share. */
export async function openSqliteJobQueue(options: SqliteJobQueueOptions): Promise<JobQueue> {
  return new SqliteJobQueue(options);
}

class SqliteJobQueue implements JobQueue {
  private readonly db: DatabaseSync;
  private readonly jobs: JobTable;
  private readonly schedules: ScheduleTable;
  private readonly runner: Runner;
  private readonly now: () => number;
  private readonly poll: number;
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private readonly closing = new AbortController();
  private closed: Promise<void> | undefined;

  constructor(private readonly options: SqliteJobQueueOptions) {
    this.now = options.now;
    this.poll = options.pollMilliseconds ?? 150;
    this.db = openJobsFile(options.file);
    this.jobs = jobTable(this.db);
    this.schedules = scheduleTable(this.db);
    this.runner = new Runner({
      jobs: this.jobs,
      schedules: this.schedules,
      now: options.now,
      newId: options.newId,
      processes: options.processes,
      leaseMilliseconds: options.leaseMilliseconds ?? 10_000,
      pollMilliseconds: this.poll,
      changed: (id) => void this.changes.emit(id),
      onError: options.onError ?? ((error) => console.error('The job queue failed and tries again:', error)),
    });
  }

  async enqueue<Data>(name: string, data: Data, options: EnqueueOptions = {}): Promise<Job<Data>> {
    const row = this.jobs.add({ id: options.id ?? this.options.newId(), name, data, options }, this.now());
    this.runner.wake();
    return toJob(row, this.now()) as Job<Data>;
  }

  async schedule(key: string, name: string, data: unknown, every: Every): Promise<void> {
    this.schedules.put(key, name, data, every, this.now());
  }

  async unschedule(key: string): Promise<void> {
    this.schedules.remove(key);
  }

  handle<Data, Result>(name: string, handler: JobHandler<Data, Result>, concurrency = 1): void {
    this.runner.handle(name, handler as JobHandler, concurrency);
  }

  start(): void {
    this.runner.start();
  }

  async get(id: string): Promise<Job | undefined> {
    const row = this.jobs.byId(id);
    return row && toJob(row, this.now());
  }

  async list(filter: { name?: string; status?: JobStatus; limit?: number } = {}): Promise<readonly Job[]> {
    const now = this.now();
    return this.jobs.list(filter, now).map((row) => toJob(row, now));
  }

  async cancel(id: string): Promise<boolean> {
    const cancelled = this.jobs.cancel(id, this.now());
    if (cancelled) this.changes.emit(id);
    this.runner.wake();
    return cancelled;
  }

  async *watch(id: string, signal: AbortSignal): AsyncIterable<Job> {
    const stop = AbortSignal.any([signal, this.closing.signal]);
    let seen: number | undefined;
    while (!stop.aborted) {
      const change = this.jobs.changeOf(id);
      if (change === undefined) return;
      if (change === seen) {
        await this.changed(id, stop);
        continue;
      }
      seen = change;
      const job = await this.get(id);
      if (!job) return;
      yield job;
      if (job.endedAt !== undefined) return;
    }
  }

  close(graceMilliseconds = 3000): Promise<void> {
    this.closed ??= this.runner.stop(graceMilliseconds).finally(() => {
      this.closing.abort();
      this.db.close();
    });
    return this.closed;
  }

  /** Resolves after a change in this process, after the time in which another one is noticed, or when told to stop. */
  private changed(id: string, stop: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.changes.off(id, done);
        stop.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, this.poll);
      this.changes.on(id, done);
      stop.addEventListener('abort', done);
    });
  }
}
