import { ChangeDetectionStrategy, Component, computed, inject, resource, signal } from '@angular/core';
import type { Grant, Role } from '#domain/terms/permissions.js';
import { Accounts, type ListedAccount } from '../ledger-client/accounts';
import { Collections } from '../ledger-client/collections';
import type { Receipt } from '../ledger-client/ledger-http';
import type { Outcome, Problem } from '../ledger-client/problem';
import { Session } from '../ledger-client/session';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { ProblemNote } from '../ui/problem-note';
import { Words } from '../words/words';

const GRANTED: readonly Role[] = ['viewer', 'data-entry', 'curator', 'collection-manager', 'auditor', 'administrator'];

/** Accounts and their roles: read by auditors, changed by administrators; every change is an event. */
@Component({
  selector: 'app-accounts-page',
  imports: [Dialog, Icon, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './accounts.page.html',
  styles: `
    .card.table-wrap {
      padding: 8px 12px;
      min-height: 200px;
    }
    .roles {
      display: flex;
      flex-wrap: wrap;
      gap: 4px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    .badge {
      white-space: normal;
    }
    .badge button {
      display: inline-flex;
      min-width: 24px;
      min-height: 24px;
      align-items: center;
      justify-content: center;
      padding: 0;
      border: 0;
      background: none;
      color: inherit;
      cursor: pointer;
      font-size: 0.6875rem;
    }
    td.acts {
      white-space: nowrap;
    }
  `,
})
export class AccountsPage {
  protected readonly words = inject(Words);
  private readonly session = inject(Session);
  private readonly accounts = inject(Accounts);
  private readonly collectionList = inject(Collections);
  private readonly atLeast = signal<string | undefined>(undefined);
  private readonly answer = resource({
    params: () => ({ atLeast: this.atLeast() }),
    loader: ({ params }) => this.accounts.list(params.atLeast),
  });
  private readonly holdings = resource({ loader: () => this.collectionList.list() });
  protected readonly roles = GRANTED;
  protected readonly mayManage = this.session.may('account.manage');
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly registering = signal(false);
  protected readonly granting = signal<ListedAccount | undefined>(undefined);
  protected readonly withdrawing = signal<{ account: ListedAccount; grant: Grant } | undefined>(undefined);
  protected readonly closing = signal<ListedAccount | undefined>(undefined);

  protected readonly list = computed(() => {
    const answer = this.answer.value();
    return answer?.ok ? answer.value : [];
  });
  protected readonly readProblem = computed(() => {
    const answer = this.answer.value();
    return answer && !answer.ok ? answer.problem : undefined;
  });
  protected readonly collections = computed(() => {
    const answer = this.holdings.value();
    return answer?.ok ? answer.value : [];
  });

  protected grantName({ role, collectionId }: Grant): string {
    const collection = this.collections().find(({ id }) => id === collectionId);
    const where = collectionId === '*' ? this.words.say('accounts.everywhere') : (collection?.name ?? collectionId);
    return `${this.words.say(`role.${role}`)} · ${where}`;
  }

  protected async register(event: Event): Promise<void> {
    const { name, displayName, password } = fieldsOf(event);
    if (
      await this.done(
        this.accounts.register({ name, displayName, password } as Record<'name' | 'displayName' | 'password', string>),
      )
    )
      this.registering.set(false);
  }

  protected async grant(event: Event, { id }: ListedAccount): Promise<void> {
    const { role, collectionId, note } = fieldsOf(event);
    const change = this.accounts.grant(id, role as Role, collectionId ?? '*', note || undefined);
    if (await this.done(change)) this.granting.set(undefined);
  }

  protected async withdraw(account: ListedAccount, grant: Grant): Promise<void> {
    if (await this.done(this.accounts.withdraw(account.id, grant))) this.withdrawing.set(undefined);
  }

  protected async close({ id }: ListedAccount): Promise<void> {
    if (await this.done(this.accounts.close(id))) this.closing.set(undefined);
  }

  protected async reopen({ id }: ListedAccount): Promise<void> {
    await this.done(this.accounts.reopen(id));
  }

  private async done(change: Promise<Outcome<Receipt>>): Promise<boolean> {
    const outcome = await change;
    this.problem.set(outcome.ok ? undefined : outcome.problem);
    if (outcome.ok) this.atLeast.set(outcome.value.position);
    return outcome.ok;
  }
}

function fieldsOf(event: Event): Readonly<Record<string, string>> {
  event.preventDefault();
  const entries = [...new FormData(event.target as HTMLFormElement)];
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value).trim()]));
}
