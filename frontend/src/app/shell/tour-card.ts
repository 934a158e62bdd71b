import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { Words } from '../words/words';
import { Tour } from './tour';

const STEPS = ['find', 'read', 'change', 'bring'] as const;

/** Four steps through the app, beside the page and never in its way: it stays usable, and the card closes for good. */
@Component({
  selector: 'app-tour',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (isReady()) {
      <aside [attr.aria-label]="words.say('tour.label')">
        <p class="soft small numbers">{{ words.say('tour.step', { n: at() + 1, of: steps.length }) }}</p>
        <div aria-live="polite">
          <h2>{{ words.say('tour.' + step() + '.title') }}</h2>
          <p>{{ words.say('tour.' + step() + '.text') }}</p>
        </div>
        <div class="acts">
          <button class="button" type="button" (click)="tour.close()">{{ words.say('tour.close') }}</button>
          @if (at() > 0) {
            <button class="button outlined" type="button" (click)="at.set(at() - 1)">
              {{ words.say('tour.back') }}
            </button>
          }
          @if (at() < steps.length - 1) {
            <button class="button filled" type="button" (click)="at.set(at() + 1)">{{ words.say('tour.next') }}</button>
          }
        </div>
      </aside>
    }
  `,
  styles: `
    aside {
      position: fixed;
      z-index: 4;
      inset: auto 16px 16px auto;
      width: min(400px, calc(100vw - 32px));
      max-height: calc(100dvh - 32px);
      overflow: auto;
      padding: 16px 20px;
      background: var(--surface);
      border: 2px solid var(--accent);
      border-radius: 14px;
      box-shadow: 0 12px 40px rgb(0 0 0 / 30%);
    }
    h2 {
      margin-bottom: 6px;
    }
    .acts {
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      gap: 8px;
    }
  `,
})
export class TourCard {
  protected readonly words = inject(Words);
  protected readonly tour = inject(Tour);
  protected readonly steps = STEPS;
  protected readonly at = signal(0);
  protected readonly step = computed(() => STEPS[this.at()]);
  protected readonly isReady = signal(false);

  constructor() {
    void this.words.need('desk').then(() => this.isReady.set(true));
  }
}
