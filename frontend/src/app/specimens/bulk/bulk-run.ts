import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { BulkActs, type BulkLine, type BulkOrder, type BulkPreview, type BulkResult } from '../../ledger-client/bulk';
import { hasEnded, WatchedJob } from '../../ledger-client/jobs';
import type { Problem } from '../../ledger-client/problem';
import { ProblemNote } from '../../ui/problem-note';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { Selection } from '../selection';

/**
 * The way of every bulk act: look at each change first, carry it out as one act with its progress, then to its own page, where
 * it can be taken back.
 */
@Component({
  selector: 'app-bulk-run',
  imports: [ProblemNote, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './bulk-run.html',
  styleUrl: './bulk-run.scss',
})
export class BulkRun {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  protected readonly selection = inject(Selection);
  private readonly bulk = inject(BulkActs);
  private readonly router = inject(Router);
  /** What is done, once the form says enough. */
  readonly order = input.required<BulkOrder | undefined>();
  /** Why nothing can be looked at yet. */
  readonly whyNot = input<string>();

  /** It is in the ledger: nothing of the form needs to be kept. */
  readonly carriedOut = output<void>();

  private readonly looked = new WatchedJob<BulkPreview>();
  private readonly done = new WatchedJob<BulkResult>();
  private readonly previewOf = signal<{ readonly jobId: string; readonly order: string } | undefined>(undefined);
  protected readonly outcomes = ['change', 'same', 'refused'] as const;
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly lines = signal<readonly BulkLine[]>([]);
  protected readonly next = signal<number | undefined>(undefined);
  protected readonly outcome = signal<BulkLine['outcome']>('change');
  protected readonly writing = signal(false);

  /** The preview, while it is of what the form says now. */
  protected readonly preview = computed(() => {
    const job = this.looked.job();
    const isOfNow = this.previewOf()?.order === JSON.stringify(this.order());
    return isOfNow && job?.status === 'completed' ? job.result : undefined;
  });
  protected readonly looking = computed(() => this.previewOf() !== undefined && !hasEnded(this.looked.job()));
  protected readonly seen = computed(() => Number(this.looked.job()?.progress?.['rowsDone'] ?? 0));
  protected readonly progress = computed(() => {
    const { rowsDone = 0, rowsTotal = 0 } = this.done.job()?.progress ?? {};
    return { rowsDone: Number(rowsDone), rowsTotal: Number(rowsTotal) };
  });
  protected readonly failed = computed(
    () => [this.looked.job(), this.done.job()].find((job) => job?.status === 'failed')?.error,
  );

  constructor() {
    effect(() => {
      if (this.preview()) untracked(() => void this.list('change'));
    });
    effect(() => {
      const job = this.done.job();
      if (job?.status === 'failed' || job?.status === 'cancelled') untracked(() => this.writing.set(false));
      if (job?.status !== 'completed' || !job.result) return;
      const { bulkId, kept, position } = job.result;
      untracked(() => {
        this.carriedOut.emit();
        this.selection.clear();
        void this.router.navigate(['/specimens/bulk/acts', bulkId], {
          queryParams: { kept: kept || undefined, position },
        });
      });
    });
  }

  protected async look(): Promise<void> {
    const [order, selection] = [this.order(), this.selection.order()];
    if (!order || !selection || this.looking()) return;
    this.problem.set(undefined);
    const outcome = await this.bulk.preview(selection, order);
    if (!outcome.ok) return this.problem.set(outcome.problem);
    this.previewOf.set({ jobId: outcome.value.jobId, order: JSON.stringify(order) });
    this.looked.follow(outcome.value.jobId);
  }

  protected async list(outcome: BulkLine['outcome']): Promise<void> {
    this.outcome.set(outcome);
    this.lines.set([]);
    this.next.set(undefined);
    await this.more(0);
  }

  protected async more(offset: number): Promise<void> {
    const preview = this.previewOf();
    if (!preview) return;
    const outcome = this.outcome();
    const read = await this.bulk.lines(preview.jobId, outcome, offset);
    // Another outcome or preview is looked at meanwhile, or the same lines were asked for twice.
    if (preview !== this.previewOf() || outcome !== this.outcome() || offset !== (this.next() ?? 0)) return;
    if (!read.ok) return this.problem.set(read.problem);
    this.lines.update((lines) => [...lines.slice(0, offset), ...read.value.items]);
    this.next.set(read.value.next);
  }

  protected async carryOut(): Promise<void> {
    const preview = this.previewOf();
    if (!preview || this.writing()) return;
    this.writing.set(true);
    this.problem.set(undefined);
    const outcome = await this.bulk.carryOut(preview.jobId);
    if (outcome.ok) return this.done.follow(outcome.value.jobId);
    this.writing.set(false);
    this.problem.set(outcome.problem);
  }
}
