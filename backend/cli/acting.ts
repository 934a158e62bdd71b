import { grantFor, type Permission } from '#domain/terms/permissions.js';
import type { Envelope } from '#ledger/record.js';
import type { Account } from '#projections/account-register/view.js';
import { accountIdOf } from '#tasks/accounts/account-id.js';
import { OPERATOR_ID } from '#tasks/accounts/operator.js';
import type { House } from '#wiring/house.js';
import { CliFailure } from './command.js';

/**
 * Who acts: the operator (a fixed id), or with `--as` an account, by the role that permits it. Fails with a sentence when
 * there is no such account, it is closed, or it may not.
 */
export async function actingAs(
  house: House,
  name: string | undefined,
  permission: Permission,
  collectionId: string | undefined,
): Promise<Envelope['actor']> {
  if (name === undefined) return { id: OPERATOR_ID, role: 'administrator', via: 'cli' };
  const { id, account } = await findAccount(house, name);
  if (account.closed) throw new CliFailure(`The account ${name} is closed.`);
  const grant = grantFor(account.grants, permission, collectionId);
  if (!grant) throw new CliFailure(`The account ${name} has no role that permits ${permission} here.`);
  return { id, role: grant.role, via: 'cli' };
}

/** The account of a name. Fails with a sentence when there is none. */
export async function findAccount(house: House, name: string): Promise<{ id: string; account: Account }> {
  const id = accountIdOf(name);
  const found = await house.view<Account>('account-register').get(id);
  if (!found) throw new CliFailure(`There is no account ${name}: add it with "account add ${name}".`);
  return { id, account: found.document };
}
