import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GrantRole, RegisterAccount } from '#domain/account/commands.js';
import { collection } from '#domain/collection/collection.js';
import { EstablishCollection } from '#domain/collection/commands.js';
import { parseCommand } from '#domain/kernel/parse-command.js';
import type { Role } from '#domain/terms/permissions.js';
import type { Account } from '#projections/account-register/view.js';
import { AccountAdministration } from '#tasks/accounts/account-administration.js';
import { accountServices, type AccountServices } from '#tasks/accounts/account-services.js';
import { operatorContext } from '#tasks/accounts/operator.js';
import { openHouse, type House, type HouseOptions } from '#wiring/house.js';
import { readSettings } from '#wiring/settings.js';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { apiSettingsOf, type ApiSettings } from '../../backend/api/api-settings.js';
import { closeServer, createServer } from '../../backend/api/server.js';
import { GOOD_PASSWORD } from './accounts.js';
import { ApiClient } from './api-client.js';

/** No threads: everything in the calling one, so that sources run as they are. */
const INLINE: HouseOptions = { projector: 'inline', tasks: 'none', readers: 0, ledgerWriter: 'here' };

/** A real server over real stores in a folder of its own, on a free port of this machine. */
export class ApiAtHand {
  private constructor(
    readonly house: House,
    readonly accounts: AccountServices,
    private readonly app: NestExpressApplication,
    private readonly folder: string,
    readonly url: string,
  ) {}

  /** `environment`: settings beside those of the folder, such as the URLs of other stores. */
  static async open(
    options: Partial<ApiSettings> & { house?: HouseOptions; environment?: Readonly<Record<string, string>> } = {},
  ): Promise<ApiAtHand> {
    const folder = mkdtempSync(join(tmpdir(), 'api-'));
    const house = await openHouse(readSettings({ DATA: folder, LOG_LEVEL: 'error', ...options.environment }, {}), {
      ...INLINE,
      ...options.house,
    });
    const app = await createServer(house, { ...apiSettingsOf(house.settings), ...options });
    await app.listen(0, '127.0.0.1');
    const accounts = accountServices(house.vault, house.view<Account>('account-register'), house.now);
    return new ApiAtHand(house, accounts, app, folder, await app.getUrl());
  }

  /** A client that nobody is signed in with. */
  nobody(): ApiClient {
    return new ApiClient(this.url);
  }

  /** Registers an account, grants it a role, and makes a client that sends its token. */
  async program(role: Role, collectionId = '*'): Promise<ApiClient> {
    const { accountId } = await this.account(role, collectionId);
    const { secret } = await this.accounts.tokens.make(accountId, randomUUID(), 'for a test');
    return this.nobody().withHeaders({ authorization: `Bearer ${secret}` }, accountId);
  }

  /** Registers an account with a password and a role. */
  async account(role: Role, collectionId = '*'): Promise<{ accountId: string; name: string; password: string }> {
    const name = `${role}-${randomUUID().slice(0, 8)}`;
    const administration = new AccountAdministration(this.house.commandLedger, this.accounts);
    const register = parseCommand(RegisterAccount, { name, displayName: `The ${role}` });
    const { id } = await administration.register(
      register,
      GOOD_PASSWORD,
      operatorContext(randomUUID(), this.house.now()),
    );
    const grant = parseCommand(GrantRole, { role, collectionId });
    const { position } = await administration.change(id, grant, operatorContext(randomUUID(), this.house.now()));
    await this.shown(position);
    return { accountId: id, name, password: GOOD_PASSWORD };
  }

  /** Establishes a collection. */
  async collection(code = 'HERB', more: object = {}): Promise<string> {
    const command = parseCommand(EstablishCollection, {
      institutionCode: 'QFA',
      collectionCode: code,
      name: code,
      ...more,
    });
    const context = operatorContext(randomUUID(), this.house.now());
    const { id, position } = await this.house.handle(collection, randomUUID(), command, context);
    await this.shown(position);
    return id;
  }

  async close(): Promise<void> {
    await closeServer(this.app);
    await this.house.close();
    rmSync(this.folder, { recursive: true });
  }

  private async shown(position: string | undefined): Promise<void> {
    if (position === undefined || !(await this.house.allReached(position, 20_000)))
      throw new Error('The views did not come to show what was just recorded.');
  }
}
