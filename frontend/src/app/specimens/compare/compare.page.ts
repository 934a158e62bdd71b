import { ChangeDetectionStrategy, Component, computed, inject, input, resource } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { HistoryEntry } from '../../ledger-client/history-entry';
import type { Problem } from '../../ledger-client/problem';
import { Specimens } from '../../ledger-client/specimens';
import { ProblemNote } from '../../ui/problem-note';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { namesIn, sentenceOf } from '../record/event-sentence';
import { differencesBetween } from './differences';

/** One specimen at two moments of its history: what differs, side by side. The address keeps both. */
@Component({
  selector: 'app-compare-page',
  imports: [ProblemNote, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="page">
      <nav [attr.aria-label]="words.say('nav.back')">
        <a [routerLink]="['/specimens', id()]">← {{ words.say('compare.back') }}</a>
      </nav>
      <h1>{{ words.say('compare.title') }}</h1>
      @if (problem(); as problem) {
        <app-problem-note [problem]="problem">
          <button type="button" class="plain-button" (click)="history.reload(); pair.reload()">
            {{ words.say('act.again') }}
          </button>
        </app-problem-note>
      }
      <div class="moments">
        @for (side of sides; track side) {
          <div class="field">
            <label [attr.for]="side">{{ words.say('compare.' + side) }}</label>
            <select class="input" [id]="side" (change)="choose(side, $event)">
              @for (moment of moments(); track moment.revision) {
                <option [value]="moment.revision" [selected]="moment.revision === chosen()[side]">
                  {{ moment.label }}
                </option>
              }
            </select>
          </div>
        }
      </div>
      @if (differences(); as differences) {
        @if (differences.length === 0) {
          <p role="status">{{ words.say('compare.same') }}</p>
        } @else {
          <p role="status">{{ words.count('compare.count', differences.length) }}</p>
          <div class="card table-wrap" tabindex="0" role="region" [attr.aria-label]="words.say('compare.title')">
            <table class="plain">
              <thead>
                <tr>
                  <th scope="col">{{ words.say('stale.term') }}</th>
                  <th scope="col">
                    <a [routerLink]="['/specimens', id()]" [queryParams]="{ revision: chosen().from }">{{
                      words.say('compare.from')
                    }}</a>
                  </th>
                  <th scope="col">
                    <a [routerLink]="['/specimens', id()]" [queryParams]="{ revision: chosen().to }">{{
                      words.say('compare.to')
                    }}</a>
                  </th>
                </tr>
              </thead>
              <tbody>
                @for (difference of differences; track $index) {
                  <tr>
                    <th scope="row">
                      {{ difference.term ? terms.of(difference.term) : words.say(difference.key ?? '') }}
                    </th>
                    <td>
                      @if (difference.then !== undefined) {
                        <del>{{ difference.then }}</del>
                        @if (difference.thenStatus; as status) {
                          ({{ words.say('compare.status.' + status) }})
                        }
                      } @else {
                        —
                      }
                    </td>
                    <td>
                      @if (difference.later !== undefined) {
                        <ins>{{ difference.later }}</ins>
                        @if (difference.laterStatus; as status) {
                          ({{ words.say('compare.status.' + status) }})
                        }
                      } @else {
                        —
                      }
                    </td>
                  </tr>
                }
              </tbody>
            </table>
          </div>
        }
      } @else if (!problem()) {
        <p class="soft" role="status">{{ words.say('act.loading') }}</p>
      }
    </div>
  `,
  styles: `
    h1 {
      margin: 8px 0 16px;
    }
    .moments {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(260px, 1fr));
      gap: 0 16px;
    }
    td {
      overflow-wrap: anywhere;
    }
  `,
})
export class ComparePage {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  private readonly specimens = inject(Specimens);
  private readonly router = inject(Router);
  /** Of the specimen; from the address, as are the two moments (revisions). */
  readonly id = input.required<string>();
  readonly from = input<string>();
  readonly to = input<string>();

  protected readonly sides = ['from', 'to'] as const;
  protected readonly history = resource({
    params: () => this.id(),
    loader: ({ params }) => this.specimens.history(params),
  });
  private readonly events = computed((): readonly HistoryEntry[] => {
    const read = this.history.value();
    return read?.ok ? read.value : [];
  });
  protected readonly chosen = computed(() => ({
    from: numberOr(this.from(), 0),
    to: numberOr(this.to(), Math.max(this.events().length - 1, 0)),
  }));
  protected readonly pair = resource({
    params: () => (this.events().length > 0 ? { id: this.id(), ...this.chosen() } : undefined),
    loader: ({ params: { id, from, to } }) =>
      Promise.all([this.specimens.recordThen(id, from), this.specimens.recordThen(id, to)]),
  });
  protected readonly moments = computed(() => {
    const names = namesIn(this.events());
    return this.events().map((event) => {
      const { key, params } = sentenceOf(event, names);
      const what = this.words.sayIfKnown(key, params) ?? event.type;
      return { revision: event.revision, label: `${this.words.moment(event.at)} · ${what} · ${event.actor.name}` };
    });
  });
  protected readonly differences = computed(() => {
    const [then, later] = this.pair.value() ?? [];
    return then?.ok && later?.ok ? differencesBetween(then.value, later.value) : undefined;
  });
  protected readonly problem = computed((): Problem | undefined => {
    const read = [this.history.value(), ...(this.pair.value() ?? [])];
    const failed = read.find((one) => one !== undefined && !one.ok);
    return failed && !failed.ok ? failed.problem : undefined;
  });

  protected choose(side: 'from' | 'to', event: Event): void {
    const revision = (event.target as HTMLSelectElement).value;
    void this.router.navigate([], {
      queryParams: { ...this.chosen(), [side]: revision },
      replaceUrl: true,
    });
  }
}

function numberOr(text: string | undefined, other: number): number {
  return /^\d+$/.test(text ?? '') ? Number(text) : other;
}
