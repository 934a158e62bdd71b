import type { SaltSource } from '#ledger/salts.js';
import type { Stores, World } from './open-stores.js';
import type { ReadableViews } from './readable-views.js';

/** What long work is given. */
export interface TaskTools extends Stores, World, ReadableViews {
  readonly salts: SaltSource;
  /** Aborted when the process stops; work that is no job ends then. */
  readonly signal: AbortSignal;
}

/** Registers the handlers of its jobs, or works by itself until `signal` aborts; the promise is awaited at the end. */
export type Task = (tools: TaskTools) => Promise<void> | void;

/** All long work. A new one is one line here. */
export const TASKS: readonly Task[] = [];
