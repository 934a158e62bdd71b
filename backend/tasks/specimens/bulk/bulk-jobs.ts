import type { JobHandler } from '#jobs/job-queue.js';
import type { BulkDesk } from './bulk-desk.js';
import { type BulkPreview, type BulkPreviewRequest, previewBulk } from './preview-bulk.js';
import { type BulkUndoRequest, undoBulk } from './undo-bulk.js';
import { type BulkRequest, type BulkResult, writeBulk } from './write-bulk.js';

/** The long work of bulk acts by the name of its job. */
export interface BulkJobs {
  readonly 'bulk-preview': JobHandler<BulkPreviewRequest, BulkPreview>;
  readonly 'bulk-act': JobHandler<BulkRequest, BulkResult>;
  readonly 'bulk-undo': JobHandler<BulkUndoRequest, BulkResult>;
}

/** Handlers for the job queue, each able to run again after a crash. */
export function bulkJobs(desk: BulkDesk): BulkJobs {
  return {
    'bulk-preview': (job, context) => previewBulk(desk, job.data, context),
    'bulk-act': (job, context) => writeBulk(desk, job.data, context),
    'bulk-undo': (job, context) => undoBulk(desk, job.data, context),
  };
}
