import { ChangeDetectionStrategy, Component, computed, inject, input, type OnInit, output } from '@angular/core';
import type { ReasonCode } from '#domain/terms/reason-code.js';
import type { RecordIdentification, SpecimenRecord } from '#projections/specimen-record/view.js';
import type { Draft } from '../../drafts/draft';
import { Drafts } from '../../drafts/drafts';
import type { Receipt } from '../../ledger-client/ledger-http';
import type { Outcome } from '../../ledger-client/problem';
import { SpecimenActs } from '../../ledger-client/specimen-acts';
import { ReasonFields } from '../../ui/reason-fields';
import { WITHDRAWAL_REASONS } from '../../ui/term-vocabulary';
import { Words } from '../../words/words';
import { ActFrame } from '../acts/act-frame';
import { nameOf } from './opinions';

interface Typed {
  readonly reason: ReasonCode | '';
  readonly note: string;
  readonly successor: string;
}

/** Taking an opinion back, with why; for the accepted one, which opinion is accepted from now on. */
@Component({
  selector: 'app-withdraw-form',
  imports: [ActFrame, ReasonFields],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p>{{ words.say('withdraw.text', { name: name() }) }}</p>
    <app-act-frame
      [draft]="draft"
      [label]="words.say('withdraw.send')"
      [send]="send"
      [whyNot]="draft.value().reason ? undefined : words.say('why.missing')"
      (recorded)="recorded.emit($event)"
      (left)="left.emit()"
    >
      @if (successors().length > 0) {
        <div class="field">
          <label for="successor">{{ words.say('withdraw.successor') }}</label>
          <select id="successor" class="input" (change)="choose($event)">
            @for (one of successors(); track one.id) {
              <option [value]="one.id" [selected]="one.id === draft.value().successor">{{ one.label }}</option>
            }
          </select>
        </div>
      }
      <app-reason-fields
        fieldId="withdraw"
        [reasons]="reasons"
        [reason]="draft.value().reason"
        [note]="draft.value().note"
        (reasonChange)="draft.set({ reason: $event })"
        (noteChange)="draft.set({ note: $event })"
      />
    </app-act-frame>
  `,
})
export class WithdrawForm implements OnInit {
  protected readonly words = inject(Words);
  private readonly acts = inject(SpecimenActs);
  private readonly drafts = inject(Drafts);
  readonly specimenId = input.required<string>();
  readonly record = input.required<SpecimenRecord>();
  readonly identification = input.required<RecordIdentification>();
  readonly recorded = output<Receipt>();
  readonly left = output<void>();

  protected readonly reasons = WITHDRAWAL_REASONS;
  protected draft!: Draft<Typed>;
  protected readonly name = computed(() => nameOf(this.identification()) ?? '');
  /** Latest first; needed only when the accepted opinion is taken back. */
  protected readonly successors = computed(() => {
    if (this.identification().status !== 'accepted') return [];
    return this.record()
      .identifications.filter(({ status }) => status === 'standing')
      .map((one) => ({
        id: one.identificationId,
        label: [nameOf(one), one.identifiedBy?.join(', '), one.terms['dateIdentified']].filter(Boolean).join(' · '),
      }))
      .reverse();
  });

  ngOnInit(): void {
    const name = `specimen/${this.specimenId()}/withdraw/${this.identification().identificationId}`;
    this.draft = this.drafts.open<Typed>(name, {
      reason: '',
      note: '',
      successor: this.successors()[0]?.id ?? '',
    });
  }

  protected choose(event: Event): void {
    this.draft.set({ successor: (event.target as HTMLSelectElement).value });
  }

  protected readonly send = async (): Promise<Outcome<Receipt> | undefined> => {
    const { reason, note, successor } = this.draft.value();
    if (reason === '') return undefined;
    const why = { reason, ...(note.trim() && { note: note.trim() }), ...(successor && { successor }) };
    const key = this.draft.keyFor(why);
    return this.acts.withdraw(this.specimenId(), this.identification().identificationId, why, { key });
  };
}
