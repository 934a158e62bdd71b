import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { Words } from '../words/words';

/** A value before and after: struck through, then the new one, or that it was taken away. */
@Component({
  selector: 'app-value-change',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (was() !== undefined) {
      <del>{{ was() }}</del>
      <span aria-hidden="true"> → </span>
    }
    @if (now() !== undefined) {
      <ins>{{ now() }}</ins>
    } @else {
      <span class="soft">{{ words.say('history.takenAway') }}</span>
    }
  `,
})
export class ValueChange {
  protected readonly words = inject(Words);
  readonly was = input<string>();
  readonly now = input<string>();
}
