import type { AccountEvent } from '#domain/account/events.js';
import type { Grant } from '#domain/terms/permissions.js';
import type { Projection } from '../kernel/projection.js';
import type { ViewSchema } from '../kernel/view-store.js';
import type { Account } from './view.js';

const schema: ViewSchema<Account> = {
  columns: [
    { name: 'name', kind: 'text' },
    { name: 'displayName', kind: 'text' },
    { name: 'kind', kind: 'text' },
    { name: 'closed', kind: 'number' },
  ],
  indexes: [['name'], ['displayName']],
  row: ({ name, displayName, kind, closed }) => ({ name, displayName, kind, closed: closed ? 1 : 0 }),
};

/** Each account with its name and the roles it holds now: for signing in, and for naming who did what. */
export const accountRegister: Projection<Account> = {
  name: 'account-register',
  version: 2,
  types: ['AccountRegistered', 'AccountRoleGranted', 'AccountRoleWithdrawn', 'AccountClosed', 'AccountReopened'],
  keysOf: (event) => [event.subject],
  evolve: (account, event) => {
    const fact = { type: event.type, data: event.data as object } as AccountEvent;
    if (fact.type === 'AccountRegistered') {
      const { name, displayName, kind } = fact.data;
      return { name, displayName, kind, grants: [], registeredAt: event.at, revision: event.revision };
    }
    return account ? { ...changed(account, fact), revision: event.revision } : null;
  },
  schema,
};

type Change = Exclude<AccountEvent, { type: 'AccountRegistered' }>;

function changed(account: Account, fact: Change): Account {
  switch (fact.type) {
    case 'AccountRoleGranted':
      return { ...account, grants: [...without(account.grants, fact.data), grantOf(fact.data)] };
    case 'AccountRoleWithdrawn':
      return { ...account, grants: without(account.grants, fact.data) };
    case 'AccountClosed':
      return { ...account, closed: true };
    case 'AccountReopened': {
      const { closed: _, ...open } = account;
      return open;
    }
  }
}

function grantOf({ role, collectionId }: Grant): Grant {
  return { role, collectionId };
}

function without(grants: readonly Grant[], gone: Grant): readonly Grant[] {
  return grants.filter(({ role, collectionId }) => role !== gone.role || collectionId !== gone.collectionId);
}
