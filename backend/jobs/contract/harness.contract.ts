import { setTimeout as pause } from 'node:timers/promises';
import type { Job, JobContext, JobQueue, JobStopped } from '../job-queue.js';

/** An empty queue store of the adapter under test. Leases are short, so that the dead are noticed within a second or two. */
export interface JobQueueHarness {
  /** One more member on the same store, as another process would be; the harness closes it at the end. */
  connect(): Promise<JobQueue>;
  /** Starts a process that handles jobs named `endless` and never ends them; `kill` is kill -9. */
  spawnEndlessWorker(): Promise<{ kill(): Promise<void> }>;
  dispose(): Promise<void>;
}

/** How a job can end. */
export const ENDED = new Set(['completed', 'failed', 'cancelled']);

/** Waits for a condition; how long it may take is no promise of the port, so the limit is generous. */
export async function until<T>(look: () => Promise<T | undefined | false>, what: string): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`Waited too long for: ${what}`);
    await pause(10);
  }
}

/** The job as it stands at its end. */
export const whenEnded = (queue: JobQueue, id: string): Promise<Job> =>
  until(async () => {
    const job = await queue.get(id);
    return job && ENDED.has(job.status) && job;
  }, `the end of job ${id}`);

/** Resolves when the store says that a process has the job; its handler may not have begun yet. */
export const whenActive = (queue: JobQueue, id: string): Promise<boolean> =>
  until(async () => (await queue.get(id))?.status === 'active', `the start of job ${id}`);

/** A handler that works until it is told to stop, then stops as the port asks: by throwing the reason. */
export const untilStopped = (_: Job, { signal }: JobContext): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as JobStopped));
  });

/** What the parts of the contract get: a queue, and more members on the same store. */
export type Members = () => { readonly queue: JobQueue; readonly harness: JobQueueHarness };
