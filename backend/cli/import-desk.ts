import { mkdir, stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { folderAsZip } from '#tasks/import/archive/folder-zip.js';
import type { Job, JobHandler } from '#jobs/job-queue.js';
import type { ImportProgress, ImportRequest, ImportResult, ImportWatch } from '#tasks/import/commit.js';
import { enqueueImport, importJobs } from '#tasks/import/import-jobs.js';
import type { ImportDesk, ImportFile } from '#tasks/import/import-desk.js';
import { knownSpecimens } from '#tasks/import/known-specimens.js';
import type { House } from '#wiring/house.js';
import { CliFailure, type CliContext } from './command.js';

/** The importer's desk in this process. */
export async function importDesk(house: House): Promise<ImportDesk> {
  const tempFolder = join(house.settings.data, 'temp');
  await mkdir(tempFolder, { recursive: true });
  const { ledger: events, files, now, commandLedger, jobs } = house;
  const work = (importId: string) => jobs.get(importId);
  return { events, files, now, tempFolder, work, salts: commandLedger.salts, known: knownSpecimens(house.views) };
}

/** Takes a file, or a folder as one zip, into the file store. */
export async function takeFile(house: House, path: string): Promise<ImportFile> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new CliFailure(`There is no file ${path}.`);
  const content = found.isDirectory() ? await folderAsZip(path) : createReadStream(path);
  const { sha256 } = await house.files.put(content);
  const name = basename(resolve(path));
  return { name: found.isDirectory() ? `${name}.zip` : name, sha256 };
}

const PHASES = { staging: 'Reading', checking: 'Checking', writing: 'Writing' } as const;

/** Shows the importer's progress on the terminal, and passes Ctrl-C on. */
export function watchOf({ terminal, signal }: Pick<CliContext, 'terminal' | 'signal'>): ImportWatch {
  return { signal, progress: (progress) => tell({ terminal }, progress) };
}

function tell({ terminal }: Pick<CliContext, 'terminal'>, { phase, rowsDone, rowsTotal }: ImportProgress): void {
  terminal.progress(PHASES[phase], rowsDone, rowsTotal);
}

/**
 * Imports as a job that this process takes itself: others see it, may cancel it, and go on with it when this process dies.
 * Ctrl-C cancels it. Fails with a sentence when it fails or is cancelled.
 */
export async function importAsJob(
  { jobs }: House,
  desk: ImportDesk,
  request: ImportRequest,
  { terminal, signal }: Pick<CliContext, 'terminal' | 'signal'>,
): Promise<ImportResult> {
  const name = 'import-commit';
  jobs.handle(name, importJobs(desk)[name] as JobHandler);
  jobs.start();
  const { id } = await enqueueImport(jobs, request);
  const cancel = (): void => void jobs.cancel(id);
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  let last: Job | undefined;
  for await (const job of jobs.watch(id, new AbortController().signal)) {
    last = job;
    if (job.progress !== undefined) tell({ terminal }, job.progress as ImportProgress);
  }
  signal.removeEventListener('abort', cancel);
  if (last?.status === 'completed') return last.result as ImportResult;
  if (last?.status === 'cancelled') throw new CliFailure(`${CANCELLED} "undo ${id}" takes it back.`);
  throw new CliFailure(last?.error ?? 'The import is not known to the job queue any more: run it again.');
}

const CANCELLED = 'The import was cancelled; what was written so far stays.';
