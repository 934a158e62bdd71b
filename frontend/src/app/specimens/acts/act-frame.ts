import { ChangeDetectionStrategy, Component, inject, input, output, signal } from '@angular/core';
import type { Draft } from '../../drafts/draft';
import type { Receipt } from '../../ledger-client/ledger-http';
import type { Outcome, Problem } from '../../ledger-client/problem';
import { ProblemNote } from '../../ui/problem-note';
import { Words } from '../../words/words';

/** Sends an act; undefined when nothing was sent and the form itself says why. */
export type SendAct = () => Promise<Outcome<Receipt> | undefined>;

/**
 * What every form of an act has: the draft that was left unfinished, why it did not work, sending (also by Control and Enter)
 * and leaving. What was typed stays kept until it is recorded.
 */
@Component({
  selector: 'app-act-frame',
  imports: [ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <form novalidate (submit)="submit($event)" (keydown.control.enter)="submit($event)">
      @if (draft().restored(); as when) {
        <p class="restored" role="status">
          {{ words.say('draft.restored', { when: words.moment(when) }) }}
          <button type="button" class="plain-button" (click)="draft().clear()">{{ words.say('draft.anew') }}</button>
        </p>
      }
      @if (problem(); as problem) {
        <app-problem-note [problem]="problem">
          @if (problem.status === 0 || problem.status >= 500) {
            <p>{{ words.say('draft.kept') }}</p>
          }
        </app-problem-note>
      }
      <ng-content />
      <div class="acts">
        @if (whyNot(); as why) {
          <span class="soft small" id="act-why-not">{{ why }}</span>
        }
        @if (mayLeave()) {
          <button class="button" type="button" (click)="left.emit()">{{ words.say('act.cancel') }}</button>
        }
        <button
          class="button filled"
          type="submit"
          [disabled]="busy() || !!whyNot()"
          [attr.aria-describedby]="whyNot() ? 'act-why-not' : null"
        >
          {{ label() }}
        </button>
      </div>
    </form>
  `,
  styles: `
    .restored {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
      margin: 0 0 14px;
      padding: 6px 6px 6px 14px;
      border-radius: 8px;
      background: var(--warn-soft);
      color: var(--ink);
      font-size: 0.875rem;
    }
    .acts {
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      align-items: center;
      gap: 8px;
      margin-top: 12px;
    }
    .acts span {
      margin-inline-end: auto;
    }
  `,
})
export class ActFrame {
  protected readonly words = inject(Words);
  readonly draft = input.required<Pick<Draft<object>, 'restored' | 'clear' | 'forget'>>();
  /** The button's text: what is recorded. */
  readonly label = input.required<string>();
  readonly send = input.required<SendAct>();
  /** Why nothing can be sent yet. */
  readonly whyNot = input<string>();
  /** Whether there is somewhere to go back to. */
  readonly mayLeave = input(true);
  readonly recorded = output<Receipt>();
  readonly left = output<void>();
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  /** Sends what is typed, as the button does. */
  async submit(event?: Event): Promise<void> {
    event?.preventDefault();
    if (this.busy() || this.whyNot()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    const outcome = await this.send()();
    this.busy.set(false);
    if (outcome?.ok) {
      this.draft().forget();
      this.recorded.emit(outcome.value);
    } else this.problem.set(outcome?.problem);
  }
}
