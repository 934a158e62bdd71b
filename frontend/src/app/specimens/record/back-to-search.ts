import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Words } from '../../words/words';
import { Found } from '../search/found';

/** The way back to the list, as it was left. */
@Component({
  selector: 'app-back-to-search',
  imports: [RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<a routerLink="/specimens" [queryParams]="found.address()">← {{ words.say('specimen.back') }}</a>`,
  styles: `
    a {
      display: inline-block;
      padding: 6px 0;
      font-size: 0.875rem;
      text-decoration: none;
    }
  `,
})
export class BackToSearch {
  protected readonly words = inject(Words);
  protected readonly found = inject(Found);
}
