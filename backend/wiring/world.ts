import { randomUUID } from 'node:crypto';
import type { Log } from './log.js';
import type { World } from './open-stores.js';

/** The real clock and the real randomness. Everything else is given them. */
export function realWorld(log: Pick<Log, 'error'>): World {
  return { now: Date.now, newId: randomUUID, onError: (what, error) => log.error(what, error) };
}
