import { ChangeDetectionStrategy, Component, computed, inject, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { Asked } from '../../ledger-client/address';
import { Specimens } from '../../ledger-client/specimens';
import { ScientificName } from '../../ui/scientific-name';
import { Words } from '../../words/words';

const SHOWN = 12;

/** Other records of the same gathering: the same collector under the same number, else on the same day. */
@Component({
  selector: 'app-siblings',
  imports: [RouterLink, ScientificName],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (found(); as found) {
      @if (found.items.length > 0) {
        <section class="card" aria-labelledby="siblings-title">
          <h2 id="siblings-title">{{ words.say('siblings.title') }}</h2>
          <p class="soft small">{{ words.say(gathering()!.by) }}</p>
          <ul>
            @for (one of found.items; track one.id) {
              <li>
                <a [routerLink]="['/specimens', one.id]">{{
                  one.terms['catalogNumber'] ?? words.say('siblings.noNumber')
                }}</a>
                @if (one.identification?.scientificName; as name) {
                  <app-scientific-name [name]="name" />
                } @else {
                  <span class="soft">{{ words.say('specimen.unidentified') }}</span>
                }
              </li>
            }
          </ul>
          @if (found.more) {
            <a routerLink="/specimens" [queryParams]="gathering()!.asked">{{ words.say('siblings.all') }}</a>
          }
        </section>
      }
    }
  `,
  styles: `
    h2 {
      margin-bottom: 2px;
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 12px;
      padding: 5px 0;
      border-top: 1px solid var(--line);
    }
  `,
})
export class Siblings {
  protected readonly words = inject(Words);
  private readonly specimens = inject(Specimens);
  readonly specimenId = input.required<string>();
  readonly record = input.required<SpecimenRecord>();

  protected readonly gathering = computed(() => gatheringOf(this.record()));
  private readonly page = resource({
    params: () => ({ id: this.specimenId(), gathering: this.gathering() }),
    loader: async ({ params: { id, gathering } }) => {
      if (!gathering) return undefined;
      const outcome = await this.specimens.search({ ...gathering.asked, limit: SHOWN + 2 });
      if (!outcome.ok) return undefined;
      const others = outcome.value.items.filter((one) => one.id !== id);
      return { items: others.slice(0, SHOWN), more: others.length > SHOWN };
    },
  });
  protected readonly found = computed(() => this.page.value());
}

interface Gathering {
  readonly by: 'siblings.byNumber' | 'siblings.byDay';
  readonly asked: Asked;
}

/** How the gathering of a record is searched for; undefined where it says too little. */
function gatheringOf({ terms }: SpecimenRecord): Gathering | undefined {
  const { recordedBy, recordNumber, eventDate } = terms;
  if (!recordedBy) return undefined;
  if (recordNumber) return { by: 'siblings.byNumber', asked: { collector: recordedBy, recordNumber } };
  // A year or a month is too wide to be one gathering.
  const day = /^\d{4}-\d{2}-\d{2}$/.exec(eventDate ?? '')?.[0];
  return day ? { by: 'siblings.byDay', asked: { collector: recordedBy, eventDate: day } } : undefined;
}
