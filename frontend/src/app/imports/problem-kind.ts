import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { RowProblem } from '../ledger-client/imports';
import { Words } from '../words/words';

/** One kind of problem in a file: how many rows have it, and some of them. */
@Component({
  selector: 'app-problem-kind',
  imports: [RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <details (toggle)="opened.emit(kind())">
      <summary>
        <span>{{ heading() }}</span>
        <span class="badge warn numbers">{{ words.number(count()) }}</span>
      </summary>
      @if (isDoubt()) {
        <p class="soft small">{{ words.say('imports.doubt') }}</p>
      }
      <ul>
        @for (one of examples(); track $index) {
          <li>
            @if (one.row) {
              <span class="soft numbers">{{ words.say('history.row', { n: words.number(one.row) }) }}</span>&ngsp;
            }
            @if (one.column) {
              <code>{{ one.column }}</code>&ngsp;
            }
            @if (one.value) {
              <q>{{ one.value }}</q>
            }
            @if (told(one); as sentence) {
              <span>{{ sentence }}</span>
            } @else if (!isDoubt()) {
              <span lang="en">{{ one.sentence }}</span>
            }
            @if (one.specimenId) {
              <a [routerLink]="['/specimens', one.specimenId]">{{ words.say('specimen.title') }}</a>
            }
          </li>
        }
      </ul>
      <ng-content />
    </details>
  `,
  styles: `
    details {
      border-top: 1px solid var(--line);
    }
    summary {
      display: flex;
      justify-content: space-between;
      gap: 12px;
      padding: 10px 4px;
      cursor: pointer;
      font-weight: 600;
    }
    ul {
      margin: 0 0 12px;
      padding-inline-start: 20px;
      font-size: 0.875rem;
    }
    li {
      padding: 2px 0;
      overflow-wrap: anywhere;
    }
  `,
})
export class ProblemKind {
  protected readonly words = inject(Words);
  readonly kind = input.required<string>();
  readonly count = input.required<number>();
  readonly examples = input.required<readonly RowProblem[]>();
  readonly opened = output<string>();

  /** Whether it is a doubt about what values say, by the name of its issue; other problems are about rows as such. */
  protected readonly isDoubt = computed(() => this.words.sayIfKnown(`issue.${this.kind()}`) !== undefined);
  protected readonly heading = computed(
    () =>
      this.words.sayIfKnown(`imports.problem.${this.kind()}`) ??
      this.words.sayIfKnown(`issue.${this.kind()}`) ??
      this.kind(),
  );

  /** The sentence in the reader's language; the server's own is English. */
  protected told({ kind, column, value, params }: RowProblem): string | undefined {
    const asKind = kind.startsWith('repeated-') && kind !== 'repeated-row' ? 'repeated-key' : kind;
    return this.words.sayIfKnown(`imports.sentence.${asKind}`, { column, value, ...params });
  }
}
