import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { OverviewCount } from '#projections/collection-overview/view.js';
import { Words } from '../words/words';

const [WIDTH, HEIGHT] = [480, 120];

/** How many specimens were collected in each decade, as columns; the same in words for those who do not see it. */
@Component({
  selector: 'app-decade-chart',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <svg viewBox="0 0 480 140" role="img" [attr.aria-label]="told()">
      @for (bar of bars(); track bar.decade) {
        <rect [attr.x]="bar.x" [attr.y]="bar.y" [attr.width]="bar.width" [attr.height]="bar.height" rx="1.5">
          <title>{{ bar.decade }}: {{ words.number(bar.count) }}</title>
        </rect>
      }
      @for (label of labels(); track label.decade) {
        <text [attr.x]="label.x" y="136" text-anchor="middle">{{ label.decade }}</text>
      }
    </svg>
  `,
  styles: `
    svg {
      display: block;
      width: 100%;
      height: auto;
    }
    rect {
      fill: var(--accent);
    }
    text {
      fill: var(--ink-soft);
      font-size: 11px;
    }
  `,
})
export class DecadeChart {
  protected readonly words = inject(Words);
  readonly counts = input.required<readonly OverviewCount[]>();

  /** Every decade from the first to the last, those without specimens too. */
  protected readonly bars = computed(() => {
    const counts = new Map(this.counts().map(({ value, count }) => [Number(value), count]));
    const decades = [...counts.keys()].filter((decade) => decade > 1500);
    if (decades.length === 0) return [];
    const [first, last] = [Math.min(...decades), Math.max(...decades)];
    const most = Math.max(...counts.values());
    const step = WIDTH / ((last - first) / 10 + 1);
    return Array.from({ length: (last - first) / 10 + 1 }, (_, at) => {
      const decade = first + at * 10;
      const count = counts.get(decade) ?? 0;
      const height = Math.round((count / most) * HEIGHT);
      return { decade, count, x: at * step + step * 0.1, y: HEIGHT - height, width: step * 0.8, height };
    });
  });

  protected readonly labels = computed(() => {
    const every = Math.max(1, Math.ceil(this.bars().length / 8));
    return this.bars()
      .filter((_, at) => at % every === 0)
      .map(({ decade, x, width }) => ({ decade, x: Math.max(16, x + width / 2) }));
  });

  protected readonly told = computed(() =>
    this.bars()
      .filter(({ count }) => count > 0)
      .map(({ decade, count }) => `${decade}: ${this.words.number(count)}`)
      .join(', '),
  );
}
