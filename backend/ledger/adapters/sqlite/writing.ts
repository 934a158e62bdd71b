import { Worker } from 'node:worker_threads';
import { LedgerUnavailable, type StreamAppend } from '../../event-store.js';
import { compiledFile } from './compiled-file.js';
import { LogWriter, type WriterSettings, type Written } from './log-writer.js';
import { AppendPacker, unpacked } from './packed-appends.js';
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
  readonly #packer = new AppendPacker();
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
      const packed = this.#packer.pack(group.flatMap(({ appends }) => appends));
      const outcomes = this.#writer.write(unpacked(packed));
      this.#packer.giveBack(packed.bytes);
      let next = 0;
      for (const { appends, resolve } of group) resolve(outcomes.slice(next, (next += appends.length)));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}

/** So many appends go to the thread at once while it is still busy with others. */
const ENOUGH = 500;

/**
 * Writes in a thread of its own. What is asked while the thread is busy gathers and goes to it together: one message, one
 * transaction, one flush. A thread that dies fails what it had in hand and is replaced at the next write.
 */
export class WritingInThread implements Writing {
  #worker: Worker | undefined;
  #lastTicket = 0;
  /** What gathers for the next message. */
  #waiting: Waiting[] = [];
  #size = 0;
  #sending: NodeJS.Immediate | undefined;
  /** In the order they were sent. No map: its old tables, dead but linked, would keep all appends from dying young. */
  readonly #inHand: { readonly ticket: number; readonly group: readonly Waiting[] }[] = [];
  readonly #packer = new AppendPacker();

  constructor(private readonly settings: WriterSettings) {
    this.#worker = this.#start(settings);
  }

  write(appends: readonly StreamAppend[]): Promise<readonly Written[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ appends, resolve, reject });
      this.#size += appends.length;
      // Others who ask in the same turn of the loop come along.
      if (this.#inHand.length === 0 || this.#size >= ENOUGH) this.#sending ??= setImmediate(() => this.#send());
    });
  }

  #send(): void {
    this.#sending = undefined;
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    this.#size = 0;
    this.#worker ??= this.#start({ ...this.settings, inDoubt: true });
    const ticket = ++this.#lastTicket;
    try {
      const flat = group.flatMap(({ appends }) => appends);
      const appends = this.#packer.pack(flat);
      this.#worker.postMessage({ ticket, size: flat.length, appends } satisfies WriterRequest, [
        appends.bytes,
        appends.numbers.buffer,
      ]);
      this.#inHand.push({ ticket, group });
    } catch (error) {
      // Something in it is no text: that is told to those who asked, not to the whole process.
      for (const { reject } of group) reject(error);
    }
  }

  async close(): Promise<void> {
    clearImmediate(this.#sending);
    this.#send();
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage('close');
    await ended;
  }

  #start(workerData: WriterSettings): Worker {
    // Flags of the process are not the thread's: some, such as --input-type, would keep it from starting.
    // Little is kept, but names of streams long enough to be taken for old: they are cleared away before they are many.
    const resourceLimits = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 64 };
    const worker = new Worker(compiledFile('writer-thread'), { workerData, resourceLimits, execArgv: [] });
    worker.on('message', (answer: WriterAnswer) => this.#receive(answer));
    worker.on('error', (error: Error) => this.#lose(worker, error.message));
    worker.on('exit', () => this.#lose(worker, 'its writer thread ended'));
    return worker;
  }

  #receive(answer: WriterAnswer): void {
    for (const page of answer.pages) this.#packer.giveBack(page);
    answer.tickets.forEach((ticket, at) => {
      const group = this.#take(ticket);
      let next = 0;
      for (const { appends, resolve, reject } of group) {
        if ('failure' in answer) reject(new LedgerUnavailable(answer.failure));
        else resolve(answer.outcomes[at]!.slice(next, (next += appends.length)));
      }
    });
    if (this.#inHand.length === 0) this.#send();
  }

  #take(ticket: number): readonly Waiting[] {
    const at = this.#inHand.findIndex((sent) => sent.ticket === ticket);
    return at < 0 ? [] : this.#inHand.splice(at, 1)[0]!.group;
  }

  #lose(worker: Worker, why: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const error = new LedgerUnavailable(
      `The ledger could not be written, for ${why}; whether this append happened is unknown.`,
    );
    for (const { group } of this.#inHand.splice(0)) for (const { reject } of group) reject(error);
    // What the thread never had is not in doubt: another thread writes it.
    if (this.#waiting.length > 0) this.#sending ??= setImmediate(() => this.#send());
  }
}
