import type { Envelope } from '#ledger/record.js';
import type { Condition, Sort, TextQuery } from '#projections/kernel/query.js';

/** How a result is written: a table, a table made safe for spreadsheets, or a Darwin Core Archive. */
export const EXPORT_FORMATS = ['csv', 'spreadsheet', 'dwca'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What is exported: all that a search finds, or some specimens by id; what the person may not see is left out before. */
export interface ExportRequest {
  readonly format: ExportFormat;
  readonly where?: Condition;
  readonly text?: TextQuery;
  readonly sort?: readonly Sort[];
  /** Instead of a search. */
  readonly ids?: readonly string[];
  /** Columns of a table, by their names in a search; absent: the usual ones. */
  readonly columns?: readonly string[];
  readonly actor: Envelope['actor'];
}

/** The file that was made. */
export interface ExportResult {
  readonly file: { readonly sha256: string; readonly bytes: number; readonly name: string };
  readonly specimens: number;
  /** Struck-through records, which an archive never holds. */
  readonly leftOut: number;
}

/** How far an export is. */
export interface ExportProgress {
  readonly phase: 'reading' | 'packing';
  readonly rowsDone: number;
  readonly rowsTotal: number;
}
