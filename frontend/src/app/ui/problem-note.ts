import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { FieldProblem, Problem } from '../ledger-client/problem';
import { Words } from '../words/words';
import { Icon } from './icon';

/**
 * Why something did not work, in the reader's language. The server's own sentences, which say more, are English: other
 * readers unfold them.
 */
@Component({
  selector: 'app-problem-note',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div role="alert">
      <app-icon name="warning" />
      <div>
        <strong>{{ headline() }}</strong>
        @if (detail() && isEnglish()) {
          <p>{{ detail() }}</p>
        }
        @if (fields().length > 0) {
          <ul>
            @for (error of fields(); track $index) {
              <li>
                <span class="field">{{ error.field }}</span>{{ words.colon() }}
                {{ isEnglish() ? error.message : textOf(error) }}
              </li>
            }
          </ul>
        }
        @if (!isEnglish() && (detail() || fields().length > 0)) {
          <details>
            <summary>{{ words.say('problem.serverSays') }}</summary>
            @if (detail()) {
              <p lang="en">{{ detail() }}</p>
            }
            @for (error of fields(); track $index) {
              <p lang="en">{{ error.field }}: {{ error.message }}</p>
            }
          </details>
        }
        <ng-content />
      </div>
    </div>
  `,
  styles: `
    div[role] {
      display: flex;
      gap: 10px;
      padding: 12px 14px;
      margin-bottom: 14px;
      border-radius: 8px;
      background: var(--type-soft);
      color: var(--type);
      font-size: 0.9375rem;
    }
    p,
    ul {
      margin: 4px 0 0;
      color: var(--ink);
      font-size: 0.875rem;
      overflow-wrap: anywhere;
    }
    ul {
      padding-inline-start: 18px;
    }
    .field {
      font-family: var(--mono);
    }
    summary {
      padding: 4px 0;
      color: var(--ink);
      font-size: 0.875rem;
      cursor: pointer;
    }
  `,
})
export class ProblemNote {
  protected readonly words = inject(Words);
  readonly problem = input.required<Problem>();
  /** Whether the fields that did not fit are listed here; a form may show them beside its own fields. */
  readonly listsFields = input(true);

  protected readonly isEnglish = computed(() => this.words.language() === 'en');
  private readonly known = computed(() =>
    this.words.sayIfKnown(`problem.${this.problem().code}`, this.problem().details),
  );
  protected readonly headline = computed(() => this.known() ?? this.words.say('problem.other'));
  protected readonly detail = computed(() => {
    const { code, detail, status } = this.problem();
    return status === 0 || code === 'UNREACHABLE' || code === 'NOT_SIGNED_IN' || code === 'INVALID_CREDENTIALS'
      ? ''
      : detail;
  });
  protected readonly fields = computed(() => (this.listsFields() ? this.problem().errors : []));

  protected textOf({ code }: FieldProblem): string {
    return this.words.sayIfKnown(`problem.field.${code}`) ?? this.words.say('problem.field.other');
  }
}
