import { ChangeDetectionStrategy, Component, inject, resource, signal } from '@angular/core';
import { Accounts, type Token } from '../ledger-client/accounts';
import type { Problem } from '../ledger-client/problem';
import { Dialog } from '../ui/dialog';
import { ProblemNote } from '../ui/problem-note';
import { Words } from '../words/words';

/** One's own tokens, by which programs sign in: made, shown once, revoked. */
@Component({
  selector: 'app-token-list',
  imports: [Dialog, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './token-list.html',
  styles: `
    :host {
      display: block;
    }
    form {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr));
      gap: 0 16px;
      align-items: end;
      margin: 12px 0;
    }
    form button {
      justify-self: start;
      margin-bottom: 14px;
    }
    .secret {
      display: block;
      padding: 12px;
      overflow-wrap: anywhere;
      background: var(--surface-2);
      border-radius: 6px;
    }
  `,
})
export class TokenList {
  protected readonly words = inject(Words);
  private readonly accounts = inject(Accounts);
  protected readonly list = resource({ loader: () => this.accounts.tokens() });
  protected readonly label = signal('');
  protected readonly days = signal('365');
  protected readonly secret = signal('');
  protected readonly revoking = signal<Token | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async make(event: Event): Promise<void> {
    event.preventDefault();
    const outcome = await this.accounts.makeToken(this.label().trim(), Number(this.days()) || undefined);
    this.problem.set(outcome.ok ? undefined : outcome.problem);
    if (!outcome.ok) return;
    this.secret.set(outcome.value.secret);
    this.label.set('');
    this.list.reload();
  }

  protected async revoke(token: Token): Promise<void> {
    this.revoking.set(undefined);
    const outcome = await this.accounts.revokeToken(token.tokenId);
    this.problem.set(outcome.ok ? undefined : outcome.problem);
    this.list.reload();
  }

  protected typed(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }
}
