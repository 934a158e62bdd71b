import type { Job, JobStatus } from '../../job-queue.js';
import { CANCELLED } from './scripts.js';

/**
 * What Redis knows of a job: BullMQ's hash (`atm` counts tries that ended, `processedOn` and `finishedOn` are times), and
 * beside it our fields `cancel` (when it was cancelled) and `idle` (nobody had it then). `locked`: a living process has
 * it. `due`: when its delay ends.
 */
export interface JobHash {
  readonly fields: Readonly<Record<string, string>>;
  readonly locked: boolean;
  readonly due: number | undefined;
}

/** BullMQ keeps the time of a delayed job in the upper bits of its score. */
const SCORE_PER_MILLISECOND = 0x1000;
const STALLED = /stalled more than allowable limit/;

/** Reads the answer of the script `LOOK` for one job; undefined when there is none. */
export function readJobHash(answer: readonly [readonly string[], number, string | null]): JobHash | undefined {
  const [flat, locked, score] = answer;
  if (flat.length === 0) return undefined;
  const fields: Record<string, string> = {};
  for (let at = 0; at < flat.length; at += 2) fields[flat[at]!] = flat[at + 1]!;
  return {
    fields,
    locked: locked === 1,
    due: score === null ? undefined : Math.floor(Number(score) / SCORE_PER_MILLISECOND),
  };
}

/** A job as the port shows it; one whose process has fallen silent waits for another. */
export function toJob(id: string, job: JobHash, now: number): Job {
  const { fields } = job;
  const status = statusOf(job, now);
  const number = (name: string): number | undefined => (fields[name] === undefined ? undefined : Number(fields[name]));
  const ended = status === 'cancelled' ? number('cancel') : number('finishedOn');
  const error = status === 'completed' || status === 'cancelled' ? undefined : inWords(fields);
  return {
    id,
    name: fields['name'] ?? '',
    data: JSON.parse(fields['data'] ?? 'null') as unknown,
    status,
    attempts: attemptsOf(job, status),
    createdAt: number('timestamp') ?? 0,
    ...(fields['progress'] !== undefined && { progress: JSON.parse(fields['progress']) as unknown }),
    ...(status === 'completed' && { result: resultOf(fields) }),
    ...(error !== undefined && { error }),
    ...(number('processedOn') !== undefined && { startedAt: number('processedOn') }),
    ...(ended !== undefined && { endedAt: ended }),
  };
}

function statusOf({ fields, locked, due }: JobHash, now: number): JobStatus {
  if (fields['idle'] !== undefined) return 'cancelled';
  const cancelled = fields['cancel'] !== undefined;
  if (fields['finishedOn'] !== undefined) {
    if (fields['returnvalue'] !== undefined) return 'completed';
    return cancelled ? 'cancelled' : 'failed';
  }
  if (locked) return 'active';
  if (cancelled) return 'cancelled';
  return due !== undefined && due > now ? 'delayed' : 'waiting';
}

function attemptsOf({ fields }: JobHash, status: JobStatus): number {
  const ended = Number(fields['atm'] ?? 0);
  if (status === 'active') return ended + 1;
  // Taken from its list after it was cancelled: that was no try.
  return fields['idle'] !== undefined && fields['finishedOn'] !== undefined ? ended - 1 : ended;
}

function resultOf(fields: Readonly<Record<string, string>>): unknown {
  const value = JSON.parse(fields['returnvalue'] ?? 'null') as unknown;
  return value === null ? undefined : value;
}

function inWords(fields: Readonly<Record<string, string>>): string | undefined {
  const reason = fields['failedReason'];
  if (reason === CANCELLED) return undefined;
  return reason !== undefined && STALLED.test(reason)
    ? `Given up: the process that ran this job ended without a word ${fields['stc'] ?? 'several'} times.`
    : reason;
}
