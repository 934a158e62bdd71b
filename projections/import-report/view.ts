import type { ColumnMapping, ImportCounts, ImportOptions } from '#domain/import-batch/events.js';

/** A file in the file store. */
export interface ReportFile {
  readonly sha256: string;
  readonly bytes: number;
}

/** One import from start to end; the document's id is the import's. Absent members are left out. */
export interface ImportReport {
  readonly state: 'started' | 'completed' | 'cancelled' | 'failed' | 'undone';
  readonly collectionId: string;
  readonly file: ReportFile & { readonly name: string };
  readonly mapping: readonly ColumnMapping[];
  readonly options: ImportOptions;
  readonly note?: string;
  /** Account id. */
  readonly startedBy: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly counts?: ImportCounts;
  /** How many problems of each kind. */
  readonly problems?: Readonly<Record<string, number>>;
  /** JSON lines with every problem, conflict and absent record. */
  readonly report?: ReportFile;
  /** CSV with a reason column. */
  readonly refusedRows?: ReportFile;
  /** Rows done before it was cancelled or failed. */
  readonly rowsDone?: number;
  /** Why it failed. */
  readonly why?: string;
  readonly cancelledBy?: string;
  readonly undone?: {
    readonly at: string;
    readonly by: string;
    readonly undone: number;
    readonly kept: number;
    readonly report: ReportFile;
    readonly note?: string;
  };
}
