import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { EXPORT_FORMATS, type ExportFormat, Exports } from '../../ledger-client/exports';
import { Icon } from '../../ui/icon';
import { ProblemNote } from '../../ui/problem-note';
import { Words } from '../../words/words';
import { Selection } from '../selection';
import { Found } from './found';
import { type SearchState, toQuery, USUAL_SORT } from './search-state';
import { TableLayout } from './table-layout';

interface Progress {
  readonly phase?: string;
  readonly rowsDone?: number;
  readonly rowsTotal?: number;
}

/** Taking what was found, or what is selected, out as a file. */
@Component({
  selector: 'app-export-panel',
  imports: [Icon, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p>{{ words.count('export.what', count()) }}</p>
    <fieldset>
      <legend>{{ words.say('export.format') }}</legend>
      @for (one of formats; track one) {
        <label class="tick">
          <input type="radio" name="format" [value]="one" [checked]="format() === one" (change)="format.set(one)" />
          <span
            ><strong>{{ words.say('export.format.' + one) }}</strong
            ><br /><span class="soft small">{{ words.say('export.about.' + one) }}</span></span
          >
        </label>
      }
    </fieldset>
    @if (exports.problem(); as problem) {
      <app-problem-note [problem]="problem" />
    }
    <div class="row">
      <button class="button filled" type="button" [disabled]="exports.isBusy() || count() === 0" (click)="begin()">
        {{ words.say('export.begin') }}
      </button>
      @if (exports.isBusy()) {
        <button class="button" type="button" (click)="exports.cancel()">{{ words.say('act.cancel') }}</button>
      }
    </div>
    <div class="state" aria-live="polite">
      @if (exports.job(); as job) {
        @switch (job.status) {
          @case ('completed') {
            <a class="button outlined" [href]="exports.address(job)" download
              ><app-icon name="download" /> {{ words.say('export.download', { name: job.result?.file?.name }) }}</a
            >
            <p class="soft small">
              {{ words.count('export.done', job.result?.specimens ?? 0) }}
              @if (job.result?.leftOut; as leftOut) {
                {{ words.count('export.leftOut', leftOut) }}
              }
            </p>
          }
          @case ('failed') {
            <p>{{ words.say('export.failed') }}</p>
          }
          @case ('cancelled') {
            <p>{{ words.say('export.cancelled') }}</p>
          }
          @default {
            <label for="export-progress">{{ told() }}</label>
            <progress id="export-progress" max="1" [value]="share()"></progress>
          }
        }
      }
    </div>
  `,
  styles: `
    fieldset {
      margin: 0 0 16px;
      padding: 0;
      border: 0;
    }
    legend {
      margin-bottom: 6px;
      font-weight: 600;
    }
    .tick {
      padding: 6px 0;
    }
    .state {
      min-height: 92px;
      padding-top: 16px;
    }
    progress {
      display: block;
      width: 100%;
      accent-color: var(--accent);
    }
  `,
})
export class ExportPanel {
  protected readonly words = inject(Words);
  protected readonly exports = inject(Exports);
  private readonly selection = inject(Selection);
  private readonly found = inject(Found);
  private readonly layout = inject(TableLayout);
  readonly state = input.required<SearchState>();
  /** Only what is selected, instead of all that was found. */
  readonly onlySelected = input(false);

  protected readonly formats = EXPORT_FORMATS;
  protected readonly format = signal<ExportFormat>('csv');
  protected readonly count = computed(() => (this.onlySelected() ? this.selection.count() : (this.found.total() ?? 0)));
  private readonly progress = computed(() => (this.exports.job()?.progress ?? {}) as Progress);
  protected readonly share = computed(() => {
    const { rowsDone = 0, rowsTotal = 0 } = this.progress();
    return rowsTotal > 0 ? rowsDone / rowsTotal : 0;
  });
  protected readonly told = computed(() =>
    this.words.say(`export.phase.${this.progress().phase ?? 'waiting'}`, {
      n: this.words.number(this.progress().rowsDone ?? 0),
      total: this.words.number(this.progress().rowsTotal ?? 0),
    }),
  );

  protected begin(): void {
    const state = this.state();
    const chosen = (this.onlySelected() ? this.selection.order() : undefined) ?? { search: toQuery(state) };
    void this.exports.begin(chosen, this.format(), this.layout.names(), state.sort || USUAL_SORT);
  }
}
