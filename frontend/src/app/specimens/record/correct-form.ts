import { ChangeDetectionStrategy, Component, computed, inject, input, type OnInit, output } from '@angular/core';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { Draft } from '../../drafts/draft';
import { Drafts } from '../../drafts/drafts';
import type { Receipt } from '../../ledger-client/ledger-http';
import { SpecimenActs } from '../../ledger-client/specimen-acts';
import { CORRECTION_REASONS } from '../../ui/term-vocabulary';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { offeredTerms } from '../acts/offered-terms';
import { type SendValues, type TypedValues, ValuesFrame } from '../acts/values-frame';
import { lineOf, retyped, type SeenValues } from './correction-draft';

/** Putting values right, with a reason. */
@Component({
  selector: 'app-correct-form',
  imports: [ValuesFrame],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './correct-form.html',
  styles: `
    .value {
      min-height: 44px;
      field-sizing: content;
    }
  `,
})
export class CorrectForm implements OnInit {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  private readonly acts = inject(SpecimenActs);
  private readonly drafts = inject(Drafts);
  readonly specimenId = input.required<string>();
  /** As it was when the form opened. */
  readonly record = input.required<SpecimenRecord>();
  /** The term to begin with; empty: those of the draft that was left. */
  readonly term = input.required<string>();
  readonly recorded = output<Receipt>();
  readonly left = output<void>();

  protected readonly reasons = CORRECTION_REASONS;
  protected draft!: Draft<TypedValues>;

  protected readonly addable = computed(() =>
    offeredTerms(this.terms, new Set(this.draft.value().lines.map(({ term }) => term))),
  );

  ngOnInit(): void {
    this.draft = this.drafts.open<TypedValues>(`specimen/${this.specimenId()}/correct`, {
      lines: this.term() ? [lineOf(this.term(), this.record().terms)] : [],
      reason: '',
      note: '',
      seen: this.record().revision,
    });
    const { lines } = this.draft.value();
    // A draft that was left about other terms takes this one in.
    if (this.term() && !lines.some(({ term }) => term === this.term())) this.addTerm(this.term());
  }

  protected write(term: string, event: Event): void {
    const now = (event.target as HTMLTextAreaElement).value;
    this.draft.set({ lines: retyped(this.draft.value().lines, term, now) });
  }

  protected add(event: Event): void {
    const select = event.target as HTMLSelectElement;
    const term = select.value;
    select.value = '';
    if (term) this.addTerm(term);
  }

  protected readonly valuesIn = ({ terms }: SpecimenRecord): SeenValues => terms;

  protected readonly send: SendValues = (changes, why, options) =>
    this.acts.correct(this.specimenId(), changes, why, options);

  private addTerm(term: string): void {
    this.draft.set({ lines: [...this.draft.value().lines, lineOf(term, this.record().terms)] });
  }
}
