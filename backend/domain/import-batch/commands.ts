import type { ColumnMapping, ImportCounts, ImportOptions } from './events.js';

// Asked by the importer only, never over HTTP: the shapes are its own, and no validation stands between.

/** Begins an import: what is read as what, and from which file. */
export class StartImport {
  readonly type = 'StartImport';
  readonly collectionId: string;
  readonly file: { readonly name: string; readonly sha256: string; readonly bytes: number };
  readonly mapping: readonly ColumnMapping[];
  readonly options: ImportOptions;
  readonly note?: string;
}

/** Ends an import that went through. */
export class CompleteImport {
  readonly type = 'CompleteImport';
  readonly counts: ImportCounts;
  readonly problems: Readonly<Record<string, number>>;
  readonly report: { readonly sha256: string; readonly bytes: number };
  readonly refusedRows?: { readonly sha256: string; readonly bytes: number };
}

/** Ends an import that a person stopped; what was written so far stays. */
export class CancelImport {
  readonly type = 'CancelImport';
  readonly rowsDone: number;
  readonly note?: string;
}

/** Ends an import that could not go on; what was written so far stays. */
export class FailImport {
  readonly type = 'FailImport';
  /** One sentence for the person who imported. */
  readonly why: string;
  readonly rowsDone: number;
}

/** Says that an import was taken back. */
export class UndoImport {
  readonly type = 'UndoImport';
  readonly undone: number;
  readonly kept: number;
  readonly report: { readonly sha256: string; readonly bytes: number };
  readonly note?: string;
}

/** Everything that may be asked of an import. */
export type ImportBatchCommand = StartImport | CompleteImport | CancelImport | FailImport | UndoImport;
