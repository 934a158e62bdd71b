import { setTimeout as pause } from 'node:timers/promises';
import type { JobHandler } from '#jobs/job-queue.js';

// By name, since the class of an error from a worker thread is a copy.
const AWAY: ReadonlySet<string> = new Set([
  'LedgerUnavailable',
  'ViewsUnavailable',
  'VaultUnavailable',
  'JobsUnavailable',
]);
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/** Whether a store does not answer now, so that the same can be asked again later. */
export function isStoreAway(error: unknown): boolean {
  return error instanceof Error && AWAY.has(error.name);
}

/**
 * The handler, begun anew as long as it fails because a store is away: work that is worth keeping must not come to an end,
 * nor use up its tries, because a server is started again. It gives up when its job is asked to stop. The handler must be
 * able to run again after it was cut off anywhere.
 */
export function patient<Data, Result>(
  handler: JobHandler<Data, Result>,
  firstPause = FIRST_PAUSE,
): JobHandler<Data, Result> {
  return async (job, context) => {
    for (let wait = firstPause; ; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
      try {
        return await handler(job, context);
      } catch (error) {
        if (!isStoreAway(error)) throw error;
        context.signal.throwIfAborted();
        await pause(wait, undefined, { signal: context.signal }).catch(() => undefined);
        context.signal.throwIfAborted();
      }
    }
  };
}
