import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GrantRole, RegisterAccount, type AccountCommand } from '#domain/account/commands.js';
import { parseCommand } from '#domain/kernel/parse-command.js';
import { openSqliteEventStore } from '#ledger/adapters/sqlite/sqlite-event-store.js';
import { decode } from '#ledger/decode.js';
import type { EventStore } from '#ledger/event-store.js';
import { randomSalts } from '#ledger/salts.js';
import { randomId } from '#ledger/uuid.js';
import { accountRegister } from '#projections/account-register/projection.js';
import type { Account } from '#projections/account-register/view.js';
import { AccountAdministration } from '#tasks/accounts/account-administration.js';
import { accountServices, type AccountServices } from '#tasks/accounts/account-services.js';
import { operatorContext } from '#tasks/accounts/operator.js';
import { openSqliteVault } from '#vault/adapters/sqlite/sqlite-vault.js';
import type { Vault } from '#vault/vault.js';

/** A password that is good enough. */
export const GOOD_PASSWORD = 'sphagnum under a birch';

/** Accounts over real stores in a folder of their own, at a time that a test moves. */
export class AccountsAtHand {
  time = Date.UTC(2026, 0, 1);
  readonly now = (): number => this.time;
  readonly accounts: AccountServices;
  readonly administration: AccountAdministration;

  private constructor(
    private readonly folder: string,
    readonly ledger: EventStore,
    readonly vault: Vault,
  ) {
    this.accounts = this.anotherProcess();
    this.administration = new AccountAdministration({ store: ledger, salts: randomSalts() }, this.accounts);
  }

  static async open(): Promise<AccountsAtHand> {
    const folder = mkdtempSync(join(tmpdir(), 'accounts-'));
    const ledger = await openSqliteEventStore({ file: join(folder, 'ledger.db'), writer: 'here' });
    let now = (): number => 0;
    const vault = await openSqliteVault({ file: join(folder, 'vault.db'), now: () => now() });
    const atHand = new AccountsAtHand(folder, ledger, vault);
    now = atHand.now;
    return atHand;
  }

  /** The same accounts as another process sees them. */
  anotherProcess(): AccountServices {
    return accountServices(this.vault, { get: (id) => this.fromLedger(id) }, this.now);
  }

  pass(milliseconds: number): void {
    this.time += milliseconds;
  }

  async register(name: string, password?: string): Promise<string> {
    const command = parseCommand(RegisterAccount, { name, displayName: name });
    return (await this.administration.register(command, password, operatorContext(randomId(), this.now()))).id;
  }

  async grant(id: string, role: string, collectionId = '*'): Promise<void> {
    await this.change(id, parseCommand(GrantRole, { role, collectionId }));
  }

  async change(id: string, command: Exclude<AccountCommand, RegisterAccount>): Promise<void> {
    await this.administration.change(id, command, operatorContext(randomId(), this.now()));
  }

  /** The secret of a new session. */
  async signedIn(name: string, address = '10.0.0.1'): Promise<string> {
    const result = await this.accounts.signIn.signIn(name, GOOD_PASSWORD, address);
    if (result.outcome !== 'signed-in') throw new Error(`${name} should be let in, but was ${result.outcome}.`);
    return result.secret;
  }

  async close(): Promise<void> {
    await this.ledger.close();
    await this.vault.close();
    rmSync(this.folder, { recursive: true });
  }

  /** The register as its own fold makes it, straight from the ledger. */
  private async fromLedger(id: string): Promise<{ document: Account } | undefined> {
    const events = (await this.ledger.readStream(`account-${id}`)).map((record) => decode(record));
    const fold = (before: Account | undefined, event: (typeof events)[number]): Account | undefined =>
      accountRegister.evolve(before, event, id) ?? undefined;
    const document = events.reduce(fold, undefined);
    return document && { document };
  }
}
