import type { FileStore } from '#files/file-store.js';
import type { SecurityLog } from '../accounts/security-log.js';
import type { ExportProgress } from './export-request.js';
import type { ExportViews } from './walk-records.js';

/** What the exporter works with. */
export interface ExportDesk {
  readonly views: ExportViews;
  readonly files: FileStore;
  readonly log: SecurityLog;
  /** Milliseconds since 1970. */
  now(this: void): number;
  /** A private folder on this machine for what can be made again. */
  readonly tempFolder: string;
}

/** Hears how far an export is. */
export type Tell = (progress: Omit<ExportProgress, 'rowsTotal'>) => void;
