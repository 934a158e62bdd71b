import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { AccountState } from '#domain/account/account.js';
import { RegisterAccount, type AccountCommand } from '#domain/account/commands.js';
import { parseCommand } from '#domain/kernel/parse-command.js';
import type { Receipt } from '#ledger/handle.js';
import type { Account } from '#projections/account-register/view.js';
import { AccountAdministration } from '#tasks/accounts/account-administration.js';
import type { AccountServices } from '#tasks/accounts/account-services.js';
import type { SecurityLine } from '#tasks/accounts/security-log.js';
import { addressOf } from '../auth/session-desk.js';
import type { House } from '#wiring/house.js';
import { Acts, authorized, grantOf } from '../http/acts.js';
import { idOf, principalOf, queryOf, type ApiRequest } from '../http/api-request.js';
import { Reads } from '../http/reads.js';
import { SearchParameters } from '../http/search-parameters.js';
import { Problem } from '../problems/problem.js';
import { ACCOUNTS, HOUSE } from '../tokens.js';
import { AccountOrder } from './bodies.js';

/** Accounts as a list. */
export interface AccountList {
  readonly items: readonly (Account & { readonly id: string })[];
}

const MOST_LISTED = 1_000;

/** Managing accounts over HTTP. */
@Injectable()
export class AccountDesk {
  private readonly administration: AccountAdministration;

  constructor(
    @Inject(HOUSE) house: House,
    @Inject(ACCOUNTS) private readonly accounts: AccountServices,
    private readonly acts: Acts,
    private readonly reads: Reads,
  ) {
    this.administration = new AccountAdministration(house.commandLedger, accounts);
  }

  async list(request: ApiRequest): Promise<AccountList> {
    grantOf(principalOf(request), 'account.read');
    const view = await this.reads.view<Account>(request, 'account-register');
    const { items } = await view.search({ sort: [{ column: 'name' }], limit: MOST_LISTED });
    return { items: items.map(({ id, document }) => ({ id, ...document })) };
  }

  async register(request: ApiRequest, response: Response): Promise<Receipt> {
    const { stamp, principal } = await this.acts.begin(request);
    const { password, name, displayName, kind } = parseCommand(AccountOrder, request.body);
    const command: RegisterAccount = { type: 'RegisterAccount', name, displayName, ...(kind && { kind }) };
    authorized(stamp, principal, MANAGE);
    const receipt = await this.acts.reply(response, () => this.administration.register(command, password, stamp));
    if (password !== undefined)
      await this.accounts.log.add({
        what: 'password-set',
        accountId: receipt.id,
        address: addressOf(request),
        via: principal.via,
      });
    return receipt;
  }

  async change<C extends Exclude<AccountCommand, RegisterAccount>>(
    request: ApiRequest,
    response: Response,
    commandClass: new () => C,
  ): Promise<Receipt> {
    const { stamp, principal } = await this.acts.begin(request);
    const command = parseCommand(commandClass, request.body);
    authorized(stamp, principal, MANAGE);
    const id = idOf(request, 'id', 'account');
    return this.acts.reply(response, () => this.administration.change(id, command, stamp, { authorize: assertKnown }));
  }

  async securityLog(request: ApiRequest): Promise<{ items: readonly SecurityLine[]; next?: number }> {
    grantOf(principalOf(request), 'security-log.read');
    const parameters = new SearchParameters(queryOf(request), []);
    const { limit, before } = parameters.log();
    const items = await this.accounts.log.read({ limit, ...(before !== undefined && { before }) });
    const last = items.at(-1);
    return { items, ...(last && items.length === limit && { next: last.id }) };
  }
}

// Accounts belong to no collection: managing them is granted for all, or for any.
const MANAGE = { permission: 'account.manage' } as const;

function assertKnown(state: AccountState): void {
  if (state.status === 'unknown')
    throw new Problem('NOT_FOUND', 'There is no such account: choose one that exists, or register it.');
}
