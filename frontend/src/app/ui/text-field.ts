import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';

/** A labelled line or box of text, with a hint, what is wrong with it, and values to choose from. */
@Component({
  selector: 'app-text-field',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="field">
      <label [attr.for]="fieldId()">{{ label() }}</label>
      @if (lines() > 1) {
        <textarea
          class="input"
          [id]="fieldId()"
          [rows]="lines()"
          [value]="value()"
          [placeholder]="placeholder()"
          [attr.aria-describedby]="hint() || wrong() ? fieldId() + '-hint' : null"
          (input)="typed.emit(textOf($event))"
        ></textarea>
      } @else {
        <input
          class="input"
          autocomplete="off"
          spellcheck="false"
          [id]="fieldId()"
          [value]="value()"
          [required]="required()"
          [placeholder]="placeholder()"
          [attr.inputmode]="inputMode() || null"
          [attr.list]="choices().length > 0 ? fieldId() + '-choices' : null"
          [attr.aria-invalid]="wrong() ? true : null"
          [attr.aria-describedby]="hint() || wrong() ? fieldId() + '-hint' : null"
          (input)="typed.emit(textOf($event))"
          (change)="settled.emit(textOf($event))"
        />
        @if (choices().length > 0) {
          <datalist [id]="fieldId() + '-choices'">
            @for (choice of choices(); track choice) {
              <option [value]="choice"></option>
            }
          </datalist>
        }
      }
      @if (wrong() || hint(); as told) {
        <span [id]="fieldId() + '-hint'" [class]="wrong() ? 'wrong' : 'hint'">{{ told }}</span>
      }
    </div>
  `,
})
export class TextField {
  readonly fieldId = input.required<string>();
  readonly label = input.required<string>();
  readonly value = input.required<string>();
  readonly hint = input('');
  /** What does not fit, in a sentence; empty while it fits. */
  readonly wrong = input('');
  readonly placeholder = input('');
  readonly inputMode = input('');
  readonly required = input(false);
  /** Rows of a box; 1 is a line. */
  readonly lines = input(1);
  /** Values that are offered; anything else can be written. */
  readonly choices = input<readonly string[]>([]);
  /** At every key. */
  readonly typed = output<string>();
  /** When the field is left, or a choice is made. */
  readonly settled = output<string>();

  protected textOf(event: Event): string {
    return (event.target as HTMLInputElement | HTMLTextAreaElement).value;
  }
}
