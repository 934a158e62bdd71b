import type { Job, JobStatus } from '../../job-queue.js';

/** A row of the table `job`; texts of data, progress and result are JSON. */
export interface JobRow {
  readonly id: string;
  readonly name: string;
  readonly data: string | null;
  readonly status: Exclude<JobStatus, 'delayed'>;
  readonly due: number;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly backoff: number;
  readonly token: string | null;
  readonly lease: number | null;
  readonly cancel: 0 | 1;
  readonly progress: string | null;
  readonly result: string | null;
  readonly error: string | null;
  readonly created: number;
  readonly started: number | null;
  readonly ended: number | null;
  readonly change: number;
}

const parsed = (text: string | null): unknown => (text === null ? undefined : JSON.parse(text));

/** JSON text of a value, or null for a value that JSON does not know. */
export const jsonText = (value: unknown): string | null => JSON.stringify(value) ?? null;

/**
 * A job as the port shows it; a waiting one whose time has not come is delayed, and one whose process has fallen silent
 * waits for another, unless it was cancelled.
 */
export function toJob(row: JobRow, now: number): Job {
  return {
    id: row.id,
    name: row.name,
    data: parsed(row.data),
    status: statusAt(row, now),
    attempts: row.attempts,
    createdAt: row.created,
    ...(row.progress !== null && { progress: parsed(row.progress) }),
    ...(row.result !== null && { result: parsed(row.result) }),
    ...(row.error !== null && { error: row.error }),
    ...(row.started !== null && { startedAt: row.started }),
    ...(row.ended !== null && { endedAt: row.ended }),
  };
}

function statusAt({ status, due, lease, cancel }: JobRow, now: number): JobStatus {
  if (status === 'active' && (lease ?? now) < now) return cancel ? 'cancelled' : 'waiting';
  return status === 'waiting' && due > now ? 'delayed' : status;
}
