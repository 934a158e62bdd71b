import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../../ui/icon';
import { ScientificName } from '../../ui/scientific-name';
import { ResultRow } from './result-row';

/** One found specimen as a card: its picture first. */
@Component({
  selector: 'app-result-card',
  imports: [Icon, RouterLink, ScientificName],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="picture">
      @if (thumbnail(); as thumbnail) {
        <img [src]="thumbnail" alt="" loading="lazy" decoding="async" />
      } @else {
        <app-icon [name]="specimen().media ? 'image' : 'leaf'" />
      }
    </div>
    <div class="pick">
      <input
        type="checkbox"
        [attr.aria-label]="words.say('selection.one', { number: number() })"
        [checked]="selection.has(specimen().id)"
        [disabled]="selection.search() !== undefined"
        (change)="select($event)"
      />
    </div>
    <div class="text">
      <a [routerLink]="['/specimens', specimen().id]">
        @if (specimen().identification?.scientificName; as name) {
          <app-scientific-name [name]="name" [rank]="specimen().identification?.taxonRank" />
        } @else {
          {{ words.say('specimen.unidentified') }}
        }
      </a>
      <div class="number">{{ number() }}</div>
      <div class="soft">{{ region() || '—' }}</div>
      <div class="soft">{{ collector() }}</div>
      <div class="soft">{{ collected() }}</div>
      @if (types().length > 0) {
        <span class="badge type">{{ types().join(', ') }}</span>
      }
    </div>
  `,
  styleUrl: './result-card.scss',
  host: { '[class.voided]': 'specimen().voided', '[class.selected]': 'selection.has(specimen().id)' },
})
export class ResultCard extends ResultRow {}
