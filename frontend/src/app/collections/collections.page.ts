import { ChangeDetectionStrategy, Component, inject, resource } from '@angular/core';
import { Collections } from '../ledger-client/collections';
import { ProblemNote } from '../ui/problem-note';
import { Words } from '../words/words';
import { CollectionCard } from './collection-card';

/** The collections that the reader may see, each with what it holds. */
@Component({
  selector: 'app-collections-page',
  imports: [CollectionCard, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="page">
      <div class="page-head">
        <h1>{{ words.say('collections.title') }}</h1>
      </div>
      @if (list.value(); as outcome) {
        @if (!outcome.ok) {
          <app-problem-note [problem]="outcome.problem" />
        } @else {
          @for (collection of outcome.value; track collection.id) {
            <app-collection-card class="card" [collection]="collection" />
          } @empty {
            <div class="card empty">
              <h2>{{ words.say('collections.none') }}</h2>
              <p class="soft">{{ words.say('collections.noneText') }}</p>
            </div>
          }
        }
      } @else {
        <p class="soft" role="status">{{ words.say('act.loading') }}</p>
      }
    </div>
  `,
  styles: `
    .card {
      margin-bottom: 20px;
    }
    .empty {
      text-align: center;
      padding: 48px 24px;
    }
  `,
})
export class CollectionsPage {
  protected readonly words = inject(Words);
  private readonly collections = inject(Collections);
  protected readonly list = resource({ loader: () => this.collections.list() });
}
