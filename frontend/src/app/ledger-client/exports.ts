import { inject, Injectable, signal } from '@angular/core';
import type { BulkSelection } from './bulk';
import { hasEnded, type Job, Jobs } from './jobs';
import { API } from './address';
import { LedgerHttp } from './ledger-http';
import type { Outcome, Problem } from './problem';

/** How a result is written. */
export const EXPORT_FORMATS = ['csv', 'spreadsheet', 'dwca'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The file that an export made. */
export interface ExportResult {
  readonly file: { readonly name: string; readonly bytes: number };
  readonly specimens: number;
  readonly leftOut: number;
}

/** Taking results out. The last export goes on while other pages are open. */
@Injectable({ providedIn: 'root' })
export class Exports {
  private readonly http = inject(LedgerHttp);
  private readonly jobs = inject(Jobs);
  private watching: { stop: () => void } | undefined;
  /** The export that was asked for last. */
  readonly job = signal<Job<ExportResult> | undefined>(undefined);
  readonly problem = signal<Problem | undefined>(undefined);
  readonly isBusy = signal(false);

  async begin(chosen: BulkSelection, format: ExportFormat, columns: readonly string[], sort: string): Promise<void> {
    this.isBusy.set(true);
    this.problem.set(undefined);
    const table = format === 'dwca' ? {} : { columns };
    const order = 'ids' in chosen ? {} : { sort };
    const outcome = await this.http.send<{ jobId: string }>('POST', '/exports', {
      format,
      ...table,
      ...order,
      ...chosen,
    });
    if (!outcome.ok) {
      this.isBusy.set(false);
      return this.problem.set(outcome.problem);
    }
    this.watching?.stop();
    this.watching = this.jobs.watch<ExportResult>(outcome.value.jobId, (job) => {
      this.job.set(job);
      this.isBusy.set(!hasEnded(job));
    });
  }

  cancel(): Promise<Outcome<unknown>> {
    return this.jobs.cancel(this.job()?.id ?? '');
  }

  /** Where the file of a finished export is downloaded. */
  address(job: Job<ExportResult>): string {
    return `${API}/exports/${encodeURIComponent(job.id)}/file`;
  }
}
