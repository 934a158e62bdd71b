import { JobStopped, UnrecoverableJobError, type JobHandler } from '../../job-queue.js';
import { jsonText, toJob, type JobRow } from './job-row.js';
import type { JobTable } from './job-table.js';
import { ProgressThrottle } from '../../progress-throttle.js';

const PROGRESS_MILLISECONDS = 200;

export interface RunningJobOptions {
  readonly table: JobTable;
  readonly row: JobRow;
  readonly token: string;
  readonly now: () => number;
  /** Called after every change that a watcher should see. */
  readonly changed: (id: string) => void;
  /** Told of progress that could not be written; the job goes on. */
  readonly onError: (error: unknown) => void;
}

/** One try of one job: runs the handler, writes its progress, and records how it ended while the lease still holds. */
export class RunningJob {
  readonly settled: Promise<void>;
  private readonly stopping = new AbortController();
  private readonly throttle: ProgressThrottle;
  /** Ended or put back: what the handler still does, or left undone, is not recorded. */
  private over = false;

  constructor(
    private readonly options: RunningJobOptions,
    handler: JobHandler,
  ) {
    this.throttle = new ProgressThrottle(PROGRESS_MILLISECONDS, (value) => this.writeProgress(value));
    this.settled = this.run(handler);
  }

  /** Extends the lease; a job that went to another, or was cancelled, is asked to stop. */
  tend(lease: number | undefined): void {
    const { table, row, token } = this.options;
    const standing = table.standing(row.id, token);
    if (standing === 'cancel') this.stop('cancelled');
    if (standing === 'lost') return this.stop('lease-lost');
    if (lease !== undefined) table.renew(row.id, token, lease);
  }

  stop(why: JobStopped['why']): void {
    if (!this.stopping.signal.aborted) this.stopping.abort(new JobStopped(why));
  }

  /** Puts the job back without waiting for its handler; what the handler still does is not recorded. */
  handBack(): void {
    this.putBack();
    this.over = true;
    this.options.changed(this.options.row.id);
  }

  private async run(handler: JobHandler): Promise<void> {
    const { row, now, changed } = this.options;
    const progress = (value: unknown): void => {
      if (!this.over) this.throttle.push(value);
    };
    const context = { signal: this.stopping.signal, progress, attempt: row.attempts };
    let record: () => void;
    try {
      const result = jsonText(await handler(toJob(row, now()), context));
      record = () => this.end('completed', result, null);
    } catch (error) {
      record = () => this.failed(error);
    }
    if (this.over) return;
    record();
    this.over = true;
    changed(row.id);
  }

  private failed(error: unknown): void {
    const { table, row, now } = this.options;
    const message = error instanceof Error ? error.message : String(error);
    const stopped = this.stopping.signal.reason as JobStopped | undefined;
    if (stopped?.why === 'cancelled') return this.end('cancelled', null, null);
    if (stopped) {
      this.putBack();
    } else if (error instanceof UnrecoverableJobError || row.attempts >= row.maxAttempts) {
      this.end('failed', null, message);
    } else {
      const due = now() + row.backoff * 2 ** (row.attempts - 1);
      table.again({ ...this.mine(), error: message, due, uncounted: 0 }, now());
    }
  }

  private putBack(): void {
    const { table, now } = this.options;
    table.again({ ...this.mine(), error: null, due: now(), uncounted: 1 }, now());
  }

  private end(status: 'completed' | 'failed' | 'cancelled', result: string | null, error: string | null): void {
    this.options.table.end({ ...this.mine(), status, result, error }, this.options.now());
  }

  private mine() {
    const last = this.throttle.take();
    return { id: this.options.row.id, token: this.options.token, progress: last ? jsonText(last.value) : null };
  }

  private writeProgress(value: unknown): void {
    const { table, row, token, changed, onError } = this.options;
    try {
      if (table.progress({ id: row.id, token, progress: jsonText(value) })) changed(row.id);
    } catch (error) {
      onError(error);
    }
  }
}
