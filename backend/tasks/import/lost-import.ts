import { importBatch } from '#domain/import-batch/import-batch.js';
import type { ImportBatchEvent } from '#domain/import-batch/events.js';
import type { ImportBatchCommand } from '#domain/import-batch/commands.js';
import { Rejection } from '#domain/kernel/decider.js';
import type { Job, JobQueue } from '#jobs/job-queue.js';
import { decode } from '#ledger/decode.js';
import { handle } from '#ledger/handle.js';
import { type ImportActor, type ImportDesk, importContext } from './import-desk.js';

/** What it takes to end an import whose work has stopped for good. */
export type LostImportDesk = Pick<ImportDesk, 'events' | 'salts' | 'now' | 'work'>;

// Jobs are forgotten a while after they end; more than these are not kept at a time.
const JOBS = 1000;

/** The jobs that write imports, newest first. One look at the queue: a job that changes meanwhile is not missed. */
export async function importWork(jobs: JobQueue): Promise<readonly Job[]> {
  return jobs.list({ name: 'import-commit', limit: JOBS });
}

/** The newest job among these that writes the import. */
export function workOf(jobs: readonly Job[], importId: string): Job | undefined {
  return jobs.find(({ data }) => (data as { importId?: string } | undefined)?.importId === importId);
}

/** Whether a job waits or runs. */
export function isOpen({ status }: Job): boolean {
  return status === 'waiting' || status === 'delayed' || status === 'active';
}

/**
 * Records how an import ended that began and whose job has ended, or is gone: cancelled when its job was, else failed.
 * True when the import stands open no longer; false while it is still at work. One begun on the command line has no job,
 * so nobody can tell that it is lost: it stays open until it is run again there.
 */
export async function endIfLost(desk: LostImportDesk, importId: string, actor: ImportActor): Promise<boolean> {
  const job = await desk.work(importId);
  if (job && isOpen(job)) return false;
  const records = (await desk.events.readStream(`import-${importId}`)).map((record) => decode(record));
  const state = records.reduce(
    (before, event) => importBatch.evolve(before, event as unknown as ImportBatchEvent),
    importBatch.initial,
  );
  if (state.status !== 'running') return true;
  if (!job && records[0]?.actor.via === 'cli') return false;
  const act = { importId, actor, sha256: state.sha256 };
  const ledger = { store: desk.events, salts: desk.salts };
  const context = importContext(desk, act, 'end what was lost');
  await handle(ledger, importBatch, importId, endingOf(job), context).catch((error: unknown) => {
    // Its handler told the end itself, between the look at the stream and now.
    if (!(error instanceof Rejection && error.code === 'IMPORT_ENDED')) throw error;
  });
  return true;
}

function endingOf(job: Job | undefined): ImportBatchCommand {
  const { rowsDone = 0, phase } = (job?.progress ?? {}) as { rowsDone?: number; phase?: string };
  const written = phase === 'writing' ? rowsDone : 0;
  if (job?.status === 'cancelled') return { type: 'CancelImport', rowsDone: written };
  const why = `Its work was lost${job?.error ? `: ${job.error}` : ' and does not go on.'}`;
  return { type: 'FailImport', why, rowsDone: written };
}
