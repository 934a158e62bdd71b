import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  type OnInit,
  output,
  signal,
} from '@angular/core';
import { DARWIN_CORE, placeOfTerm } from '#domain/terms/darwin-core.js';
import type { ReasonCode } from '#domain/terms/reason-code.js';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { Draft } from '../../drafts/draft';
import { Drafts } from '../../drafts/drafts';
import type { ChangedBy } from '../../ledger-client/history-entry';
import type { Receipt } from '../../ledger-client/ledger-http';
import type { Outcome, Problem } from '../../ledger-client/problem';
import { SpecimenActs } from '../../ledger-client/specimen-acts';
import { Specimens } from '../../ledger-client/specimens';
import { ReasonFields } from '../../ui/reason-fields';
import { CORRECTION_REASONS } from '../../ui/term-vocabulary';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { ActFrame } from '../acts/act-frame';
import { StalePanel } from '../acts/stale-panel';
import { changesOf, type Clash, clashesIn, type DraftLine, rebased } from './correction-draft';

/** What happened between reading and sending. */
interface Stale {
  readonly record: SpecimenRecord;
  readonly changedBy: readonly ChangedBy[];
  readonly clashes: readonly Clash[];
}

interface Typed {
  readonly lines: readonly DraftLine[];
  readonly reason: ReasonCode | '';
  readonly note: string;
  /** The revision that the values were seen at. */
  readonly seen: number;
}

/**
 * Putting values right, with a reason. When somebody else was quicker, theirs is shown beside mine and mine can be put on
 * top of it in one click; nothing typed is lost.
 */
@Component({
  selector: 'app-correct-form',
  imports: [ActFrame, ReasonFields, StalePanel],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './correct-form.html',
  styleUrl: './correct-form.scss',
})
export class CorrectForm implements OnInit {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  private readonly acts = inject(SpecimenActs);
  private readonly specimens = inject(Specimens);
  private readonly drafts = inject(Drafts);
  readonly specimenId = input.required<string>();
  /** As it was when the form opened. */
  readonly record = input.required<SpecimenRecord>();
  /** The term to begin with; empty: those of the draft that was left. */
  readonly term = input.required<string>();
  readonly recorded = output<Receipt>();
  readonly left = output<void>();

  protected readonly reasons = CORRECTION_REASONS;
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly stale = signal<Stale | undefined>(undefined);
  protected draft!: Draft<Typed>;

  protected readonly addable = computed(() => {
    const taken = new Set(this.draft.value().lines.map(({ term }) => term));
    const offered = [...DARWIN_CORE.keys()].filter((term) => placeOfTerm(term) === 'specimen' && !taken.has(term));
    return offered.map((term) => ({ term, name: this.terms.of(term) })).sort((a, b) => a.name.localeCompare(b.name));
  });
  protected readonly whyNot = computed(() => {
    const { lines, reason } = this.draft.value();
    if (changesOf(lines).length === 0) return this.words.say('correct.changesNothing');
    return reason === '' ? this.words.say('why.missing') : undefined;
  });

  ngOnInit(): void {
    const empty: Typed = { lines: [], reason: '', note: '', seen: this.record().revision };
    this.draft = this.drafts.open<Typed>(`specimen/${this.specimenId()}/correct`, {
      ...empty,
      lines: this.term() ? [lineOf(this.term(), this.record())] : [],
    });
    const { lines } = this.draft.value();
    // A draft that was left about other terms takes this one in.
    if (this.term() && !lines.some(({ term }) => term === this.term())) this.addTerm(this.term());
  }

  protected write(term: string, event: Event): void {
    const now = (event.target as HTMLTextAreaElement).value;
    const lines = this.draft.value().lines.map((line) => (line.term === term ? { ...line, now } : line));
    this.draft.set({ lines });
  }

  protected add(event: Event): void {
    const select = event.target as HTMLSelectElement;
    const term = select.value;
    select.value = '';
    if (term) this.addTerm(term);
  }

  protected readonly send = async (): Promise<Outcome<Receipt> | undefined> => {
    const { lines, reason, note, seen } = this.draft.value();
    if (reason === '') return undefined;
    const changes = changesOf(lines);
    const why = { reason, ...(note.trim() && { note: note.trim() }) };
    const options = { key: this.draft.keyFor({ changes, why, seen }), seen };
    const outcome = await this.acts.correct(this.specimenId(), changes, why, options);
    return outcome.ok || !isStale(outcome.problem) ? outcome : this.compare(outcome.problem);
  };

  /** Mine on top of theirs. */
  protected async applyMine(): Promise<void> {
    this.rebase();
    this.busy.set(true);
    const outcome = await this.send();
    this.busy.set(false);
    if (!outcome) return;
    if (outcome.ok) {
      this.draft.forget();
      this.recorded.emit(outcome.value);
    } else this.problem.set(outcome.problem);
  }

  /** The form again, its values as typed, on top of what is in the record now. */
  protected rebase(): void {
    const stale = this.stale();
    if (!stale) return;
    this.draft.set({ lines: rebased(this.draft.value().lines, stale.record.terms), seen: stale.record.revision });
    this.stale.set(undefined);
  }

  /** Leaves the record as the other one made it. */
  protected yield(): void {
    this.draft.forget();
    this.left.emit();
  }

  private addTerm(term: string): void {
    this.draft.set({ lines: [...this.draft.value().lines, lineOf(term, this.record())] });
  }

  private async compare(problem: Problem): Promise<Outcome<Receipt> | undefined> {
    const read = await this.specimens.record(this.specimenId());
    if (!read.ok) return read;
    const changedBy = (problem.details['changedBy'] as readonly ChangedBy[] | undefined) ?? [];
    const clashes = clashesIn(this.draft.value().lines, read.value.terms);
    this.stale.set({ record: read.value, changedBy, clashes });
    return undefined;
  }
}

function isStale({ status, code }: Problem): boolean {
  return status === 412 || code === 'VALUE_NOT_AS_SEEN';
}

function lineOf(term: string, { terms }: SpecimenRecord): DraftLine {
  const was = terms[term];
  return { term, now: was ?? '', ...(was !== undefined && { was }) };
}
