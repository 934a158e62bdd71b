import { ChangeDetectionStrategy, Component, computed, inject, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Collections, type ListedCollection } from '../ledger-client/collections';
import { ProblemNote } from '../ui/problem-note';
import { Words } from '../words/words';
import { BarList } from './bar-list';
import { DecadeChart } from './decade-chart';

const NUMBERS = ['released', 'types', 'georeferenced', 'withMedia', 'unidentified', 'withIssue', 'voided'] as const;

/** One collection in numbers. */
@Component({
  selector: 'app-collection-card',
  imports: [BarList, DecadeChart, ProblemNote, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <header>
      <div>
        <p class="soft small">{{ collection().institutionCode }} · {{ collection().collectionCode }}</p>
        <h2>{{ collection().name }}</h2>
        @if (collection().description) {
          <p class="soft">{{ collection().description }}</p>
        }
      </div>
      <a routerLink="/specimens" [queryParams]="{ collectionId: collection().id }">{{
        words.say('collections.show')
      }}</a>
    </header>
    @if (problem(); as problem) {
      <app-problem-note [problem]="problem" />
    }
    @if (held(); as held) {
      <p class="total numbers">
        {{ words.number(held.total) }} <span>{{ words.say('collections.total') }}</span>
      </p>
      <dl>
        @for (one of numbers(); track one.name) {
          <div>
            <dt>{{ words.say('collections.' + one.name) }}</dt>
            <dd class="numbers">{{ words.number(one.n) }}</dd>
          </div>
        }
      </dl>
      <div class="charts">
        @if (held.families.length > 0) {
          <section>
            <h3>{{ words.say('collections.families') }}</h3>
            <app-bar-list column="family" [counts]="held.families" [collectionId]="collection().id" />
          </section>
        }
        @if (held.countries.length > 0) {
          <section>
            <h3>{{ words.say('collections.countries') }}</h3>
            <app-bar-list column="country" [counts]="held.countries" [collectionId]="collection().id" />
          </section>
        }
        @if (held.decades.length > 0) {
          <section>
            <h3>{{ words.say('collections.decades') }}</h3>
            <app-decade-chart [counts]="held.decades" />
          </section>
        }
      </div>
    } @else if (!problem()) {
      <p class="soft" role="status">{{ words.say('act.loading') }}</p>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    header {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 12px;
    }
    p {
      margin: 0;
    }
    .total {
      margin: 12px 0;
      font: 600 2rem/1.1 var(--serif);
    }
    .total span {
      font-size: 1rem;
      font-weight: 400;
      color: var(--ink-soft);
    }
    dl {
      display: flex;
      flex-wrap: wrap;
      gap: 6px 28px;
      margin: 0 0 20px;
    }
    dt {
      font-size: 0.8125rem;
      color: var(--ink-soft);
    }
    dd {
      margin: 0;
      font-weight: 600;
    }
    .charts {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(280px, 1fr));
      gap: 24px 36px;
    }
    h3 {
      margin-bottom: 8px;
    }
  `,
})
export class CollectionCard {
  protected readonly words = inject(Words);
  private readonly collections = inject(Collections);
  readonly collection = input.required<ListedCollection>();
  private readonly answer = resource({
    params: () => this.collection().id,
    loader: ({ params }) => this.collections.numbers(params),
  });
  protected readonly held = computed(() => {
    const answer = this.answer.value();
    return answer?.ok ? answer.value : undefined;
  });
  protected readonly problem = computed(() => {
    const answer = this.answer.value();
    return answer && !answer.ok ? answer.problem : undefined;
  });
  protected readonly numbers = computed(() => NUMBERS.map((name) => ({ name, n: this.held()?.[name] ?? 0 })));
}
