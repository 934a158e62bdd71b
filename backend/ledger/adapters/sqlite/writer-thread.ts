import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { StreamAppend } from '../../event-store.js';
import { LogWriter, type WriterSettings, type Written } from './log-writer.js';

/** Calls that gathered, each with its appends; copied as they are, since packing them into one text costs more than it saves. */
export interface WriterRequest {
  readonly ticket: number;
  readonly calls: readonly (readonly StreamAppend[])[];
}
/** What became of the requests of one transaction, by request and call, or why all of them failed. */
export type WriterAnswer = { readonly tickets: readonly number[] } & (
  { readonly outcomes: readonly (readonly (readonly Written[])[])[] } | { readonly failure: string }
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
      for (const appends of next.calls) size += appends.length;
      next = size < GROUP ? (receiveMessageOnPort(port)?.message as typeof next) : undefined;
    }
    if (group.length > 0) port.postMessage(answer(writer, group));
    if (next !== 'close') return;
    writer.close();
    port.close();
  });
}

function answer(writer: LogWriter, group: readonly WriterRequest[]): WriterAnswer {
  const tickets = group.map(({ ticket }) => ticket);
  try {
    const outcomes = writer.write(group.flatMap(({ calls }) => calls.flat()));
    let next = 0;
    const ofCall = (appends: readonly StreamAppend[]) => outcomes.slice(next, (next += appends.length));
    return { tickets, outcomes: group.map(({ calls }) => calls.map(ofCall)) };
  } catch (error) {
    return { tickets, failure: error instanceof Error ? error.message : String(error) };
  }
}

if (parentPort) serve(parentPort, workerData as WriterSettings);
