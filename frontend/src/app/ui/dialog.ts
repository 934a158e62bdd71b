import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  DOCUMENT,
  type ElementRef,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core';
import { Words } from '../words/words';
import { Icon } from './icon';

let count = 0;

/**
 * A form above the page. The browser's own dialog: it keeps the focus inside, closes by Escape and gives the focus back
 * to the button that opened it. Shown as long as it is in the template; says `closed` when the person leaves it.
 */
@Component({
  selector: 'app-dialog',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <dialog #box [attr.aria-labelledby]="titleId" (cancel)="leave($event)">
      <header>
        <h2 [id]="titleId">{{ heading() }}</h2>
        <button type="button" class="plain-button" [attr.aria-label]="words.say('act.close')" (click)="closed.emit()">
          <app-icon name="close" />
        </button>
      </header>
      <div class="body"><ng-content /></div>
    </dialog>
  `,
  styles: `
    dialog {
      width: min(680px, calc(100vw - 24px));
      max-height: calc(100dvh - 24px);
      padding: 0;
      border: 1px solid var(--line);
      border-radius: 14px;
      background: var(--surface);
      color: var(--ink);
      box-shadow: 0 24px 64px rgb(0 0 0 / 35%);
      overflow: auto;
    }
    dialog::backdrop {
      background: rgb(10 20 14 / 50%);
    }
    header {
      position: sticky;
      z-index: 1;
      top: 0;
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 12px;
      padding: 16px 16px 12px 24px;
      background: var(--surface);
      border-bottom: 1px solid var(--line);
    }
    .body {
      padding: 18px 24px 24px;
    }
    @media (max-width: 480px) {
      .body {
        padding: 14px 16px 20px;
      }
      header {
        padding-inline-start: 16px;
      }
    }
  `,
})
export class Dialog {
  protected readonly words = inject(Words);
  readonly heading = input.required<string>();
  readonly closed = output<void>();
  protected readonly titleId = `dialog-${++count}`;
  private readonly box = viewChild.required<ElementRef<HTMLDialogElement>>('box');

  constructor() {
    const opener = inject(DOCUMENT).activeElement;
    afterNextRender(() => this.box().nativeElement.showModal?.());
    // A dialog that is taken off the page does not give the focus back by itself.
    inject(DestroyRef).onDestroy(() => setTimeout(() => opener instanceof HTMLElement && opener.focus()));
  }

  protected leave(event: Event): void {
    event.preventDefault();
    this.closed.emit();
  }
}
