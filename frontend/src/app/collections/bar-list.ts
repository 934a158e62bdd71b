import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { OverviewCount } from '#projections/collection-overview/view.js';
import { Words } from '../words/words';

/** Values with how many specimens have them, each a way into the search. */
@Component({
  selector: 'app-bar-list',
  imports: [RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ul>
      @for (one of bars(); track one.value) {
        <li>
          <a
            routerLink="/specimens"
            [queryParams]="one.asked"
            [attr.aria-label]="words.say('collections.search', { value: one.value })"
            >{{ one.value }}</a
          >
          <span class="track" aria-hidden="true"><span [style.inline-size.%]="one.share * 100"></span></span>
          <span class="n numbers">{{ words.number(one.count) }}</span>
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: minmax(90px, 38%) 1fr auto;
      gap: 10px;
      align-items: center;
      padding: 4px 0;
      font-size: 0.875rem;
    }
    a {
      color: var(--ink);
      text-decoration: none;
      overflow-wrap: anywhere;
    }
    a:hover {
      color: var(--accent);
      text-decoration: underline;
    }
    .track {
      display: block;
      height: 10px;
      border-radius: 5px;
      background: var(--surface-2);
      overflow: hidden;
    }
    .track span {
      display: block;
      height: 100%;
      border-radius: 5px;
      background: var(--accent);
    }
    .n {
      color: var(--ink-soft);
      min-width: 4ch;
      text-align: end;
    }
  `,
})
export class BarList {
  protected readonly words = inject(Words);
  readonly counts = input.required<readonly OverviewCount[]>();
  /** The column that a value is searched in. */
  readonly column = input.required<string>();
  readonly collectionId = input.required<string>();
  readonly limit = input(8);
  /** What people call a value. */
  readonly nameOf = input((value: string): string => value);
  protected readonly bars = computed(() => {
    const shown = this.counts().slice(0, this.limit());
    const most = Math.max(1, ...shown.map(({ count }) => count));
    return shown.map(({ value, count }) => ({
      value: this.nameOf()(String(value)),
      count,
      share: count / most,
      asked: { collectionId: this.collectionId(), [this.column()]: value },
    }));
  });
}
