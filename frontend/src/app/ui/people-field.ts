import { ChangeDetectionStrategy, Component, inject, input, model, signal } from '@angular/core';
import { Words } from '../words/words';
import { Icon } from './icon';

/** Names of people in their order, entered one by one: Enter or a semicolon finishes a name. */
@Component({
  selector: 'app-people-field',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="box">
      @for (name of names(); track $index) {
        <span class="badge">
          {{ name }}
          <button type="button" [attr.aria-label]="words.say('people.remove', { name })" (click)="remove($index)">
            <app-icon name="close" />
          </button>
        </span>
      }
      <input
        [id]="fieldId()"
        [value]="typed()"
        [placeholder]="names().length ? '' : words.say('people.hint')"
        autocomplete="off"
        (input)="type($event)"
        (keydown.enter)="finish($event)"
        (keydown.backspace)="back()"
        (blur)="finish()"
      />
    </div>
  `,
  styles: `
    .box {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
      align-items: center;
      min-height: 42px;
      padding: 4px 8px;
      background: var(--surface);
      border: 1px solid var(--line-strong);
      border-radius: 6px;
    }
    .box:focus-within {
      outline: 2.5px solid var(--accent);
      outline-offset: -1px;
    }
    input {
      flex: 1 1 140px;
      min-width: 100px;
      min-height: 32px;
      border: 0;
      background: none;
      color: inherit;
      font: inherit;
      outline: none;
    }
    .badge {
      font-size: 0.875rem;
      padding: 2px 4px 2px 10px;
      white-space: normal;
    }
    button {
      display: inline-flex;
      padding: 4px;
      border: 0;
      background: none;
      color: inherit;
      cursor: pointer;
      font-size: 0.75rem;
      border-radius: 50%;
    }
  `,
})
export class PeopleField {
  protected readonly words = inject(Words);
  readonly fieldId = input.required<string>();
  readonly names = model.required<readonly string[]>();
  protected readonly typed = signal('');

  protected type(event: Event): void {
    const text = (event.target as HTMLInputElement).value;
    const parts = text.split(';');
    this.typed.set(parts.pop() ?? '');
    this.add(parts);
    (event.target as HTMLInputElement).value = this.typed();
  }

  protected finish(event?: Event): void {
    if (this.typed().trim() === '') return;
    // Enter finishes the name; only Enter in an empty field sends the form.
    event?.preventDefault();
    this.add([this.typed()]);
    this.typed.set('');
  }

  protected back(): void {
    if (this.typed() === '') this.names.update((names) => names.slice(0, -1));
  }

  protected remove(at: number): void {
    this.names.update((names) => names.filter((_, index) => index !== at));
  }

  private add(names: readonly string[]): void {
    const said = names.map((name) => name.trim()).filter(Boolean);
    if (said.length > 0) this.names.update((before) => [...before, ...said]);
  }
}
