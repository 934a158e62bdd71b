import { randomUUID } from 'node:crypto';
import type { Log } from './log.js';
import type { World } from './open-stores.js';
import { processesOf } from './processes.js';

/** The real clock and the real randomness. Everything else is given them. */
export function realWorld(log: Pick<Log, 'error'>): World {
  const processes = processesOf();
  return {
    now: Date.now,
    newId: randomUUID,
    ...(processes && { processes }),
    onError: (what, error) => log.error(what, error),
  };
}
