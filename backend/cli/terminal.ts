import type { Writable } from 'node:stream';

/** Where a command speaks: answers go to standard output, everything else to standard error. */
export interface Streams {
  readonly out: Writable;
  readonly err: Writable & { readonly isTTY?: boolean };
}

const BAR = 24;
const EVERY_MILLISECONDS = 100;

/** The screen of the person (or program) who called. */
export class Terminal {
  #shown = false;
  #lastShown = 0;

  constructor(
    private readonly streams: Streams,
    private readonly now: () => number,
  ) {}

  /** Writes an answer; waits while the reader is slow. */
  async answer(text: string): Promise<void> {
    if (this.streams.out.write(text)) return;
    await new Promise((resolve) => this.streams.out.once('drain', resolve));
  }

  /** Says something beside the answer. */
  say(text: string): void {
    this.endProgress();
    this.streams.err.write(`${text}\n`);
  }

  /** Shows how far a step is, on one line that is written over; nothing where nobody watches. */
  progress(what: string, done: number, total?: number): void {
    if (this.streams.err.isTTY !== true) return;
    const now = this.now();
    if (now - this.#lastShown < EVERY_MILLISECONDS && done !== total) return;
    this.#lastShown = now;
    this.#shown = true;
    this.streams.err.write(`\r\u001b[K${progressLine(what, done, total)}`);
  }

  /** Leaves the line of the progress. */
  endProgress(): void {
    if (!this.#shown) return;
    this.#shown = false;
    this.streams.err.write('\r\u001b[K');
  }
}

/** One line with a bar, where the total is known. */
export function progressLine(what: string, done: number, total?: number): string {
  const count = done.toLocaleString('en');
  if (total === undefined || total === 0) return `${what} ${count}`;
  const share = Math.min(done / total, 1);
  const full = Math.round(share * BAR);
  return `${what} [${'█'.repeat(full)}${'·'.repeat(BAR - full)}] ${Math.floor(share * 100)} % ${count} of ${total.toLocaleString('en')}`;
}
