import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  output,
  signal,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { DARWIN_CORE, placeOfTerm } from '#domain/terms/darwin-core.js';
import type { ReasonCode } from '#domain/terms/reason-code.js';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { ChangedBy } from '../../ledger-client/history-entry';
import { newKey, type Receipt } from '../../ledger-client/ledger-http';
import type { Problem } from '../../ledger-client/problem';
import { SpecimenActs } from '../../ledger-client/specimen-acts';
import { Specimens } from '../../ledger-client/specimens';
import { ProblemNote } from '../../ui/problem-note';
import { ReasonFields } from '../../ui/reason-fields';
import { CORRECTION_REASONS } from '../../ui/term-vocabulary';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { changesOf, type Clash, clashesIn, type DraftLine, rebased } from './correction-draft';

/** What happened between reading and sending. */
interface Stale {
  readonly record: SpecimenRecord;
  readonly changedBy: readonly ChangedBy[];
  readonly clashes: readonly Clash[];
}

/**
 * Putting values right, with a reason. When somebody else was quicker, theirs is shown beside mine and mine can be put on
 * top of it in one click; nothing typed is lost.
 */
@Component({
  selector: 'app-correct-form',
  imports: [MatButtonModule, ReasonFields, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './correct-form.html',
  styleUrl: './correct-form.scss',
})
export class CorrectForm {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  private readonly acts = inject(SpecimenActs);
  private readonly specimens = inject(Specimens);
  readonly specimenId = input.required<string>();
  /** As it was when the form opened. */
  readonly record = input.required<SpecimenRecord>();
  readonly term = input.required<string>();
  readonly recorded = output<Receipt>();
  readonly left = output<void>();

  protected readonly reasons = CORRECTION_REASONS;
  protected readonly reason = signal<ReasonCode | ''>('');
  protected readonly note = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly stale = signal<Stale | undefined>(undefined);
  protected readonly lines = linkedSignal<readonly DraftLine[]>(() => [lineOf(this.term(), this.record())]);
  private readonly seen = linkedSignal(() => this.record());
  private key = newKey();

  protected readonly addable = computed(() => {
    const taken = new Set(this.lines().map(({ term }) => term));
    const offered = [...DARWIN_CORE.keys()].filter((term) => placeOfTerm(term) === 'specimen' && !taken.has(term));
    return offered.map((term) => ({ term, name: this.terms.of(term) })).sort((a, b) => a.name.localeCompare(b.name));
  });
  protected readonly changesNothing = computed(() => changesOf(this.lines()).length === 0);

  protected write(term: string, event: Event): void {
    const now = (event.target as HTMLTextAreaElement).value;
    this.lines.update((lines) => lines.map((line) => (line.term === term ? { ...line, now } : line)));
  }

  protected add(event: Event): void {
    const select = event.target as HTMLSelectElement;
    const term = select.value;
    select.value = '';
    if (term) this.lines.update((lines) => [...lines, lineOf(term, this.seen())]);
  }

  protected send(event: Event): void {
    event.preventDefault();
    void this.submit();
  }

  /** Mine on top of theirs. */
  protected async applyMine(): Promise<void> {
    const stale = this.stale();
    if (!stale) return;
    this.lines.update((lines) => rebased(lines, stale.record.terms));
    this.seen.set(stale.record);
    this.stale.set(undefined);
    await this.submit();
  }

  private async submit(): Promise<void> {
    const reason = this.reason();
    const changes = changesOf(this.lines());
    if (!reason || changes.length === 0 || this.busy()) return;
    this.busy.set(true);
    const note = this.note().trim();
    const options = { key: this.key, seen: this.seen().revision };
    const outcome = await this.acts.correct(this.specimenId(), changes, { reason, ...(note && { note }) }, options);
    if (outcome.ok) this.recorded.emit(outcome.value);
    else await this.hear(outcome.problem);
    this.busy.set(false);
  }

  private async hear(problem: Problem): Promise<void> {
    // Another try is another act: its key is not the refused one's.
    this.key = newKey();
    this.problem.set(undefined);
    if (problem.status !== 412 && problem.code !== 'VALUE_NOT_AS_SEEN') return this.problem.set(problem);
    const read = await this.specimens.record(this.specimenId());
    if (!read.ok) return this.problem.set(read.problem);
    const changedBy = (problem.details['changedBy'] as readonly ChangedBy[] | undefined) ?? [];
    this.stale.set({ record: read.value, changedBy, clashes: clashesIn(this.lines(), read.value.terms) });
  }
}

function lineOf(term: string, { terms }: SpecimenRecord): DraftLine {
  const was = terms[term];
  return { term, now: was ?? '', ...(was !== undefined && { was }) };
}
