import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import type { ReasonCode } from '#domain/terms/reason-code.js';
import { Drafts } from '../../drafts/drafts';
import type { BulkOrder, BulkTermChange } from '../../ledger-client/bulk';
import { ReasonFields } from '../../ui/reason-fields';
import { CORRECTION_REASONS } from '../../ui/term-vocabulary';
import { TextField } from '../../ui/text-field';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { offeredTerms } from '../acts/offered-terms';
import { BulkRun } from './bulk-run';
import { SelectedNote } from './selected-note';

interface Typed {
  readonly term: string;
  readonly where: BulkTermChange['where'];
  readonly was: string;
  readonly now: string;
  readonly reason: ReasonCode | '';
  readonly note: string;
}

const NOT_IN_BULK: ReadonlySet<string> = new Set(['catalogNumber', 'institutionCode', 'collectionCode']);
const WHERES = ['is', 'contains', 'absent', 'any'] as const;

/** One correction for all that are selected: a value for another, a part of it, a value where there is none. */
@Component({
  selector: 'app-bulk-correct-page',
  imports: [BulkRun, ReasonFields, SelectedNote, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './bulk-correct.page.html',
  styles: `
    form {
      margin: 12px 0 16px;
    }
  `,
})
export class BulkCorrectPage {
  protected readonly words = inject(Words);
  private readonly terms = inject(TermNames);
  protected readonly draft = inject(Drafts).open<Typed>('bulk/correct', {
    term: '',
    where: 'is',
    was: '',
    now: '',
    reason: '',
    note: '',
  });
  protected readonly reasons = CORRECTION_REASONS;
  protected readonly wheres = WHERES;

  protected readonly offered = computed(() => offeredTerms(this.terms, NOT_IN_BULK));
  protected readonly needsWas = computed(() => ['is', 'contains'].includes(this.draft.value().where));
  protected readonly whyNot = computed(() => {
    const { term, was, reason } = this.draft.value();
    if (term === '') return this.words.say('bulk.termMissing');
    if (this.needsWas() && was === '') return this.words.say('bulk.wasMissing');
    return reason === '' ? this.words.say('why.missing') : undefined;
  });
  protected readonly order = computed((): BulkOrder | undefined => {
    const { term, where, was, now, reason, note } = this.draft.value();
    if (this.whyNot() || reason === '') return undefined;
    const change = { term, where, ...(this.needsWas() && { was }), ...(now !== '' && { now }) };
    return { correct: { changes: [change], reason, ...(note.trim() && { note: note.trim() }) } };
  });

  protected valueOf<Value extends string>(event: Event): Value {
    return (event.target as HTMLSelectElement).value as Value;
  }
}
