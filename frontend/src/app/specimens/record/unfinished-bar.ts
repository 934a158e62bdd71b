import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import { Drafts } from '../../drafts/drafts';
import { Words } from '../../words/words';
import type { Doing } from './act-dialog';

/** Work on this specimen that was begun and not recorded, in this browser: to go on with, or to throw away. */
@Component({
  selector: 'app-unfinished-bar',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @for (one of shown(); track one.name) {
      <p role="status">
        <span>{{
          words.say('draft.unfinished', { what: words.say('draft.' + one.what), when: words.moment(one.at) })
        }}</span>
        <button type="button" class="plain-button" (click)="goOn.emit(one.doing)">{{ words.say('draft.goOn') }}</button>
        <button type="button" class="plain-button" (click)="discard(one.name)">{{ words.say('draft.discard') }}</button>
      </p>
    }
  `,
  styles: `
    p {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 2px 8px;
      margin: 0 0 10px;
      padding: 6px 12px;
      border-radius: 8px;
      background: var(--warn-soft);
      font-size: 0.875rem;
    }
  `,
})
export class UnfinishedBar {
  protected readonly words = inject(Words);
  private readonly drafts = inject(Drafts);
  readonly specimenId = input.required<string>();
  readonly record = input.required<SpecimenRecord>();
  /** Grows when a form was closed: the drafts are looked for again. */
  readonly times = input.required<number>();
  readonly goOn = output<Doing>();

  private readonly found = linkedSignal(() => {
    this.times();
    return this.drafts.unfinished(`specimen/${this.specimenId()}/`);
  });
  protected readonly shown = computed(() =>
    this.found().flatMap(({ name, at }) => {
      const doing = this.doingOf(name.split('/').slice(2));
      return doing ? [{ name, at, what: doing.what, doing }] : [];
    }),
  );

  protected discard(name: string): void {
    this.drafts.discard(name);
    this.found.update((found) => found.filter((one) => one.name !== name));
  }

  /** What a draft's name says was being done; acts on an opinion need it to be there still. */
  private doingOf([what = '', id]: readonly string[]): Doing | undefined {
    const identification = this.record().identifications.find(({ identificationId }) => identificationId === id);
    if (what === 'withdraw' || what === 'rename') return identification && { what, identification };
    if (what === 'correct') return { what, term: '' };
    const known = ['identify', 'georeference', 'measure', 'media', 'release', 'withhold', 'void', 'reinstate'] as const;
    const found = known.find((one) => one === what);
    return found && { what: found };
  }
}
