import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { Accounts, type SecurityLine } from '../ledger-client/accounts';
import type { Problem } from '../ledger-client/problem';
import { ProblemNote } from '../ui/problem-note';
import { Words } from '../words/words';

/** Who came in, who failed to, and what was taken out: newest first. */
@Component({
  selector: 'app-security-log-page',
  imports: [ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="page">
      <div class="page-head">
        <h1>{{ words.say('securityLog.title') }}</h1>
      </div>
      <p class="soft">{{ words.say('securityLog.text') }}</p>
      @if (problem(); as problem) {
        <app-problem-note [problem]="problem" />
      }
      <div class="card table-wrap" tabindex="0" role="region" [attr.aria-label]="words.say('securityLog.title')">
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">{{ words.say('securityLog.when') }}</th>
              <th scope="col">{{ words.say('securityLog.what') }}</th>
              <th scope="col">{{ words.say('securityLog.who') }}</th>
              <th scope="col">{{ words.say('securityLog.about') }}</th>
              <th scope="col">{{ words.say('securityLog.address') }}</th>
            </tr>
          </thead>
          <tbody>
            @for (line of lines(); track line.id) {
              <tr>
                <td class="numbers">{{ words.utc(line.at) }}</td>
                <td>{{ words.sayIfKnown('securityLog.did.' + line.what) ?? line.what }}</td>
                <td>{{ nameOf(line) }}</td>
                <td class="about">{{ line.about }}</td>
                <td class="numbers">{{ line.address }}</td>
              </tr>
            }
          </tbody>
        </table>
      </div>
      @if (next(); as before) {
        <p class="more">
          <button class="button outlined" type="button" (click)="load(before)">{{ words.say('search.more') }}</button>
        </p>
      }
    </div>
  `,
  styles: `
    .card.table-wrap {
      padding: 8px 12px;
      min-height: 200px;
    }
    .about {
      min-width: 240px;
      max-width: 480px;
      overflow-wrap: anywhere;
    }
    .more {
      margin-top: 16px;
      text-align: center;
    }
  `,
})
export class SecurityLogPage {
  protected readonly words = inject(Words);
  private readonly accounts = inject(Accounts);
  protected readonly lines = signal<readonly SecurityLine[]>([]);
  protected readonly next = signal<number | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);
  private readonly names = signal<ReadonlyMap<string, string>>(new Map());

  constructor() {
    void this.load();
    void this.accounts.list().then((outcome) => {
      if (outcome.ok) this.names.set(new Map(outcome.value.map(({ id, displayName }) => [id, displayName])));
    });
  }

  protected nameOf({ accountId, name }: SecurityLine): string {
    return (accountId && this.names().get(accountId)) || name || accountId || '';
  }

  protected async load(before?: number): Promise<void> {
    const outcome = await this.accounts.securityLog(before);
    // The same page asked for twice.
    if (before !== this.next()) return;
    this.problem.set(outcome.ok ? undefined : outcome.problem);
    if (!outcome.ok) return;
    this.lines.update((lines) => [...lines, ...outcome.value.items]);
    this.next.set(outcome.value.next);
  }
}
