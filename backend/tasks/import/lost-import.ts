import { importBatch, type ImportBatchState } from '#domain/import-batch/import-batch.js';
import type { ImportBatchEvent } from '#domain/import-batch/events.js';
import type { ImportBatchCommand } from '#domain/import-batch/commands.js';
import { Rejection } from '#domain/kernel/decider.js';
import type { Job, JobQueue } from '#jobs/job-queue.js';
import { decode } from '#ledger/decode.js';
import { handle } from '#ledger/handle.js';
import { type ImportActor, type ImportDesk, importContext } from './import-desk.js';

/** What it takes to end an import whose work has stopped for good. */
export type LostImportDesk = Pick<ImportDesk, 'events' | 'salts' | 'now' | 'work'>;

/** Whether a job waits or runs. */
export function isOpen({ status }: Job): boolean {
  return status === 'waiting' || status === 'delayed' || status === 'active';
}

/**
 * Records how an import ended that began and whose job has ended, or is gone: cancelled when its job was, else failed.
 * True when the import stands open no longer; false while it is still at work.
 */
export async function endIfLost(desk: LostImportDesk, importId: string, actor: ImportActor): Promise<boolean> {
  const job = await desk.work(importId);
  if (job && isOpen(job)) return false;
  const state = await stateOf(desk, importId);
  if (state.status !== 'running') return true;
  await tellEnd(desk, { importId, actor, sha256: state.sha256 }, endingOf(job)).catch((error: unknown) => {
    // Its handler told the end itself, between the look at the stream and now.
    if (!(error instanceof Rejection && error.code === 'IMPORT_ENDED')) throw error;
  });
  return true;
}

/**
 * Stops an import for good; what it wrote stays. `stopping`: it is being written now, and ends at the next good moment.
 * Fails with a Rejection when there is no such import or it has ended.
 */
export async function cancelImport(
  desk: LostImportDesk,
  jobs: JobQueue,
  importId: string,
  actor: ImportActor,
  note?: string,
): Promise<'cancelled' | 'stopping'> {
  await jobs.cancel(importId);
  const job = await desk.work(importId);
  if (job && isOpen(job)) return 'stopping';
  const state = await stateOf(desk, importId);
  const sha256 = state.status === 'unknown' ? '' : state.sha256;
  await tellEnd(
    desk,
    { importId, actor, sha256 },
    {
      type: 'CancelImport',
      rowsDone: rowsWritten(job),
      ...(note !== undefined && { note }),
    },
  );
  return 'cancelled';
}

async function stateOf({ events }: LostImportDesk, importId: string): Promise<ImportBatchState> {
  return (await events.readStream(`import-${importId}`))
    .map((record) => decode(record) as unknown as ImportBatchEvent)
    .reduce((before, event) => importBatch.evolve(before, event), importBatch.initial);
}

async function tellEnd(
  desk: LostImportDesk,
  act: { readonly importId: string; readonly actor: ImportActor; readonly sha256: string },
  ending: ImportBatchCommand,
): Promise<void> {
  const ledger = { store: desk.events, salts: desk.salts };
  const name = ending.type === 'CancelImport' ? 'cancel' : 'end what was lost';
  await handle(ledger, importBatch, act.importId, ending, importContext(desk, act, name));
}

function endingOf(job: Job | undefined): ImportBatchCommand {
  if (job?.status === 'cancelled') return { type: 'CancelImport', rowsDone: rowsWritten(job) };
  const why = `Its work was lost${job?.error ? `: ${job.error}` : ' and does not go on.'}`;
  return { type: 'FailImport', why, rowsDone: rowsWritten(job) };
}

function rowsWritten(job: Job | undefined): number {
  const { rowsDone = 0, phase } = (job?.progress ?? {}) as { rowsDone?: number; phase?: string };
  return phase === 'writing' ? rowsDone : 0;
}
