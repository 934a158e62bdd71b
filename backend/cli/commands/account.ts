import { GrantRole, RegisterAccount, WithdrawRole } from '#domain/account/commands.js';
import { parseCommand } from '#domain/kernel/parse-command.js';
import type { Receipt } from '#ledger/handle.js';
import type { Account } from '#projections/account-register/view.js';
import { AccountAdministration } from '#tasks/accounts/account-administration.js';
import { accountServices } from '#tasks/accounts/account-services.js';
import { operatorContext } from '#tasks/accounts/operator.js';
import type { House } from '#wiring/house.js';
import { findAccount } from '../acting.js';
import { collectionIdOrAll } from '../collections.js';
import { type CliCommand, type CliContext, textOption, UsageError } from '../command.js';
import { askPassword } from '../ask-password.js';
import { untilSeen, withHouse } from '../with-house.js';

interface AccountAnswer {
  readonly account: string;
  readonly id: string;
  readonly done: string;
}

/** `ledger account add|password|role`: accounts, as the operator of this machine. */
export const accountCommand: CliCommand = {
  name: 'account',
  usage: 'add NAME [--display-name TEXT] [--program] | password NAME | role NAME ROLE [--collection CODE] [--withdraw]',
  summary: 'Adds an account, sets a password, grants or withdraws a role.',
  details:
    'A password is asked for; programs give it on standard input with --password-stdin, never as an argument.\n' +
    'Roles: viewer, data-entry, curator, collection-manager, auditor, administrator. Without --collection: in all.',
  options: {
    'display-name': { type: 'string' },
    program: { type: 'boolean' },
    'password-stdin': { type: 'boolean' },
    collection: { type: 'string' },
    withdraw: { type: 'boolean' },
    note: { type: 'string' },
  },
  run: (context) => {
    const [what = '', name, ...words] = context.words;
    const act = ACTS[what];
    if (!act) throw new UsageError('Say what to do with an account: add, password or role.');
    if (name === undefined) throw new UsageError(`Say which account: account ${what} NAME.`);
    return withHouse(context, (house) => act(house, name, words, context));
  },
  tell: ({ account, done }: AccountAnswer) => [`${account}: ${done}.`],
};

type Act = (house: House, name: string, words: readonly string[], context: CliContext) => Promise<AccountAnswer>;

const ACTS: Readonly<Record<string, Act>> = { add, password: setPassword, role: changeRole };

async function add(house: House, name: string, words: readonly string[], context: CliContext): Promise<AccountAnswer> {
  if (words.length > 0) throw new UsageError(`"${words.join(' ')}" is more than was expected.`);
  const kind = context.options['program'] === true ? 'program' : 'person';
  const displayName = textOption(context, 'display-name') ?? name;
  const command = parseCommand(RegisterAccount, { type: 'RegisterAccount', name, displayName, kind });
  const password = kind === 'program' ? undefined : await askPassword(context, name);
  const receipt = await administration(house).register(command, password, operatorContext(house.newId(), house.now()));
  await seen(house, receipt);
  const done = receipt.events.length > 0 ? 'added; grant it a role next' : 'was there already; nothing was changed';
  return { account: name, id: receipt.id, done };
}

async function setPassword(
  house: House,
  name: string,
  _words: readonly string[],
  context: CliContext,
): Promise<AccountAnswer> {
  const { id } = await findAccount(house, name);
  await administration(house).setPassword(id, name, await askPassword(context, name));
  await services(house).log.add({ what: 'password-set', accountId: id, via: 'cli' });
  return { account: name, id, done: 'has a new password and was signed out everywhere' };
}

async function changeRole(
  house: House,
  name: string,
  [role, ...more]: readonly string[],
  context: CliContext,
): Promise<AccountAnswer> {
  if (role === undefined || more.length > 0) throw new UsageError('Say one role: account role NAME ROLE.');
  const { id } = await findAccount(house, name);
  const collectionId = await collectionIdOrAll(house, textOption(context, 'collection'));
  const note = textOption(context, 'note');
  const plain = { role, collectionId, ...(note !== undefined && { note }) };
  const withdraw = context.options['withdraw'] === true;
  const command = withdraw
    ? parseCommand(WithdrawRole, { type: 'WithdrawRole', ...plain })
    : parseCommand(GrantRole, { type: 'GrantRole', ...plain });
  const receipt = await administration(house).change(id, command, operatorContext(house.newId(), house.now()));
  await seen(house, receipt);
  const where = collectionId === '*' ? 'in all collections' : `in collection ${collectionId}`;
  const change = withdraw ? 'is no longer' : 'is now';
  return {
    account: name,
    id,
    done: receipt.events.length > 0 ? `${change} ${role} ${where}` : 'nothing was to be changed',
  };
}

function services(house: House) {
  return accountServices(house.vault, house.view<Account>('account-register'), house.now);
}

function administration(house: House): AccountAdministration {
  return new AccountAdministration(house.commandLedger, services(house));
}

async function seen(house: House, { position }: Receipt): Promise<void> {
  await untilSeen(house, position);
}
