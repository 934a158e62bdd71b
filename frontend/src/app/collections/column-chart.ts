import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Params, RouterLink } from '@angular/router';
import { Words } from '../words/words';

/** One column of a chart: its label, its size, and the search that shows what it counts. */
export interface ChartColumn {
  readonly label: string;
  readonly count: number;
  readonly asked: Params;
}

const [WIDTH, HEIGHT] = [480, 120];
/** A single column is no wall. */
const WIDEST = 48;
/** Half of what a letter of a label takes where letters are largest, in the chart's own units. */
const HALF_LETTER = 4.5;

/** Counts along time as columns, read by height and label, never by colour; the same as a table of ways into the search. */
@Component({
  selector: 'app-column-chart',
  imports: [RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <svg viewBox="0 0 480 156" aria-hidden="true" focusable="false">
      <line x1="0" x2="480" y1="136" y2="136" />
      <text x="0" y="13">{{ words.number(most()) }}</text>
      @for (bar of bars(); track $index) {
        <a [routerLink]="'/specimens'" [queryParams]="bar.asked" tabindex="-1">
          <rect class="hit" [attr.x]="bar.left" y="14" [attr.width]="bar.step" height="122" />
          <rect [attr.x]="bar.x" [attr.y]="bar.y" [attr.width]="bar.width" [attr.height]="bar.height" rx="1.5">
            <title>{{ bar.label }}{{ words.colon() }} {{ words.number(bar.count) }}</title>
          </rect>
        </a>
      }
      @for (label of labels(); track label.label) {
        <text [attr.x]="label.x" y="152" text-anchor="middle" [class.second]="$odd">{{ label.label }}</text>
      }
    </svg>
    <details>
      <summary>{{ words.say('collections.asTable') }}</summary>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">{{ heading() }}</th>
            <th scope="col" class="n">{{ words.say('collections.total') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (column of filled(); track column.label) {
            <tr>
              <th scope="row">
                <a routerLink="/specimens" [queryParams]="column.asked">{{ column.label }}</a>
              </th>
              <td class="n">{{ words.number(column.count) }}</td>
            </tr>
          }
        </tbody>
      </table>
    </details>
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
    .hit {
      fill: transparent;
    }
    a:hover .hit {
      fill: var(--accent-soft);
    }
    line {
      stroke: var(--line-strong);
    }
    text {
      fill: var(--ink-soft);
      font-size: 11px;
    }
    // The chart is as wide as its card: where that is half as wide, letters are drawn larger, and every second label left out.
    @media (max-width: 720px) {
      text {
        font-size: 17px;
      }
      .second {
        display: none;
      }
    }
    summary {
      padding: 4px 0;
      cursor: pointer;
      color: var(--accent);
      font-size: 0.875rem;
    }
    tbody th {
      font-weight: 400;
    }
  `,
})
export class ColumnChart {
  protected readonly words = inject(Words);
  readonly columns = input.required<readonly ChartColumn[]>();
  /** What the columns are: the head of the table's first column. */
  readonly heading = input.required<string>();

  protected readonly most = computed(() => Math.max(1, ...this.columns().map(({ count }) => count)));
  protected readonly filled = computed(() => this.columns().filter(({ count }) => count > 0));
  protected readonly bars = computed(() => {
    const step = WIDTH / Math.max(1, this.columns().length);
    return this.columns().map((column, at) => {
      // One specimen among thousands is still to be seen.
      const height = column.count === 0 ? 0 : Math.max(2, Math.round((column.count / this.most()) * HEIGHT));
      const width = Math.min(step * 0.8, WIDEST);
      const x = at * step + (step - width) / 2;
      return { ...column, left: at * step, step, x, y: 136 - height, width, height };
    });
  });
  protected readonly labels = computed(() => {
    const every = Math.max(1, Math.ceil(this.bars().length / 6));
    return this.bars()
      .filter((_, at) => at % every === 0)
      .map(({ label, x, width }) => {
        const half = label.length * HALF_LETTER;
        return { label, x: Math.min(WIDTH - half, Math.max(half, x + width / 2)) };
      });
  });
}
