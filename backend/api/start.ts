import type { NestExpressApplication } from '@nestjs/platform-express';
import { AccountAdministration } from '#tasks/accounts/account-administration.js';
import { accountServices } from '#tasks/accounts/account-services.js';
import { makeFirstAdministrator } from '#tasks/accounts/first-administrator.js';
import type { Account } from '#projections/account-register/view.js';
import { openHouse, type House } from '#wiring/house.js';
import type { Settings } from '#wiring/settings.js';
import { apiSettingsOf, type ApiSettings } from './api-settings.js';
import { closeServer, createServer } from './server.js';

/** A server that listens. */
export interface RunningServer {
  readonly house: House;
  /** Where it answers: `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Ends requests under way, then closes the house; doing it again changes nothing. */
  stop(): Promise<void>;
}

/** How long the first start waits to learn whether there are accounts, and until the one it made can be seen. */
const PATIENCE = 10_000;
/** How long the demonstration waits until its views show what it was filled with. */
const DEMO_PATIENCE = 60_000;

/** Opens the house, makes the first administrator where one is asked for, and listens when that one can sign in. */
export async function startServer(settings: Settings, webRoot?: string): Promise<RunningServer> {
  const house = await openHouse(settings);
  try {
    await welcomeAdministrator(house);
    const demo = settings.demo ? await openDemo(house) : {};
    const shown = { ...apiSettingsOf(settings), ...demo, ...(webRoot !== undefined && { webRoot }) };
    const app = await createServer(house, shown);
    await app.listen(settings.port, settings.host);
    const url = await app.getUrl();
    house.log.info(`The collection ledger answers at ${url}`);
    for (const { name, password, role } of shown.demo?.accounts ?? [])
      house.log.info(`  ${role.padEnd(20)} sign in as ${name.padEnd(10)} with: ${password}`);
    let stopped: Promise<void> | undefined;
    return { house, url, stop: () => (stopped ??= stop(app, house)) };
  } catch (error) {
    await house.close();
    throw error;
  }
}

/** Fills the demonstration museum where it is not filled yet, and tells whom one can sign in as. */
async function openDemo(house: House): Promise<Pick<ApiSettings, 'demo'>> {
  // Real data never loads any of this.
  const { loadDemo, DEMO_SIGN_INS } = await import('../cli/demo/load-demo.js');
  await loadDemo(house);
  const head = await house.ledger.head();
  if (head !== undefined) await house.allReached(head, DEMO_PATIENCE);
  return { demo: { accounts: DEMO_SIGN_INS } };
}

async function stop(app: NestExpressApplication, house: House): Promise<void> {
  await closeServer(app);
  await house.close();
  house.log.info('Stopped.');
}

/** The settings' administrator is made when there is no account yet; without one the log says how to make one. */
async function welcomeAdministrator(house: House): Promise<void> {
  if (house.settings.demo || !(await isWithoutAccounts(house))) return;
  const { firstAdministrator } = house.settings;
  if (!firstAdministrator)
    return house.log.warn(
      'There is no account yet, so that nobody can sign in: set LEDGER_ADMIN_NAME and LEDGER_ADMIN_PASSWORD, or run "npm run -s ledger -- account add NAME" and "… account role NAME administrator".',
    );
  const accounts = accountServices(house.vault, house.view<Account>('account-register'), house.now);
  await makeFirstAdministrator(
    new AccountAdministration(house.commandLedger, accounts),
    firstAdministrator,
    house.now(),
  );
  house.log.info(`Made the first administrator, ${firstAdministrator.name}.`);
  // Whoever signs in as soon as the server answers must be known.
  const head = await house.ledger.head();
  if (head !== undefined && !(await house.reached('account-register', head, PATIENCE)))
    house.log.warn('The account view is behind: the first administrator can sign in when it has caught up.');
}

async function isWithoutAccounts(house: House): Promise<boolean> {
  const head = await house.ledger.head();
  if (head === undefined) return true;
  // Accounts do not vanish: what an older state of the view shows is enough, and a start need not wait until it is up to date.
  const kept = await house.views.active('account-register');
  if (kept && (await kept.count()) > 0) return false;
  if (!(await house.reached('account-register', head, PATIENCE))) return false;
  return (await house.view<Account>('account-register').count()) === 0;
}
