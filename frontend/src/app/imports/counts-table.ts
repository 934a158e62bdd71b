import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { ImportCounts } from '#domain/import-batch/events.js';
import { Words } from '../words/words';

const ROWS = ['new', 'changed', 'unchanged', 'duplicate', 'refused'] as const;
const BESIDE = ['identifications', 'media', 'measurements', 'conflicts', 'absent'] as const;

/** What the rows of a file become, or became: each is counted once; and what came with them. */
@Component({
  selector: 'app-counts-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <dl class="rows">
      @for (one of rows(); track one.name) {
        <div [class]="one.name" [class.none]="one.n === 0">
          <dt>{{ words.say('imports.count.' + one.name) }}</dt>
          <dd class="numbers">{{ words.number(one.n) }}</dd>
        </div>
      }
    </dl>
    <p class="soft small numbers">
      {{ words.count('imports.rows', counts().rows) }}
      @for (one of beside(); track one.name) {
        · {{ words.say('imports.beside.' + one.name, { n: words.number(one.n) }) }}
      }
    </p>
  `,
  styles: `
    .rows {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(110px, 1fr));
      gap: 10px;
      margin: 0 0 10px;
    }
    .rows div {
      padding: 10px 14px;
      border: 1px solid var(--line);
      border-radius: 8px;
      background: var(--surface);
    }
    .rows .none {
      background: none;
    }
    dt {
      font-size: 0.8125rem;
      color: var(--ink-soft);
    }
    dd {
      margin: 0;
      font: 600 1.5rem/1.2 var(--serif);
    }
    .none dd {
      color: var(--ink-soft);
      font-weight: 400;
    }
    .new:not(.none) dd {
      color: var(--accent);
    }
    .refused:not(.none) dd {
      color: var(--type);
    }
    p {
      margin: 0;
    }
  `,
})
export class CountsTable {
  protected readonly words = inject(Words);
  readonly counts = input.required<ImportCounts>();
  protected readonly rows = computed(() => ROWS.map((name) => ({ name, n: this.counts()[name] })));
  protected readonly beside = computed(() =>
    BESIDE.map((name) => ({ name, n: this.counts()[name] })).filter(({ n }) => n > 0),
  );
}
