import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Words } from '../words/words';

/** An address that leads nowhere. */
@Component({
  selector: 'app-not-found-page',
  imports: [RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="page narrow">
      <h1>{{ words.say('notFound.title') }}</h1>
      <p>
        {{ words.say('notFound.text') }}
        <a routerLink="/specimens">{{ words.say('notFound.back') }}</a>
      </p>
    </div>
  `,
})
export class NotFoundPage {
  protected readonly words = inject(Words);
}
