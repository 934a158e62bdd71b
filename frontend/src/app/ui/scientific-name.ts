import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { nameParts } from './name-parts';

/** A scientific name as printed: Latin in italics, authorship upright and quieter, the qualifier where it was given. */
@Component({
  selector: 'app-scientific-name',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<span lang="la">
      @for (part of parts(); track $index) {
        @if (part.italic) {
          <em>{{ part.text }}</em>
        } @else {
          <span class="by">{{ part.text }}</span>
        }
        {{ ' ' }}
      }
    </span>
    @if (qualifier()) {
      <span class="by">({{ qualifier() }})</span>
    }`,
  styles: `
    :host {
      font-family: var(--serif);
    }
    em {
      font-style: italic;
    }
    .by {
      opacity: 0.82;
      font-size: 0.92em;
    }
  `,
})
export class ScientificName {
  readonly name = input.required<string>();
  readonly rank = input<string>();
  readonly authorship = input<string>();
  readonly qualifier = input<string>();
  protected readonly parts = computed(() => nameParts(this.name(), this.rank(), this.authorship()));
}
