import { ChangeDetectionStrategy, Component, inject, output, signal } from '@angular/core';
import { Dialog } from '../ui/dialog';
import { Words } from '../words/words';
import { SHORTCUTS, Shortcuts } from './shortcuts';

/** The keys that act on every page. */
@Component({
  selector: 'app-shortcut-list',
  imports: [Dialog],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (isReady()) {
      <app-dialog [heading]="words.say('nav.shortcuts')" (closed)="closed.emit()">
        <dl>
          @for (one of list; track one.text) {
            <div>
              <dt>
                @for (key of one.keys; track $index) {
                  <kbd>{{ key }}</kbd>
                }
              </dt>
              <dd>{{ words.say(one.text) }}</dd>
            </div>
          }
        </dl>
        <label class="tick">
          <input type="checkbox" [checked]="shortcuts.areOn()" (change)="shortcuts.switch(!shortcuts.areOn())" />
          <span>{{ words.say('shortcut.on') }}</span>
        </label>
      </app-dialog>
    }
  `,
  styles: `
    dl {
      margin: 0 0 16px;
    }
    div {
      display: grid;
      grid-template-columns: 90px 1fr;
      gap: 12px;
      padding: 6px 0;
      border-bottom: 1px solid var(--line);
    }
    dd {
      margin: 0;
    }
    kbd {
      display: inline-block;
      min-width: 26px;
      margin-inline-end: 4px;
      padding: 1px 6px;
      text-align: center;
      font: 600 0.8125rem/1.5 var(--mono);
      border: 1px solid var(--line-strong);
      border-bottom-width: 2px;
      border-radius: 5px;
      background: var(--surface-2);
    }
  `,
})
export class ShortcutList {
  protected readonly words = inject(Words);
  protected readonly shortcuts = inject(Shortcuts);
  protected readonly list = SHORTCUTS;
  protected readonly isReady = signal(false);
  readonly closed = output<void>();

  constructor() {
    void this.words.need('desk').then(() => this.isReady.set(true));
  }
}
