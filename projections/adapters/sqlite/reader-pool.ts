import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { InvalidQuery } from '../../kernel/query.js';

/** What can be asked of a reader thread. */
export type Question = 'search' | 'facets' | 'cells' | 'count' | 'checksum' | 'forget';

export interface Asked {
  readonly number: number;
  readonly path: string;
  readonly question: Question;
  readonly parameters: readonly unknown[];
}

export type Answered =
  | { readonly number: number; readonly answer: unknown }
  | { readonly number: number; readonly error: { readonly name: string; readonly message: string } };

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A few threads that answer queries, so that the calling thread stays free for other requests. */
export class ReaderPool {
  readonly #threads: Thread[];

  constructor(size: number) {
    this.#threads = Array.from({ length: size }, () => new Thread());
  }

  /** The answer of the least busy thread about the view file at `path`. */
  async ask<Answer>(path: string, question: Question, parameters: readonly unknown[]): Promise<Answer> {
    const [first, ...others] = this.#threads;
    const thread = others.reduce((best, next) => (next.busy < best.busy ? next : best), first!);
    return (await thread.ask(path, question, parameters)) as Answer;
  }

  /** Makes every thread close the file. */
  async forget(path: string): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.ask(path, 'forget', [])));
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}

/** One thread; started with its first question and again after it died. */
class Thread {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #number = 0;

  get busy(): number {
    return this.#waiting.size;
  }

  ask(path: string, question: Question, parameters: readonly unknown[]): Promise<unknown> {
    if (question === 'forget' && !this.#worker) return Promise.resolve(undefined);
    const worker = (this.#worker ??= this.#start());
    const asked: Asked = { number: ++this.#number, path, question, parameters };
    return new Promise((resolve, reject) => {
      this.#waiting.set(asked.number, { resolve, reject });
      worker.ref();
      worker.postMessage(asked);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    // Answers are short-lived: V8 would keep up to 48 MB for them in each thread.
    const worker = new Worker(readerThreadFile(), { resourceLimits: { maxYoungGenerationSizeMb: 12 } });
    worker.on('message', (answered: Answered) => {
      const waiting = this.#waiting.get(answered.number);
      this.#waiting.delete(answered.number);
      if (this.#waiting.size === 0) worker.unref();
      if ('answer' in answered) waiting?.resolve(answered.answer);
      else waiting?.reject(errorFrom(answered.error));
    });
    worker.on('error', (error: Error) => this.#died(error));
    worker.on('exit', () => this.#died(new Error('The reader thread of the view store ended: ask again.')));
    return worker;
  }

  #died(error: Error): void {
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

function errorFrom({ name, message }: { name: string; message: string }): Error {
  if (name === 'InvalidQuery') return new InvalidQuery(message);
  return Object.assign(new Error(message), { name });
}

/** Threads run compiled files; from source (tests) they come out of `dist`. */
function readerThreadFile(): string {
  const here = fileURLToPath(import.meta.url);
  if (here.endsWith('.js')) return fileURLToPath(new URL('./reader-thread.js', import.meta.url));
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const compiled = `${root}dist/server/projections/adapters/sqlite/reader-thread.js`;
  if (!existsSync(compiled)) throw new Error(`Reader threads run compiled files: run "npm run build:backend" first.`);
  return compiled;
}
