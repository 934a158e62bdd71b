import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { LogWriter, type WriterSettings, type Written } from './log-writer.js';
import { type PackedAppends, unpacked } from './packed-appends.js';

/** Appends that gathered: their bytes are handed over, which takes a third of what copying so many small texts does. */
export interface WriterRequest {
  readonly ticket: number;
  /** How many appends. */
  readonly size: number;
  readonly appends: PackedAppends;
}
/** What became of the requests of one transaction, by request, or why all of them failed; their bytes come back. */
export type WriterAnswer = { readonly tickets: readonly number[]; readonly pages: readonly ArrayBuffer[] } & (
  { readonly outcomes: readonly (readonly Written[])[] } | { readonly failure: string }
);

/** So many appends go into one transaction at most, so that other processes get their turn. */
const GROUP = 5000;

/** The thread's work: everything that has been asked meanwhile goes into the next transaction, with one flush to disk. */
function serve(port: NonNullable<typeof parentPort>, settings: WriterSettings): void {
  const writer = new LogWriter(settings);
  port.on('message', (first: WriterRequest | 'close') => {
    const group: WriterRequest[] = [];
    let size = 0;
    let next: WriterRequest | 'close' | undefined = first;
    while (next !== undefined && next !== 'close') {
      group.push(next);
      size += next.size;
      next = size < GROUP ? (receiveMessageOnPort(port)?.message as typeof next) : undefined;
    }
    if (group.length > 0) {
      const pages = group.map(({ appends }) => appends.bytes);
      port.postMessage(answer(writer, group, pages), pages);
    }
    if (next !== 'close') return;
    writer.close();
    port.close();
  });
}

function answer(writer: LogWriter, group: readonly WriterRequest[], pages: readonly ArrayBuffer[]): WriterAnswer {
  const tickets = group.map(({ ticket }) => ticket);
  try {
    const outcomes = writer.write(group.flatMap(({ appends }) => unpacked(appends)));
    let next = 0;
    return { tickets, pages, outcomes: group.map(({ size }) => outcomes.slice(next, (next += size))) };
  } catch (error) {
    return { tickets, pages, failure: error instanceof Error ? error.message : String(error) };
  }
}

if (parentPort) serve(parentPort, workerData as WriterSettings);
