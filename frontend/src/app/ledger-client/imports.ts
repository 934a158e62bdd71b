import { inject, Injectable } from '@angular/core';
import type { ColumnMapping, ImportCounts, ImportOptions } from '#domain/import-batch/events.js';
import type { ImportReport } from '#projections/import-report/view.js';
import type { StoredFile } from './files';
import { LedgerHttp } from './ledger-http';
import type { Outcome } from './problem';

/** Something about one row that the reader of a report should see. */
export interface RowProblem {
  readonly kind: string;
  readonly row?: number;
  readonly column?: string;
  readonly value?: string;
  /** In English; `kind` and `params` say the same in any language. */
  readonly sentence?: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly specimenId?: string;
}

/** One column of a file as the preview shows it. */
export interface PreviewColumn extends ColumnMapping {
  readonly filled: number;
  readonly samples: readonly string[];
  /** Texts that may mean "absent". */
  readonly nullCandidates: readonly {
    readonly value: string;
    readonly count: number;
    readonly chosen: boolean;
    readonly byDefault: boolean;
  }[];
}

/** What an import would do; nothing has been written. */
export interface ImportPreview {
  readonly file: { readonly name: string; readonly sha256: string; readonly bytes: number };
  readonly title?: string;
  readonly collectionId?: string;
  readonly collectionSuggestion: {
    readonly name: string;
    readonly institutionCode: string;
    readonly collectionCode: string;
  };
  readonly mapping: readonly ColumnMapping[];
  readonly options: ImportOptions;
  readonly tables: readonly {
    readonly table: string;
    readonly kind: string;
    readonly rows: number;
    readonly encoding: string;
    readonly columns: readonly PreviewColumn[];
  }[];
  readonly counts: ImportCounts;
  readonly problems: readonly {
    readonly kind: string;
    readonly count: number;
    readonly examples: readonly RowProblem[];
  }[];
  readonly notices: readonly {
    readonly kind: string;
    readonly sentence: string;
    readonly params?: Readonly<Record<string, string | number>>;
  }[];
  readonly unknownExtensions: readonly string[];
  readonly earlierImports: readonly { readonly importId: string; readonly state: string; readonly startedAt: string }[];
}

/** How far an import is. */
export interface ImportProgress {
  readonly phase?: string;
  readonly rowsDone?: number;
  readonly rowsTotal?: number;
  readonly new?: number;
  readonly changed?: number;
}

/** One import as the list and its page tell it. */
export type ListedImport = ImportReport & { readonly id: string; readonly jobId?: string };

/** Reading files into collections: preview first, then commit, and undo. */
@Injectable({ providedIn: 'root' })
export class Imports {
  private readonly http = inject(LedgerHttp);

  preview(
    file: StoredFile,
    collectionId: string | undefined,
    mapping: readonly ColumnMapping[] | undefined,
    options: Partial<ImportOptions>,
  ): Promise<Outcome<{ jobId: string }>> {
    const asked = { file: { sha256: file.sha256, name: file.name }, collectionId, mapping, options };
    return this.http.send('POST', '/imports/previews', asked);
  }

  /** Does what a preview showed. */
  commit(previewJobId: string, key: string): Promise<Outcome<{ importId: string; jobId: string }>> {
    return this.http.send('POST', '/imports', { previewJobId }, { key });
  }

  async list(): Promise<Outcome<readonly ListedImport[]>> {
    const outcome = await this.http.get<{ items: readonly ListedImport[] }>('/imports');
    return outcome.ok ? { ok: true, value: outcome.value.items } : outcome;
  }

  report(id: string, atLeast?: string): Promise<Outcome<ListedImport>> {
    return this.http.get(`/imports/${encodeURIComponent(id)}`, { atLeast });
  }

  /** Rows of the report, of one kind or all. */
  problems(
    id: string,
    kind: string | undefined,
    cursor?: string,
    of?: 'undo',
  ): Promise<Outcome<{ items: readonly RowProblem[]; next?: string }>> {
    return this.http.get(`/imports/${encodeURIComponent(id)}/problems`, { kind, limit: 50, cursor, of });
  }

  undo(id: string, note: string, key: string): Promise<Outcome<{ jobId: string }>> {
    return this.http.send('POST', `/imports/${encodeURIComponent(id)}/undo`, note ? { note } : {}, { key });
  }
}
