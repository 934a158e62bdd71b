import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { type PackedAppends, unpackAppends } from './appends.js';
import { LogWriter, type WriterSettings, type Written } from './log-writer.js';

export type WriterRequest = { readonly ticket: number; readonly appends: PackedAppends } | 'close';
/** Answers to the requests of one transaction: numbers per append (kind, revision, position), or why all of them failed. */
export type WriterAnswer = {
  readonly tickets: readonly number[];
  readonly counts: readonly number[];
} & ({ readonly outcomes: Float64Array } | { readonly failure: string });

/** Kinds of outcome by their number in an answer. */
export const KINDS = ['written', 'already', 'conflict'] as const;

/** So many characters at most go into one transaction, so that other processes get their turn. */
const GROUP = 16_000_000;

/** The thread's work: everything that has been asked meanwhile goes into the next transaction, with one flush to disk. */
function serve(port: NonNullable<typeof parentPort>, settings: WriterSettings): void {
  const writer = new LogWriter(settings);
  port.on('message', (first: WriterRequest) => {
    const group: Exclude<WriterRequest, 'close'>[] = [];
    let size = 0;
    let next: WriterRequest | undefined = first;
    while (next !== undefined && next !== 'close') {
      group.push(next);
      size += next.appends.text.length;
      next = size < GROUP ? (receiveMessageOnPort(port)?.message as WriterRequest | undefined) : undefined;
    }
    if (group.length > 0) port.postMessage(answer(writer, group));
    if (next !== 'close') return;
    writer.close();
    port.close();
  });
}

function answer(writer: LogWriter, group: readonly Exclude<WriterRequest, 'close'>[]): WriterAnswer {
  const requests = group.map(({ appends }) => unpackAppends(appends));
  const tickets = group.map(({ ticket }) => ticket);
  const counts = requests.map(({ length }) => length);
  try {
    return { tickets, counts, outcomes: packOutcomes(writer.write(requests.flat())) };
  } catch (error) {
    return { tickets, counts, failure: error instanceof Error ? error.message : String(error) };
  }
}

function packOutcomes(outcomes: readonly Written[]): Float64Array {
  const numbers = new Float64Array(outcomes.length * 3);
  outcomes.forEach(({ outcome, revision, position }, i) => {
    numbers.set([KINDS.indexOf(outcome), revision, position], i * 3);
  });
  return numbers;
}

// Other threads import this file for its names: only a thread that was started as the writer serves.
const started = workerData as Partial<WriterSettings> | null;
if (parentPort && started?.busyMilliseconds !== undefined) serve(parentPort, started as WriterSettings);
