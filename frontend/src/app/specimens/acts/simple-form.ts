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
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { Draft } from '../../drafts/draft';
import { Drafts } from '../../drafts/drafts';
import type { Receipt } from '../../ledger-client/ledger-http';
import type { Outcome } from '../../ledger-client/problem';
import { SpecimenActs } from '../../ledger-client/specimen-acts';
import { Specimens } from '../../ledger-client/specimens';
import { PeopleField } from '../../ui/people-field';
import { ReasonFields } from '../../ui/reason-fields';
import { TextField } from '../../ui/text-field';
import { Words } from '../../words/words';
import { nameOf } from '../record/opinions';
import { ActFrame } from './act-frame';
import { bodyOf, carryOut, REASONS_OF, type SimpleAct, type TypedWhy, valuesBehind } from './simple-acts';

/** Acts on a part of the record have a draft for each part. */
function nameOfDraft(act: SimpleAct): string {
  if (act.what === 'verify') return `verify/${act.identification.identificationId}`;
  if (act.what === 'confirm') return `confirm/${act.issue}`;
  return act.what === 'detach' ? `detach/${act.mediaId}` : act.what;
}

/** Acts that need no more than a reason and a sentence: verify, confirm, detach, release, withhold, strike through, reinstate. */
@Component({
  selector: 'app-simple-form',
  imports: [ActFrame, PeopleField, ReasonFields, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p>{{ words.say('do.' + act().what + '.text', { what: about() }) }}</p>
    <app-act-frame
      [draft]="draft"
      [label]="words.say('do.' + act().what + '.send')"
      [send]="send"
      [whyNot]="whyNot()"
      (recorded)="recorded.emit($event)"
      (left)="left.emit()"
    >
      @if (act().what === 'verify') {
        <div class="field">
          <label for="verify-people">{{ words.say('do.verify.people') }}</label>
          <app-people-field
            fieldId="verify-people"
            [names]="draft.value().people"
            (namesChange)="draft.set({ people: $event })"
          />
        </div>
      }
      @if (act().what === 'void') {
        <app-text-field
          fieldId="void-duplicate"
          [label]="words.say('do.void.duplicate')"
          [hint]="words.say('do.void.duplicateHint')"
          [wrong]="unknown() ? words.say('do.void.unknown') : ''"
          [value]="draft.value().duplicate"
          (typed)="draft.set({ duplicate: $event })"
        />
      }
      @if (reasons(); as reasons) {
        <app-reason-fields
          [fieldId]="act().what"
          [reasons]="reasons"
          [reason]="draft.value().reason"
          [note]="draft.value().note"
          (reasonChange)="draft.set({ reason: $event })"
          (noteChange)="draft.set({ note: $event })"
        />
      } @else {
        <app-text-field
          [fieldId]="act().what + '-note'"
          [label]="words.say('why.note')"
          [placeholder]="words.say('why.noteHint')"
          [value]="draft.value().note"
          [lines]="2"
          (typed)="draft.set({ note: $event })"
        />
      }
    </app-act-frame>
  `,
})
export class SimpleForm implements OnInit {
  protected readonly words = inject(Words);
  private readonly acts = inject(SpecimenActs);
  private readonly specimens = inject(Specimens);
  private readonly drafts = inject(Drafts);
  readonly specimenId = input.required<string>();
  readonly record = input.required<SpecimenRecord>();
  readonly act = input.required<SimpleAct>();
  readonly recorded = output<Receipt>();
  readonly left = output<void>();

  protected draft!: Draft<TypedWhy>;
  /** No other record has the number that was typed. */
  protected readonly unknown = signal(false);
  protected readonly reasons = computed(() => REASONS_OF[this.act().what]);
  protected readonly whyNot = computed(() =>
    this.reasons() && this.draft.value().reason === '' ? this.words.say('why.missing') : undefined,
  );
  /** What it is about, for the sentence above. */
  protected readonly about = computed(() => {
    const act = this.act();
    if (act.what === 'verify') return nameOf(act.identification) ?? this.words.say('specimen.unnamed');
    if (act.what !== 'confirm') return this.record().terms['catalogNumber'] ?? '';
    return Object.values(valuesBehind(this.record(), act.issue)).join(', ');
  });

  ngOnInit(): void {
    const empty: TypedWhy = { reason: '', note: '', people: [], duplicate: '' };
    this.draft = this.drafts.open<TypedWhy>(`specimen/${this.specimenId()}/${nameOfDraft(this.act())}`, empty);
  }

  protected readonly send = async (): Promise<Outcome<Receipt> | undefined> => {
    const typed = this.draft.value();
    const duplicate = await this.duplicateOf(typed.duplicate.trim());
    if (duplicate === null) return undefined;
    const body = bodyOf(this.act(), this.record(), typed, duplicate);
    const options = { key: this.draft.keyFor(body) };
    return carryOut(this.acts, this.specimenId(), this.act(), body, options);
  };

  /** The id behind a number; null when no other record has it. */
  private async duplicateOf(number: string): Promise<string | undefined | null> {
    this.unknown.set(false);
    if (this.act().what !== 'void' || number === '') return undefined;
    const found = await this.specimens.lookup(number, this.record().collectionId);
    const other = found.ok ? found.value.items.find(({ id }) => id !== this.specimenId()) : undefined;
    this.unknown.set(other === undefined);
    return other?.id ?? null;
  }
}
