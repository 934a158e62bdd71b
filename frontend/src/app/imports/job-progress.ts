import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { ImportProgress } from '../ledger-client/imports';
import type { Job } from '../ledger-client/jobs';
import { Words } from '../words/words';

/** How far long work is: a bar, and in words. */
@Component({
  selector: 'app-job-progress',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <label [attr.for]="barId">{{ said() }}</label>
    @if (share() === undefined) {
      <progress [id]="barId"></progress>
    } @else {
      <progress [id]="barId" max="1" [value]="share()"></progress>
    }
    <p class="soft small numbers">{{ rows() }}&nbsp;</p>
  `,
  styles: `
    label {
      font-weight: 600;
    }
    progress {
      display: block;
      width: 100%;
      height: 12px;
      margin: 8px 0 4px;
      border: 0;
      border-radius: 6px;
      overflow: hidden;
      accent-color: var(--accent);
      background: var(--surface-2);
    }
    progress::-webkit-progress-bar {
      background: var(--surface-2);
    }
    progress::-webkit-progress-value {
      background: var(--accent);
    }
    progress::-moz-progress-bar {
      background: var(--accent);
    }
    p {
      margin: 0;
    }
  `,
})
export class JobProgress {
  private readonly words = inject(Words);
  readonly job = input<Job>();
  protected readonly barId = 'job-progress';
  private readonly progress = computed(() => (this.job()?.progress ?? {}) as ImportProgress);
  protected readonly said = computed(() => this.words.say(`imports.phase.${this.progress().phase ?? 'waiting'}`));
  protected readonly share = computed(() => {
    const { rowsDone, rowsTotal } = this.progress();
    return rowsDone === undefined || !rowsTotal ? undefined : Math.min(1, rowsDone / rowsTotal);
  });
  protected readonly rows = computed(() => {
    const { rowsDone, rowsTotal } = this.progress();
    if (rowsDone === undefined) return '';
    const n = this.words.number(rowsDone);
    return rowsTotal
      ? this.words.say('imports.rowsOf', { n, total: this.words.number(rowsTotal) })
      : this.words.count('imports.rows', rowsDone);
  });
}
