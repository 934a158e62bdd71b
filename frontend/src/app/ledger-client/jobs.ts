import { DestroyRef, inject, Injectable, signal, type Signal } from '@angular/core';
import { API } from './address';
import { LedgerHttp } from './ledger-http';
import type { Outcome } from './problem';

/** A piece of long work as the server tells it. */
export interface Job<Result = unknown> {
  readonly id: string;
  readonly name: string;
  readonly status: 'waiting' | 'delayed' | 'active' | 'completed' | 'failed' | 'cancelled';
  readonly progress?: Readonly<Record<string, unknown>>;
  readonly result?: Result;
  readonly error?: string;
}

const ENDED: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled']);
const POLL_MILLISECONDS = 1_000;

/** Whether nothing more will happen to a job. */
export function hasEnded(job: Job | undefined): boolean {
  return job !== undefined && ENDED.has(job.status);
}

/** Watching and stopping long work. */
@Injectable({ providedIn: 'root' })
export class Jobs {
  private readonly http = inject(LedgerHttp);

  cancel(id: string): Promise<Outcome<unknown>> {
    return this.http.send('DELETE', `/jobs/${id}`);
  }

  /** Tells each state of a job until it ends: by server-sent events, else by asking each second. Call `stop` to let go. */
  watch<Result>(id: string, tell: (job: Job<Result>) => void): { stop: () => void } {
    let stopped = false;
    const heard = (job: Job<Result>): void => {
      if (stopped) return;
      tell(job);
      if (hasEnded(job)) stop();
    };
    const source = new EventSource(`${API}/jobs/${id}/events`);
    source.addEventListener('job', (event) => heard(JSON.parse((event as MessageEvent<string>).data) as Job<Result>));
    // A proxy that holds events back, or a stream that ended with the job: ask instead.
    source.onerror = () => {
      source.close();
      void this.poll<Result>(id, heard, () => stopped);
    };
    const stop = (): void => {
      stopped = true;
      source.close();
    };
    return { stop };
  }

  private async poll<Result>(id: string, heard: (job: Job<Result>) => void, stopped: () => boolean): Promise<void> {
    while (!stopped()) {
      const outcome = await this.http.get<Job<Result>>(`/jobs/${id}`);
      if (outcome.ok) heard(outcome.value);
      else if (outcome.problem.status === 404) return;
      await new Promise((done) => setTimeout(done, POLL_MILLISECONDS));
    }
  }
}

/** The job watched by one page; letting the page go lets the job go. */
export class WatchedJob<Result> {
  private readonly jobs = inject(Jobs);
  private readonly state = signal<Job<Result> | undefined>(undefined);
  private watching: { stop: () => void } | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => this.watching?.stop());
  }

  readonly job: Signal<Job<Result> | undefined> = this.state.asReadonly();

  follow(id: string): void {
    this.watching?.stop();
    this.state.set(undefined);
    this.watching = this.jobs.watch<Result>(id, (job) => this.state.set(job));
  }
}
