import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { HistoryEntry } from '../../ledger-client/history-entry';
import { Icon } from '../../ui/icon';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { confirmationOf, valuesBehind } from '../acts/simple-acts';

/** What is doubtful in a record, the values it rests on, and whether somebody has confirmed them as on the label. */
@Component({
  selector: 'app-issue-list',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ul>
      @for (one of issues(); track one.issue) {
        <li [class.confirmed]="one.confirmation">
          <app-icon [name]="one.confirmation ? 'check' : 'warning'" />
          <div>
            <p>{{ words.say('issue.' + one.issue) }}</p>
            <p class="soft small">
              @for (value of one.values; track value.term) {
                <span>{{ terms.of(value.term) }}{{ words.colon() }} {{ value.value }}</span>
              } @empty {
                {{ one.terms }}
              }
            </p>
            @if (one.confirmation; as confirmation) {
              <p class="small">
                {{
                  words.say('issues.confirmed', { who: who(confirmation.eventId), when: words.day(confirmation.at) })
                }}
                {{ confirmation.note }}
              </p>
            } @else if (mayConfirm()) {
              <button
                type="button"
                class="plain-button"
                [attr.aria-label]="words.say('issues.confirmIssue', { issue: words.say('issue.' + one.issue) })"
                (click)="confirm.emit(one.issue)"
              >
                {{ words.say('issues.confirm') }}
              </button>
            }
          </div>
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      margin: 0 0 16px;
      padding: 0;
      list-style: none;
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    li {
      display: flex;
      gap: 8px;
      align-items: flex-start;
      padding: 8px 14px 8px 10px;
      border-radius: 8px;
      background: var(--warn-soft);
      font-size: 0.875rem;
    }
    li.confirmed {
      background: var(--accent-soft);
    }
    p {
      margin: 0;
    }
    p span {
      margin-inline-end: 10px;
      overflow-wrap: anywhere;
    }
    app-icon {
      color: var(--warn);
      margin-top: 2px;
    }
    .confirmed app-icon {
      color: var(--accent);
    }
    .soft {
      color: var(--ink);
    }
    button {
      margin-inline-start: -8px;
    }
  `,
})
export class IssueList {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  readonly record = input.required<SpecimenRecord>();
  readonly history = input.required<readonly HistoryEntry[]>();
  readonly mayConfirm = input.required<boolean>();
  /** The doubt that somebody has compared with the label. */
  readonly confirm = output<string>();

  protected readonly issues = computed(() =>
    (this.record().issues ?? []).map(({ issue, terms }) => ({
      issue,
      terms: terms.map(this.terms.of).join(', '),
      values: Object.entries(valuesBehind(this.record(), issue)).map(([term, value]) => ({ term, value })),
      confirmation: confirmationOf(this.record(), issue),
    })),
  );

  protected who(eventId: string): string {
    return this.history().find(({ id }) => id === eventId)?.actor.name ?? this.words.say('opinion.somebody');
  }
}
