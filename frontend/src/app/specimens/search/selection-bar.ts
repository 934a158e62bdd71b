import {
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { Session } from '../../ledger-client/session';
import { Shortcuts } from '../../shell/shortcuts';
import { Words } from '../../words/words';
import { Selection } from '../selection';
import { Found } from './found';
import { type SearchState, toQuery } from './search-state';

/** What can be done with the selected specimens, at the foot of the page while there are any. */
@Component({
  selector: 'app-selection-bar',
  imports: [RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(document:keydown)': 'reach($event)' },
  template: `
    @if (!selection.isEmpty()) {
      <div
        #bar
        class="bar"
        role="region"
        aria-keyshortcuts="s"
        tabindex="-1"
        [attr.aria-label]="words.say('selection.bar')"
      >
        <strong class="numbers" aria-live="polite">{{ said() }}</strong>
        @if (selection.search() === undefined && (found.total() ?? 0) > selection.count()) {
          <button type="button" class="plain-button" (click)="selectAll()">
            {{ words.count('selection.all', found.total() ?? 0) }}
          </button>
        }
        <span class="acts">
          @if (session.may('specimen.identify')) {
            <a class="button outlined" routerLink="/specimens/bulk/identify" [queryParams]="selection.params()">{{
              words.say('selection.identify')
            }}</a>
          }
          @if (session.may('specimen.correct')) {
            <a class="button outlined" routerLink="/specimens/bulk/correct" [queryParams]="selection.params()">{{
              words.say('selection.correct')
            }}</a>
          }
          @if (session.may('export.run')) {
            <button class="button outlined" type="button" (click)="exported.emit()">
              {{ words.say('export.open') }}
            </button>
          }
          <button type="button" class="plain-button" (click)="selection.clear()">
            {{ words.say('selection.clear') }}
          </button>
        </span>
      </div>
    }
  `,
  styles: `
    .bar {
      position: fixed;
      z-index: 5;
      inset: auto 0 0;
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: center;
      gap: 6px 16px;
      padding: 10px 16px;
      background: var(--surface);
      border-top: 1px solid var(--line-strong);
      box-shadow: 0 -4px 16px rgb(0 0 0 / 12%);
    }
    .acts {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px;
    }
  `,
})
export class SelectionBar {
  protected readonly words = inject(Words);
  protected readonly session = inject(Session);
  protected readonly selection = inject(Selection);
  private readonly shortcuts = inject(Shortcuts);
  private readonly bar = viewChild<ElementRef<HTMLElement>>('bar');
  protected readonly found = inject(Found);
  readonly state = input.required<SearchState>();
  readonly exported = output<void>();

  protected readonly said = computed(() =>
    this.words.count(
      this.selection.search() === undefined ? 'selection.some' : 'selection.allSelected',
      this.selection.count(),
    ),
  );

  /** The key that leads here from anywhere in the results. */
  protected reach(event: KeyboardEvent): void {
    if (event.key === 's' && this.shortcuts.mayAct(event)) this.bar()?.nativeElement.focus();
  }

  protected selectAll(): void {
    this.selection.selectAll(toQuery(this.state()), this.found.total() ?? 0);
  }
}
