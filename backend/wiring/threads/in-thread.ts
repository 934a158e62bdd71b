import { parentPort } from 'node:worker_threads';

/** Work that a thread does until it is told to stop. */
export interface Stoppable {
  stop(): Promise<void>;
}

/**
 * Runs work in a worker thread: begins it, stops it at the message `stop`, and lets the thread end. Whatever goes wrong
 * ends the thread with that error, and the one who started it begins anew.
 */
export async function runInThread(begin: (tell: (message: unknown) => void) => Promise<Stoppable>): Promise<void> {
  if (!parentPort) throw new Error('This file is a worker thread of the ledger; it is not started by hand.');
  const port = parentPort;
  const work = begin((message) => port.postMessage(message));
  port.on('message', (message) => {
    if (message !== 'stop') return;
    void work
      .then((running) => running.stop())
      // A stop that fails must not keep the process alive.
      .finally(() => port.close());
  });
  await work;
}
