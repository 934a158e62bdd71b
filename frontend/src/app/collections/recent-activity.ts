import { ChangeDetectionStrategy, Component, computed, inject, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Specimens } from '../ledger-client/specimens';
import { ScientificName } from '../ui/scientific-name';
import { Words } from '../words/words';

/** The specimens of a collection that something happened to last. */
@Component({
  selector: 'app-recent-activity',
  imports: [RouterLink, ScientificName],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ol>
      @for (one of found(); track one.id) {
        <li>
          <a [routerLink]="['/specimens', one.id]">
            @if (one.identification?.scientificName; as name) {
              <app-scientific-name [name]="name" />
            } @else {
              {{ words.say('search.condition.unidentified') }}
            }
          </a>
          <span class="soft small numbers">{{ one.terms['catalogNumber'] }} · {{ words.moment(one.modifiedAt) }}</span>
        </li>
      }
    </ol>
  `,
  styles: `
    ol {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 0 12px;
      padding: 3px 0;
      font-size: 0.875rem;
    }
  `,
})
export class RecentActivity {
  protected readonly words = inject(Words);
  private readonly specimens = inject(Specimens);
  readonly collectionId = input.required<string>();
  private readonly answer = resource({
    params: () => this.collectionId(),
    loader: ({ params }) => this.specimens.search({ collectionId: params, sort: '-modifiedAt', limit: 6 }),
  });
  protected readonly found = computed(() => {
    const answer = this.answer.value();
    return answer?.ok ? answer.value.items : [];
  });
}
