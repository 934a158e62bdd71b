import type { DatabaseSync } from 'node:sqlite';

const PAUSE_MILLISECONDS = 5;
/** SQLITE_BUSY. */
const BUSY = 5;

/**
 * Puts a file into write-ahead mode, as every file of ours is. When two open a new file at the same time, SQLite refuses one of
 * them at once, whatever time-out its connection has; so it is asked again, for `patience` milliseconds. Then fails as SQLite does.
 */
export function writeAhead(db: DatabaseSync, patience: number): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      return db.exec('PRAGMA journal_mode = WAL');
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== BUSY || performance.now() > deadline) throw error;
      Atomics.wait(pause, 0, 0, PAUSE_MILLISECONDS);
    }
  }
}
