import { account } from '#domain/account/account.js';
import type { AccountCommand, RegisterAccount } from '#domain/account/commands.js';
import { handle, type CommandLedger, type HandleOptions, type Receipt } from '#ledger/handle.js';
import type { CommandContext } from '#ledger/record.js';
import type { AccountState } from '#domain/account/account.js';
import { accountIdOf } from './account-id.js';
import type { AccountServices } from './account-services.js';
import { assertGoodPassword } from './password.js';

/** Registering, granting and closing accounts: events in the ledger, secrets in the vault. */
export class AccountAdministration {
  constructor(
    private readonly ledger: CommandLedger,
    private readonly accounts: Pick<AccountServices, 'credentials' | 'sessions'>,
  ) {}

  /**
   * Registers an account, with a password when one is given. The id follows from the name. Registering the same account
   * again records nothing and leaves its password alone.
   */
  async register(
    command: RegisterAccount,
    password: string | undefined,
    context: CommandContext,
    options?: HandleOptions<AccountState>,
  ): Promise<Receipt> {
    if (password !== undefined) assertGoodPassword(password, command.name);
    const id = accountIdOf(command.name);
    const receipt = await handle(this.ledger, account, id, command, context, options);
    // A crash between the two leaves an account without a password: registering it again mends that.
    if (password !== undefined && !(await this.accounts.credentials.has(id)))
      await this.accounts.credentials.set(id, command.name, password);
    return receipt;
  }

  /** Grants, withdraws, closes, reopens. A closed account's sessions end at once. */
  async change(
    accountId: string,
    command: Exclude<AccountCommand, RegisterAccount>,
    context: CommandContext,
    options?: HandleOptions<AccountState>,
  ): Promise<Receipt> {
    const receipt = await handle(this.ledger, account, accountId, command, context, options);
    if (command.type === 'CloseAccount') await this.accounts.sessions.endAll(accountId);
    return receipt;
  }

  /** Sets another's password, by an operator: their sessions end. */
  async setPassword(accountId: string, accountName: string, password: string): Promise<void> {
    await this.accounts.credentials.set(accountId, accountName, password);
    await this.accounts.sessions.endAll(accountId);
  }
}
