import { Worker } from 'node:worker_threads';
import { LedgerUnavailable, type StreamAppend } from '../../event-store.js';
import { compiledFile } from './compiled-file.js';
import { LogWriter, type WriterSettings, type Written } from './log-writer.js';
import type { WriterAnswer, WriterRequest } from './writer-thread.js';

/**
 * Somebody who writes appends in the order given and tells what became of each; concurrent calls share one flush to disk.
 * Writing none makes sure that everything readable is on the disk.
 */
export interface Writing {
  write(appends: readonly StreamAppend[]): Promise<readonly Written[]>;
  close(): Promise<void>;
}

interface Waiting {
  readonly appends: readonly StreamAppend[];
  readonly resolve: (outcomes: readonly Written[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Writes in the calling thread, which stands still during the flush: for threads that do nothing else, and for tests. */
export class WritingHere implements Writing {
  readonly #writer: LogWriter;
  #waiting: Waiting[] = [];

  constructor(settings: WriterSettings) {
    this.#writer = new LogWriter(settings);
  }

  write(appends: readonly StreamAppend[]): Promise<readonly Written[]> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.push({ appends, resolve, reject }) === 1) setImmediate(() => this.#flush());
    });
  }

  async close(): Promise<void> {
    this.#flush();
    this.#writer.close();
  }

  #flush(): void {
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    try {
      const outcomes = this.#writer.write(group.flatMap(({ appends }) => appends));
      let next = 0;
      for (const { appends, resolve } of group) resolve(outcomes.slice(next, (next += appends.length)));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}

/** Writes in a thread of its own. A thread that dies fails what it had in hand and is replaced at the next write. */
export class WritingInThread implements Writing {
  #worker: Worker | undefined;
  #lastTicket = 0;
  readonly #inHand = new Map<number, Pick<Waiting, 'resolve' | 'reject'>>();

  constructor(private readonly settings: WriterSettings) {
    this.#worker = this.#start(settings);
  }

  write(appends: readonly StreamAppend[]): Promise<readonly Written[]> {
    this.#worker ??= this.#start({ ...this.settings, inDoubt: true });
    const ticket = ++this.#lastTicket;
    return new Promise((resolve, reject) => {
      this.#inHand.set(ticket, { resolve, reject });
      this.#worker!.postMessage({ ticket, appends } satisfies WriterRequest);
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage('close');
    await ended;
  }

  #start(workerData: WriterSettings): Worker {
    // Flags of the process are not the thread's: some, such as --input-type, would keep it from starting.
    const worker = new Worker(compiledFile('writer-thread'), { workerData, execArgv: [] });
    worker.on('message', (answer: WriterAnswer) => this.#receive(answer));
    worker.on('error', (error: Error) => this.#lose(worker, error.message));
    worker.on('exit', () => this.#lose(worker, 'its writer thread ended'));
    return worker;
  }

  #receive(answer: WriterAnswer): void {
    if ('failure' in answer) {
      for (const ticket of answer.tickets) this.#take(ticket)?.reject(new LedgerUnavailable(answer.failure));
    } else {
      for (const { ticket, outcomes } of answer) this.#take(ticket)?.resolve(outcomes);
    }
  }

  #take(ticket: number): Pick<Waiting, 'resolve' | 'reject'> | undefined {
    const waiting = this.#inHand.get(ticket);
    this.#inHand.delete(ticket);
    return waiting;
  }

  #lose(worker: Worker, why: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const error = new LedgerUnavailable(
      `The ledger could not be written, for ${why}; whether this append happened is unknown.`,
    );
    for (const { reject } of this.#inHand.values()) reject(error);
    this.#inHand.clear();
  }
}
