import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Words } from '../../words/words';
import { Selection } from '../selection';

/** How many specimens a bulk act is about, or that none are selected and where to select them. */
@Component({
  selector: 'app-selected-note',
  imports: [RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (selection.isEmpty()) {
      <p role="status">
        {{ words.say('bulk.nothing') }} <a routerLink="/specimens">{{ words.say('bulk.select') }}</a>
      </p>
    } @else {
      <p>
        {{ words.count(selection.search() === undefined ? 'bulk.selected' : 'bulk.found', selection.count()) }}
        <a routerLink="/specimens" [queryParams]="selection.params()">{{ words.say('specimen.back') }}</a>
      </p>
    }
  `,
})
export class SelectedNote {
  protected readonly words = inject(Words);
  protected readonly selection = inject(Selection);
}
