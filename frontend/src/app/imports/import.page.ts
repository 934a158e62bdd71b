import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Imports, type ListedImport, type RowProblem } from '../ledger-client/imports';
import { hasEnded, Jobs, WatchedJob } from '../ledger-client/jobs';
import { API } from '../ledger-client/address';
import { newKey } from '../ledger-client/ledger-http';
import type { Outcome, Problem } from '../ledger-client/problem';
import { Session } from '../ledger-client/session';
import { Specimens } from '../ledger-client/specimens';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { ProblemNote } from '../ui/problem-note';
import { Words } from '../words/words';
import { CountsTable } from './counts-table';
import { JobProgress } from './job-progress';
import { ProblemKind } from './problem-kind';

const REPORT_TRIES = 10;
const REPORT_PAUSE = 400;
/** After a large import the views need a while to show its end; each try waits for them by itself. */
const TRIES_AFTER_ITS_END = 300;

/** One import: its progress while it runs, its report afterwards, and the way to take it back. */
@Component({
  selector: 'app-import-page',
  imports: [CountsTable, Dialog, Icon, JobProgress, ProblemKind, ProblemNote, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './import.page.html',
  styles: `
    .card {
      margin-bottom: 16px;
    }
    h2 {
      margin-bottom: 12px;
    }
    progress {
      width: 100%;
      accent-color: var(--accent);
    }
    .acts {
      display: flex;
      justify-content: flex-end;
      gap: 8px;
      margin-top: 12px;
    }
  `,
})
export class ImportPage {
  protected readonly words = inject(Words);
  protected readonly session = inject(Session);
  private readonly imports = inject(Imports);
  private readonly jobs = inject(Jobs);
  private readonly specimens = inject(Specimens);
  protected readonly watched = new WatchedJob<{ position?: string }>();
  /** Of the import; from the address. */
  readonly id = input.required<string>();
  /** Of the job that runs it, when the page is opened with it. */
  readonly job = input<string>();

  protected readonly report = signal<ListedImport | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly examples = signal<Readonly<Record<string, readonly RowProblem[]>>>({});
  protected readonly nexts = signal<Readonly<Record<string, string | undefined>>>({});
  private readonly leftLines = signal<readonly RowProblem[]>([]);
  /** What taking it back left alone, by why. */
  protected readonly leftAlone = computed(() => {
    const kinds = [...new Set(this.leftLines().map(({ kind }) => kind))];
    return kinds.map((kind) => ({ kind, items: this.leftLines().filter((one) => one.kind === kind) }));
  });
  /** It has ended, and what it wrote is not in the report or cannot be found yet. */
  protected readonly isBehind = signal(false);
  protected readonly isUndoing = signal(false);
  protected readonly note = signal('');
  protected readonly said = signal('');
  private readonly jobId = signal('');
  private undoKey = newKey();
  /** Grows each time the report is asked for anew: who asked before, of this import or another, asks no more. */
  private turn = 0;

  protected readonly running = computed(() => {
    const job = this.watched.job();
    return this.jobId() !== '' && !hasEnded(job);
  });
  protected readonly failure = computed(() =>
    this.watched.job()?.status === 'failed' ? this.watched.job()?.error : undefined,
  );
  protected readonly kinds = computed(() =>
    Object.entries(this.report()?.problems ?? {}).map(([kind, count]) => ({ kind, count })),
  );
  protected readonly refusedAddress = computed(() => `${API}/imports/${this.id()}/refused.csv`);
  protected readonly mayUndo = computed(() => {
    const report = this.report();
    return report?.state === 'completed' && this.session.may('import.run', report.collectionId);
  });

  constructor() {
    effect(() => {
      const [id, job] = [this.id(), this.job()];
      untracked(() => {
        if (job) this.follow(job);
        void this.load(id);
      });
    });
    effect(() => {
      const job = this.watched.job();
      if (hasEnded(job)) untracked(() => void this.load(this.id(), job?.result?.position, true));
    });
  }

  protected async cancel(): Promise<void> {
    const outcome = await this.jobs.cancel(this.jobId());
    if (!outcome.ok) this.problem.set(outcome.problem);
  }

  protected async undo(event: Event): Promise<void> {
    event.preventDefault();
    const outcome = await this.imports.undo(this.id(), this.note().trim(), this.undoKey);
    this.isUndoing.set(false);
    this.undoKey = newKey();
    if (!outcome.ok) return this.problem.set(outcome.problem);
    this.follow(outcome.value.jobId);
  }

  /** Fetches examples of one kind when they are asked for. */
  protected async show(kind: string): Promise<void> {
    if (this.examples()[kind]) return;
    await this.more(kind);
  }

  protected async more(kind: string): Promise<void> {
    const cursor = this.nexts()[kind];
    const outcome = await this.imports.problems(this.id(), kind, cursor);
    if (!outcome.ok) return this.problem.set(outcome.problem);
    // The same page asked for twice.
    if (cursor !== this.nexts()[kind]) return;
    const { items, next } = outcome.value;
    this.examples.update((before) => ({ ...before, [kind]: [...((cursor && before[kind]) || []), ...items] }));
    this.nexts.update((before) => ({ ...before, [kind]: next }));
  }

  private async tellLeftAlone(): Promise<void> {
    const outcome = await this.imports.problems(this.id(), undefined, undefined, 'undo');
    if (outcome.ok) this.leftLines.set(outcome.value.items);
  }

  protected write(event: Event): void {
    this.note.set((event.target as HTMLTextAreaElement).value);
  }

  private follow(jobId: string): void {
    this.jobId.set(jobId);
    this.watched.follow(jobId);
  }

  private async load(id: string, atLeast?: string, hasJustEnded = false): Promise<void> {
    const most = hasJustEnded ? TRIES_AFTER_ITS_END : REPORT_TRIES;
    const turn = ++this.turn;
    this.isBehind.set(hasJustEnded);
    for (let tries = 1; tries <= most && turn === this.turn; tries++) {
      const outcome = await this.imports.report(id, atLeast);
      // The end has been told meanwhile: who asks since then knows how far the views must have come.
      if (turn !== this.turn) return;
      if (outcome.ok) this.receive(outcome.value);
      if (!this.isEarly(outcome, hasJustEnded) && !(await this.isSearchBehind(atLeast))) {
        if (turn !== this.turn) return;
        this.isBehind.set(false);
        if (!outcome.ok) this.problem.set(outcome.problem);
        return;
      }
      await new Promise((done) => setTimeout(done, REPORT_PAUSE));
    }
  }

  // An import that has only just begun is not listed yet; the report of one that has just ended may be a moment behind.
  private isEarly(outcome: Outcome<ListedImport>, hasJustEnded: boolean): boolean {
    if (outcome.ok) return hasJustEnded && outcome.value.state === 'started';
    return (outcome.problem.status === 404 && this.jobId() !== '') || (hasJustEnded && outcome.problem.status === 503);
  }

  // The report and the search are views of their own: the specimens are shown when they can be found.
  private async isSearchBehind(atLeast: string | undefined): Promise<boolean> {
    if (atLeast === undefined) return false;
    const outcome = await this.specimens.search({ importId: this.id(), limit: '1', atLeast });
    return !outcome.ok && outcome.problem.status === 503;
  }

  private receive(report: ListedImport): void {
    this.problem.set(undefined);
    this.report.set(report);
    if (report.undone && this.leftLines().length === 0) void this.tellLeftAlone();
    this.said.set(this.words.say(`imports.state.${report.state}`));
    if (report.state === 'started' && report.jobId && this.jobId() === '') this.follow(report.jobId);
  }
}
