import type { Fact } from '../kernel/decider.js';

/** What each row became, and how many of each. `rows` = new + changed + unchanged + duplicate + refused. */
export interface ImportCounts {
  readonly rows: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly duplicate: number;
  readonly refused: number;
  /** Known records of this source that the file no longer has; left alone. */
  readonly absent: number;
  readonly conflicts: number;
  readonly identifications: number;
  readonly media: number;
  readonly measurements: number;
}
/** What the person chose before committing. */
export interface ImportOptions {
  /** Whether new records are released to the public at once; default false. */
  readonly released: boolean;
}
/** One column of a file and what it is read as. */
export interface ColumnMapping {
  /** `core` or the extension's row type URI. */
  readonly table: string;
  /** 0-based; absent for a meta.xml default that no column carries. */
  readonly index?: number;
  readonly column: string;
  /** Simple Darwin Core term name or full URI; absent: kept as unmapped. */
  readonly term?: string;
  /** The archive's default for blank cells. */
  readonly default?: string;
  /** Literal values that mean "absent" in this column. */
  readonly nulls?: readonly string[];
}
/** A file is being read into a collection: which, and how. */
export type ImportStarted = Fact<
  'ImportStarted',
  {
    readonly collectionId: string;
    readonly file: { readonly name: string; readonly sha256: string; readonly bytes: number };
    readonly mapping: readonly ColumnMapping[];
    readonly options: ImportOptions;
    readonly note?: string;
  }
>;
/** The file was read to its end. */
export type ImportCompleted = Fact<
  'ImportCompleted',
  {
    readonly counts: ImportCounts;
    /** How many problems of each kind. */
    readonly problems: Readonly<Record<string, number>>;
    /** JSON lines with every problem, conflict and absent record, in the file store. */
    readonly report: { readonly sha256: string; readonly bytes: number };
    /** The refused rows as CSV with a reason column; absent when none. */
    readonly refusedRows?: { readonly sha256: string; readonly bytes: number };
  }
>;
/** A person stopped the import; what was written stays. */
export type ImportCancelled = Fact<'ImportCancelled', { readonly rowsDone: number; readonly note?: string }>;
/** The import could not go on; what was written stays. */
export type ImportFailed = Fact<'ImportFailed', { readonly why: string; readonly rowsDone: number }>;
/** The import was taken back, as far as nobody else had touched its records. */
export type ImportUndone = Fact<
  'ImportUndone',
  {
    /** Specimen records taken back or set back. */
    readonly undone: number;
    /** Records touched since by others: listed in the report, left alone. */
    readonly kept: number;
    readonly report: { readonly sha256: string; readonly bytes: number };
    readonly note?: string;
  }
>;
export type ImportBatchEvent = ImportStarted | ImportCompleted | ImportCancelled | ImportFailed | ImportUndone;
