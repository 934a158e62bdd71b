import { GrantRole, RegisterAccount } from '#domain/account/commands.js';
import { parseCommand } from '#domain/kernel/parse-command.js';
import { uuidV5 } from '#ledger/uuid.js';
import type { AccountAdministration } from './account-administration.js';
import { accountIdOf } from './account-id.js';
import { operatorContext } from './operator.js';

/**
 * Makes the first administrator of an empty house: an account that may manage accounts in all collections. Doing it again
 * changes nothing. Fails with a Rejection when the password is too easy to guess, with InvalidCommand when the name is no
 * name to sign in with.
 */
export async function makeFirstAdministrator(
  administration: AccountAdministration,
  { name, password }: { name: string; password: string },
  at: number,
): Promise<void> {
  const id = accountIdOf(name);
  const register = parseCommand(RegisterAccount, { name, displayName: name, kind: 'person' });
  await administration.register(register, password, operatorContext(uuidV5(id, 'first administrator'), at));
  const grant = parseCommand(GrantRole, { role: 'administrator', collectionId: '*' });
  await administration.change(id, grant, operatorContext(uuidV5(id, 'first administrator is granted'), at));
}
