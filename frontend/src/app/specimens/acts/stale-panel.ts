import { ChangeDetectionStrategy, Component, inject, input, output } from '@angular/core';
import type { ChangedBy } from '../../ledger-client/history-entry';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import type { Clash } from '../record/correction-draft';

/** Somebody was quicker: who did what, and per term what I saw, what they wrote, and what I wrote. */
@Component({
  selector: 'app-stale-panel',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="stale" role="alert">
      <h3>{{ words.say('stale.title') }}</h3>
      <ul>
        @for (change of changedBy(); track change.revision) {
          <li>
            {{
              words.say('stale.changed', {
                who: change.actorName,
                when: words.moment(change.at),
                what: words.sayIfKnown('eventName.' + change.type) ?? words.say('eventName.other'),
              })
            }}
            @if (change.reason) {
              <span class="soft">({{ words.sayIfKnown('reason.' + change.reason) ?? change.reason }})</span>
            }
          </li>
        }
      </ul>
      @if (clashes().length > 0) {
        <div class="table-wrap" tabindex="0" role="region" [attr.aria-label]="words.say('stale.title')">
          <table class="plain">
            <thead>
              <tr>
                <th scope="col">{{ words.say('stale.term') }}</th>
                <th scope="col">{{ words.say('stale.base') }}</th>
                <th scope="col">{{ words.say('stale.theirs') }}</th>
                <th scope="col">{{ words.say('stale.mine') }}</th>
              </tr>
            </thead>
            <tbody>
              @for (clash of clashes(); track clash.term) {
                <tr>
                  <th scope="row">{{ terms.of(clash.term) }}</th>
                  <td>{{ clash.was ?? '—' }}</td>
                  <td>{{ clash.theirs ?? '—' }}</td>
                  <td>
                    <strong>{{ clash.now || '—' }}</strong>
                  </td>
                </tr>
              }
            </tbody>
          </table>
        </div>
      } @else {
        <p>{{ words.say('stale.noClash') }}</p>
      }
      <div class="acts">
        <button class="button" type="button" (click)="keepTheirs.emit()">{{ words.say('stale.keepTheirs') }}</button>
        <button class="button" type="button" (click)="edit.emit()">{{ words.say('stale.edit') }}</button>
        <button class="button filled" type="button" (click)="applyMine.emit()">
          {{ words.say('stale.applyMine') }}
        </button>
      </div>
    </div>
  `,
  styles: `
    h3 {
      margin-bottom: 8px;
    }
    td {
      overflow-wrap: anywhere;
    }
    .acts {
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      gap: 8px;
      margin-top: 16px;
    }
  `,
})
export class StalePanel {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  readonly changedBy = input.required<readonly ChangedBy[]>();
  readonly clashes = input.required<readonly Clash[]>();
  readonly keepTheirs = output<void>();
  /** Back to the form, on top of theirs. */
  readonly edit = output<void>();
  readonly applyMine = output<void>();
}
