import type { JobHandler } from '#jobs/job-queue.js';
import type { SaltSource } from '#ledger/salts.js';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import { SecurityLog } from '#tasks/accounts/security-log.js';
import { EXPORT_JOB, exportJob } from '#tasks/export/export-specimens.js';
import { importJobs } from '#tasks/import/import-jobs.js';
import { knownSpecimens } from '#tasks/import/known-specimens.js';
import { bulkJobs } from '#tasks/specimens/bulk/bulk-jobs.js';
import { runPolicies } from '#tasks/policy-runner.js';
import type { Stores, World } from './open-stores.js';
import type { ReadableViews } from './readable-views.js';

/** What long work is given. */
export interface TaskTools extends Stores, World, ReadableViews {
  readonly salts: SaltSource;
  /** A folder on this machine for what can be made again. */
  readonly tempFolder: string;
  /** Aborted when the process stops; work that is no job ends then. */
  readonly signal: AbortSignal;
}

/** Registers the handlers of its jobs, or works by itself until `signal` aborts; the promise is awaited at the end. */
export type Task = (tools: TaskTools) => Promise<void> | void;

/** All long work. A new one is one line here. */
export const TASKS: readonly Task[] = [handleImports, handleExports, handleBulkActs, runPolicies];

function handleBulkActs(tools: TaskTools): void {
  const handlers = bulkJobs({ ...tools, events: tools.ledger });
  for (const [name, handler] of Object.entries(handlers)) tools.jobs.handle(name, handler as JobHandler);
}

function handleImports({ jobs, ledger, views, files, salts, now, tempFolder }: TaskTools): void {
  const work = (importId: string) => jobs.get(importId);
  const handlers = importJobs({ events: ledger, salts, known: knownSpecimens(views), work, files, now, tempFolder });
  for (const [name, handler] of Object.entries(handlers)) jobs.handle(name, handler as JobHandler);
}

function handleExports(tools: TaskTools): void {
  const { jobs, vault, files, now, tempFolder } = tools;
  const views = { search: tools.view('specimen-search'), records: tools.view<SpecimenRecord>('specimen-record') };
  const log = new SecurityLog(vault, now);
  jobs.handle(EXPORT_JOB, exportJob({ views, files, log, now, tempFolder }));
}
