import { Worker, type ResourceLimits } from 'node:worker_threads';
import type { Log } from '../log.js';

export interface ThreadOptions {
  /** What it does, for the log: `projector`. */
  readonly name: string;
  /** Path of its compiled file. */
  readonly file: string;
  readonly data: unknown;
  readonly limits: ResourceLimits;
  readonly log: Log;
  readonly onMessage?: (message: unknown) => void;
  /** Pauses before a thread that died is started again, in turn; the last one is repeated. */
  readonly pauses?: readonly number[];
}

const PAUSES = [100, 1000, 5000, 15_000] as const;
/** A thread that lived so long is not on its way down: the pauses begin anew. */
const SOUND_MILLISECONDS = 60_000;

/**
 * A worker thread that is kept alive: when it dies it is started again after a pause, and the log says why. It is told
 * to stop with the message `stop`, and ends by itself when its work is put away.
 */
export class SupervisedThread {
  private worker: Worker | undefined;
  private timer: NodeJS.Timeout | undefined;
  private deaths = 0;
  private stopping = false;

  constructor(private readonly options: ThreadOptions) {
    this.start();
  }

  /** Whether the thread runs at this moment. */
  get alive(): boolean {
    return this.worker !== undefined;
  }

  /** Asks the thread to stop and waits for its end, up to a limit; then it is ended by force. */
  async stop(graceMilliseconds: number): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    const { worker } = this;
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage('stop');
    const force = setTimeout(() => {
      this.options.log.warn(`The ${this.options.name} thread did not stop in time and is ended.`);
      void worker.terminate();
    }, graceMilliseconds);
    await ended;
    clearTimeout(force);
  }

  private start(): void {
    const { name, file, data, limits, log, onMessage } = this.options;
    const begun = performance.now();
    const worker = new Worker(file, { workerData: data, resourceLimits: limits, name });
    let why: unknown;
    worker.on('message', (message: unknown) => onMessage?.(message));
    worker.on('error', (error: unknown) => (why = error));
    worker.on('exit', (code) => {
      this.worker = undefined;
      if (this.stopping && why === undefined) return;
      if (this.stopping) return log.error(`The ${name} thread failed while it stopped`, why);
      if (performance.now() - begun > SOUND_MILLISECONDS) this.deaths = 0;
      const pauses = this.options.pauses ?? PAUSES;
      const pause = pauses[Math.min(this.deaths++, pauses.length - 1)]!;
      log.error(`The ${name} thread ended (${code}) and is started again in ${pause / 1000} s`, why ?? 'no error told');
      this.timer = setTimeout(() => this.start(), pause);
    });
    this.worker = worker;
  }
}
