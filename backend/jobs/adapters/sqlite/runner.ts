import type { JobHandler } from '../../job-queue.js';
import type { JobTable } from './job-table.js';
import { RunningJob } from './running-job.js';
import type { ScheduleTable } from './schedule-table.js';

const KEEP_MILLISECONDS = 30 * 24 * 3600 * 1000;
const FORGET_EVERY = 3600 * 1000;

/** How processes are named, without spaces, and whether one is known to have ended. */
export interface ProcessNames {
  readonly self: string;
  hasEnded(this: void, process: string): boolean;
}

export interface RunnerOptions {
  readonly jobs: JobTable;
  readonly schedules: ScheduleTable;
  readonly now: () => number;
  readonly newId: () => string;
  readonly processes: ProcessNames | undefined;
  readonly leaseMilliseconds: number;
  readonly pollMilliseconds: number;
  readonly changed: (id: string) => void;
  /** Told of a failure of the queue itself, which is then tried again. */
  readonly onError: (error: unknown) => void;
}

interface Handler {
  readonly handler: JobHandler;
  readonly concurrency: number;
  readonly running: Set<RunningJob>;
}

/** Takes jobs for the handlers of this process: looks every `pollMilliseconds`, renews leases, recovers those of the dead. */
export class Runner {
  private readonly handlers = new Map<string, Handler>();
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Immediate | undefined;
  private started = false;
  private renewAt = 0;
  private forgetAt = 0;

  constructor(private readonly options: RunnerOptions) {}

  handle(name: string, handler: JobHandler, concurrency: number): void {
    if (this.handlers.has(name)) throw new Error(`The jobs named "${name}" have a handler already; a name has one.`);
    this.handlers.set(name, { handler, concurrency, running: new Set() });
    this.wake();
  }

  start(): void {
    if (this.started) return;
    this.started = true;
    this.timer = setInterval(() => this.look(), this.options.pollMilliseconds);
    this.wake();
  }

  /** Looks for work at the next turn of the event loop. */
  wake(): void {
    if (!this.started || this.soon) return;
    this.soon = setImmediate(() => {
      this.soon = undefined;
      this.look();
    });
  }

  async stop(graceMilliseconds: number): Promise<void> {
    this.started = false;
    clearImmediate(this.soon);
    const running = this.running();
    for (const job of running) job.stop('closing');
    await within(Promise.all(running.map((job) => job.settled)), graceMilliseconds);
    clearInterval(this.timer);
    for (const job of this.running()) job.handBack();
  }

  private running(): RunningJob[] {
    return [...this.handlers.values()].flatMap(({ running }) => [...running]);
  }

  private look(): void {
    try {
      const now = this.options.now();
      // Renewed before the dead are looked for: a process that was only busy keeps its own jobs.
      this.tend(now);
      if (!this.started) return;
      this.freeOrphans(now);
      this.options.jobs.recover(now);
      this.enqueueScheduled(now);
      for (const [name, handler] of this.handlers) this.fill(name, handler, now);
    } catch (error) {
      this.options.onError(error);
    }
  }

  /** Ends the leases of processes that are known to have ended. */
  private freeOrphans(now: number): void {
    const { jobs, processes } = this.options;
    if (!processes) return;
    for (const token of jobs.tokens(now)) {
      const process = / (\S+)$/.exec(token)?.[1];
      if (process !== undefined && process !== processes.self && processes.hasEnded(process)) jobs.expire(token);
    }
  }

  private tend(now: number): void {
    const renew = now >= this.renewAt;
    const lease = renew ? now + this.options.leaseMilliseconds : undefined;
    for (const job of this.running()) job.tend(lease);
    if (renew) this.renewAt = now + this.options.leaseMilliseconds / 3;
  }

  private enqueueScheduled(now: number): void {
    const { jobs, schedules, newId } = this.options;
    for (const { key, name, data } of schedules.takeDue(now)) {
      // The key keeps runs from piling up behind one that takes longer than the interval.
      jobs.add({ id: newId(), name, data, options: { dedupeKey: `schedule:${key}` } }, now);
    }
    if (now < this.forgetAt) return;
    jobs.forgetEndedBefore(now - KEEP_MILLISECONDS);
    this.forgetAt = now + FORGET_EVERY;
  }

  private fill(name: string, { handler, concurrency, running }: Handler, now: number): void {
    const { jobs, newId, processes, leaseMilliseconds, changed, onError } = this.options;
    while (running.size < concurrency) {
      const token = processes ? `${newId()} ${processes.self}` : newId();
      const row = jobs.claim(name, token, now, now + leaseMilliseconds);
      if (!row) return;
      const job = new RunningJob({ table: jobs, row, token, now: this.options.now, changed, onError }, handler);
      running.add(job);
      changed(row.id);
      void job.settled.catch(onError).finally(() => {
        running.delete(job);
        this.wake();
      });
    }
  }
}

/** Waits for a promise, but no longer than this. */
async function within(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([promise.catch(() => undefined), late]);
  clearTimeout(timer);
}
