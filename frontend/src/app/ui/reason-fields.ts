import { ChangeDetectionStrategy, Component, inject, input, model } from '@angular/core';
import type { ReasonCode } from '#domain/terms/reason-code.js';
import { Words } from '../words/words';

/** Why something is done: a reason of the closed list, and a sentence of one's own. */
@Component({
  selector: 'app-reason-fields',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="field">
      <label [attr.for]="fieldId() + '-reason'">{{ words.say('why.reason') }}</label>
      <select
        class="input"
        required
        [id]="fieldId() + '-reason'"
        [value]="reason()"
        (change)="reason.set(valueOf($event))"
      >
        <option value="" disabled [selected]="reason() === ''">{{ words.say('why.choose') }}</option>
        @for (code of reasons(); track code) {
          <option [value]="code" [selected]="code === reason()">{{ words.say('reason.' + code) }}</option>
        }
      </select>
    </div>
    <div class="field">
      <label [attr.for]="fieldId() + '-note'">{{ words.say('why.note') }}</label>
      <textarea
        class="input"
        [id]="fieldId() + '-note'"
        [value]="note()"
        [placeholder]="words.say('why.noteHint')"
        (input)="note.set(textOf($event))"
      ></textarea>
    </div>
  `,
})
export class ReasonFields {
  protected readonly words = inject(Words);
  readonly fieldId = input.required<string>();
  readonly reasons = input.required<readonly ReasonCode[]>();
  readonly reason = model.required<ReasonCode | ''>();
  readonly note = model.required<string>();

  protected valueOf(event: Event): ReasonCode {
    return (event.target as HTMLSelectElement).value as ReasonCode;
  }

  protected textOf(event: Event): string {
    return (event.target as HTMLTextAreaElement).value;
  }
}
