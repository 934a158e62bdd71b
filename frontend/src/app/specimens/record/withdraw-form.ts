import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import type { ReasonCode } from '#domain/terms/reason-code.js';
import type { RecordIdentification, SpecimenRecord } from '#projections/specimen-record/view.js';
import { newKey, type Receipt } from '../../ledger-client/ledger-http';
import type { Problem } from '../../ledger-client/problem';
import { SpecimenActs } from '../../ledger-client/specimen-acts';
import { ProblemNote } from '../../ui/problem-note';
import { ReasonFields } from '../../ui/reason-fields';
import { WITHDRAWAL_REASONS } from '../../ui/term-vocabulary';
import { Words } from '../../words/words';
import { nameOf } from './opinions';

/** Taking an opinion back, with why; for the accepted one, which opinion is accepted from now on. */
@Component({
  selector: 'app-withdraw-form',
  imports: [MatButtonModule, ReasonFields, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <form (submit)="send($event)">
      <p>{{ words.say('withdraw.text', { name: name() }) }}</p>
      @if (problem(); as problem) {
        <app-problem-note [problem]="problem" />
      }
      @if (successors().length > 0) {
        <div class="field">
          <label for="successor">{{ words.say('withdraw.successor') }}</label>
          <select id="successor" class="input" required [value]="successor()" (change)="choose($event)">
            @for (one of successors(); track one.id) {
              <option [value]="one.id" [selected]="one.id === successor()">{{ one.label }}</option>
            }
          </select>
        </div>
      }
      <app-reason-fields fieldId="withdraw" [reasons]="reasons" [(reason)]="reason" [(note)]="note" />
      <div class="acts">
        <button matButton type="button" (click)="left.emit()">{{ words.say('act.cancel') }}</button>
        <button matButton="filled" type="submit" [disabled]="busy()">{{ words.say('withdraw.send') }}</button>
      </div>
    </form>
  `,
  styles: `
    .acts {
      display: flex;
      justify-content: flex-end;
      gap: 8px;
    }
  `,
})
export class WithdrawForm {
  protected readonly words = inject(Words);
  private readonly acts = inject(SpecimenActs);
  readonly specimenId = input.required<string>();
  readonly record = input.required<SpecimenRecord>();
  readonly identification = input.required<RecordIdentification>();
  readonly recorded = output<Receipt>();
  readonly left = output<void>();

  protected readonly reasons = WITHDRAWAL_REASONS;
  protected readonly reason = signal<ReasonCode | ''>('');
  protected readonly note = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  private readonly chosen = signal<string | undefined>(undefined);
  private readonly key = newKey();

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
  protected readonly successor = computed(() => this.chosen() ?? this.successors()[0]?.id);

  protected choose(event: Event): void {
    this.chosen.set((event.target as HTMLSelectElement).value);
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    const reason = this.reason();
    if (!reason || this.busy()) return;
    this.busy.set(true);
    const [note, successor] = [this.note().trim(), this.successor()];
    const why = { reason, ...(note && { note }), ...(successor && { successor }) };
    const outcome = await this.acts.withdraw(this.specimenId(), this.identification().identificationId, why, {
      key: this.key,
    });
    this.busy.set(false);
    if (outcome.ok) this.recorded.emit(outcome.value);
    else this.problem.set(outcome.problem);
  }
}
