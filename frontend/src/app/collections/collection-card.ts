import { ChangeDetectionStrategy, Component, computed, inject, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Collections, type ListedCollection } from '../ledger-client/collections';
import { ProblemNote } from '../ui/problem-note';
import { Words } from '../words/words';
import { BarList } from './bar-list';
import { type ChartColumn, ColumnChart } from './column-chart';
import { decadesOf, monthsOf } from './columns';
import { RecentActivity } from './recent-activity';

/** Each number, and the search that shows what it counts. */
const NUMBERS = {
  released: { released: 'true' },
  types: { 'typeStatus.exists': 'true' },
  georeferenced: { 'point.exists': 'true' },
  withMedia: { hasMedia: 'true' },
  unidentified: { unidentified: 'true' },
  withIssue: { 'issue.exists': 'true' },
  voided: { voided: 'true' },
} as const;

/** One collection in numbers. */
@Component({
  selector: 'app-collection-card',
  imports: [BarList, ColumnChart, ProblemNote, RecentActivity, RouterLink],
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
            <dd class="numbers">
              <a routerLink="/specimens" [queryParams]="one.asked">{{ words.number(one.n) }}</a>
              @if (one.share !== undefined) {
                <span class="soft small">{{ one.share }}</span>
              }
            </dd>
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
          <section class="wide">
            <h3>{{ words.say('collections.decades') }}</h3>
            <app-column-chart [columns]="decades()" [heading]="words.say('search.facet.decade')" />
          </section>
        }
        @if (held.growth.length > 0) {
          <section class="wide">
            <h3>{{ words.say('collections.growth') }}</h3>
            <app-column-chart [columns]="growth()" [heading]="words.say('collections.month')" />
          </section>
        }
        @if (held.typeStatuses.length > 0) {
          <section>
            <h3>{{ words.say('collections.typeStatuses') }}</h3>
            <app-bar-list
              column="typeStatus"
              [counts]="held.typeStatuses"
              [collectionId]="collection().id"
              [nameOf]="typeName"
            />
          </section>
        }
        @if (held.issues.length > 0) {
          <section>
            <h3>{{ words.say('collections.issues') }}</h3>
            <app-bar-list column="issue" [counts]="held.issues" [collectionId]="collection().id" [nameOf]="issueName" />
          </section>
        }
        <section>
          <h3>{{ words.say('collections.recent') }}</h3>
          <app-recent-activity [collectionId]="collection().id" />
        </section>
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
      display: flex;
      gap: 6px;
      align-items: baseline;
      margin: 0;
      font-weight: 600;
    }
    dd span {
      font-weight: 400;
    }
    .charts {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(280px, 1fr));
      gap: 24px 36px;
    }
    /* The labels of a chart grow and shrink with it: in one narrow column nobody could read them. */
    @media (min-width: 720px) {
      .wide {
        grid-column: span 2;
      }
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
  protected readonly numbers = computed(() => {
    const [held, collectionId] = [this.held(), this.collection().id];
    return Object.entries(NUMBERS).map(([name, asked]) => {
      const n = held?.[name as keyof typeof NUMBERS] ?? 0;
      const isPart = name !== 'voided' && held !== undefined && held.total > 0;
      return {
        name,
        n,
        asked: { collectionId, ...asked },
        share: isPart ? this.words.percent(n / held.total) : undefined,
      };
    });
  });
  protected readonly decades = computed(() =>
    decadesOf(this.held()?.decades ?? [], (decade) => this.words.say('search.decade', { decade })).map((one) =>
      this.here(one),
    ),
  );
  protected readonly growth = computed(() =>
    monthsOf(this.held()?.growth ?? [], this.words.month).map((one) => this.here(one)),
  );
  protected readonly typeName = (value: string): string => this.words.sayIfKnown(`typeStatus.${value}`) ?? value;
  protected readonly issueName = (value: string): string => this.words.sayIfKnown(`issue.${value}`) ?? value;

  private here(column: ChartColumn): ChartColumn {
    return { ...column, asked: { collectionId: this.collection().id, ...column.asked } };
  }
}
