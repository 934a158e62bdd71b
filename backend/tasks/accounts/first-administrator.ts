import { GrantRole, RegisterAccount } from '#domain/account/commands.js';
import { parseCommand } from '#domain/kernel/parse-command.js';
import type { CommandContext } from '#ledger/record.js';
import { uuidV5 } from '#ledger/uuid.js';
import type { AccountAdministration } from './account-administration.js';
import { accountIdOf } from './account-id.js';

/** Who acts when nobody is signed in: the person at the machine, by command line or settings. A fixed id, no account. */
export const OPERATOR_ID = '00000000-0000-5000-8000-000000000001';

/** What the operator does is stamped like this. `commandId` makes repeating it harmless. */
export function operatorContext(commandId: string, at: number): CommandContext {
  return {
    commandId,
    correlationId: commandId,
    actor: { id: OPERATOR_ID, role: 'administrator', via: 'cli' },
    source: { kind: 'cli' },
    at,
  };
}

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
