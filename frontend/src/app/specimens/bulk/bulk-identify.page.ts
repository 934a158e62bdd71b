import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Drafts } from '../../drafts/drafts';
import type { BulkOrder } from '../../ledger-client/bulk';
import { Session } from '../../ledger-client/session';
import { Words } from '../../words/words';
import { determinationOf, NO_DETERMINATION, problemsOf, type TypedDetermination } from '../acts/determination';
import { DeterminationFields } from '../acts/determination-fields';
import { BulkRun } from './bulk-run';
import { SelectedNote } from './selected-note';

interface Typed extends TypedDetermination {
  readonly accept: boolean;
}

/** One determination for all that are selected. */
@Component({
  selector: 'app-bulk-identify-page',
  imports: [BulkRun, DeterminationFields, SelectedNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="page narrow">
      <h1>{{ words.say('bulk.identifyTitle') }}</h1>
      <app-selected-note />
      <form class="card" novalidate (submit)="$event.preventDefault()">
        <app-determination-fields fieldId="identify" [typed]="draft.value()" (changed)="draft.set($event)" />
        <label class="tick">
          <input
            type="checkbox"
            [checked]="mayAccept && draft.value().accept"
            [disabled]="!mayAccept"
            (change)="draft.set({ accept: !draft.value().accept })"
          />
          <span>{{ words.say('bulk.accept') }}</span>
        </label>
      </form>
      <app-bulk-run [order]="order()" [whyNot]="whyNot()" (carriedOut)="draft.clear()" />
    </div>
  `,
  styles: `
    form {
      margin: 12px 0 16px;
    }
  `,
})
export class BulkIdentifyPage {
  protected readonly words = inject(Words);
  protected readonly mayAccept = inject(Session).may('specimen.accept');
  protected readonly draft = inject(Drafts).open<Typed>('bulk/identify', { ...NO_DETERMINATION, accept: true });

  protected readonly whyNot = computed(() => {
    const wrong = problemsOf(this.draft.value())[0];
    if (!wrong) return undefined;
    return this.words.say(wrong === 'name' ? 'identify.nameMissing' : 'identify.dateHint');
  });
  protected readonly order = computed((): BulkOrder | undefined => {
    const typed = this.draft.value();
    if (problemsOf(typed).length > 0) return undefined;
    return { identify: { ...determinationOf(typed), accept: this.mayAccept && typed.accept } };
  });
}
