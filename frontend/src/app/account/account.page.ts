import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import type { Problem } from '../ledger-client/problem';
import { Session } from '../ledger-client/session';
import { ProblemNote } from '../ui/problem-note';
import { Words } from '../words/words';
import { TokenList } from './token-list';

/** One's own account: a new password. */
@Component({
  selector: 'app-account-page',
  imports: [ProblemNote, TokenList],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="page narrow">
      <div class="page-head">
        <h1>{{ words.say('account.title') }}</h1>
      </div>
      <form class="card" (submit)="change($event)">
        <h2>{{ words.say('account.password') }}</h2>
        <p class="soft">{{ words.say('account.passwordText') }}</p>
        @if (problem(); as problem) {
          <app-problem-note [problem]="problem" />
        }
        <div class="field">
          <label for="current">{{ words.say('account.current') }}</label>
          <input
            id="current"
            class="input"
            type="password"
            autocomplete="current-password"
            required
            [value]="current()"
            (input)="current.set(typed($event))"
          />
        </div>
        <div class="field">
          <label for="next">{{ words.say('account.next') }}</label>
          <input
            id="next"
            class="input"
            type="password"
            autocomplete="new-password"
            required
            [value]="next()"
            (input)="next.set(typed($event))"
          />
        </div>
        <button class="button filled" type="submit">{{ words.say('account.change') }}</button>
        <p aria-live="polite" class="done">{{ done() ? words.say('account.changed') : '' }}</p>
      </form>
      <app-token-list class="card" />
    </div>
  `,
  styles: `
    form {
      margin-bottom: 20px;
    }
    h2 {
      margin-bottom: 8px;
    }
    .done {
      margin: 12px 0 0;
      min-height: 1.5em;
      color: var(--accent);
      font-weight: 600;
    }
  `,
})
export class AccountPage {
  protected readonly words = inject(Words);
  private readonly session = inject(Session);
  protected readonly current = signal('');
  protected readonly next = signal('');
  protected readonly done = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async change(event: Event): Promise<void> {
    event.preventDefault();
    this.done.set(false);
    const outcome = await this.session.changePassword(this.current(), this.next());
    this.problem.set(outcome.ok ? undefined : outcome.problem);
    if (!outcome.ok) return;
    this.done.set(true);
    this.current.set('');
    this.next.set('');
  }

  protected typed(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }
}
