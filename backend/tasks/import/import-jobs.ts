import type { Job, JobHandler, JobQueue } from '#jobs/job-queue.js';
import { patient } from '../patience.js';
import { type ImportRequest, type ImportResult, commitImport } from './commit.js';
import type { ImportDesk } from './import-desk.js';
import { type ImportPreview, type PreviewRequest, previewImport } from './preview.js';
import { type UndoRequest, type UndoResult, undoImport } from './undo.js';

/** The importer's long work by the name of its job. */
export interface ImportJobs {
  readonly 'import-preview': JobHandler<PreviewRequest, ImportPreview>;
  readonly 'import-commit': JobHandler<ImportRequest, ImportResult>;
  readonly 'import-undo': JobHandler<UndoRequest, UndoResult>;
}

/** Handlers for the job queue, each able to run again after a crash; a store that is away is waited for. */
export function importJobs(desk: ImportDesk): ImportJobs {
  return {
    'import-preview': patient((job, context) => previewImport(desk, job.data, context)),
    'import-commit': patient((job, context) => commitImport(desk, job.data, context)),
    'import-undo': patient((job, context) => undoImport(desk, job.data, context)),
  };
}

/** Asks for an import. Its job bears the import's id: asking again answers with the same job, and looking it up is direct. */
export function enqueueImport(jobs: JobQueue, request: ImportRequest): Promise<Job<ImportRequest>> {
  const name: keyof ImportJobs = 'import-commit';
  return jobs.enqueue(name, request, { id: request.importId, attempts: 3 });
}
