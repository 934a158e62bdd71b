import { Rejection, unreachable, type Aggregate } from '../kernel/decider.js';
import { fact } from '../kernel/fact.js';
import { mayCombine, type Grant } from '../terms/permissions.js';
import type { AccountCommand, GrantRole, RegisterAccount, WithdrawRole } from './commands.js';
import type {
  AccountClosed,
  AccountEvent,
  AccountRegistered,
  AccountReopened,
  AccountRoleGranted,
  AccountRoleWithdrawn,
} from './events.js';

/** An account that was registered: open, or closed with its roles kept. */
export interface RegisteredAccount {
  readonly status: 'open' | 'closed';
  readonly name: string;
  readonly displayName: string;
  readonly kind: 'person' | 'program';
  readonly grants: readonly Grant[];
}
/** An account's state: not there yet, or registered. */
export type AccountState = { readonly status: 'unknown' } | RegisteredAccount;

function decide(state: AccountState, command: AccountCommand): readonly AccountEvent[] {
  if (command.type === 'RegisterAccount') return register(state, command);
  if (state.status === 'unknown')
    throw new Rejection('ACCOUNT_UNKNOWN', 'There is no such account: choose one that exists, or register it.');
  switch (command.type) {
    case 'GrantRole':
      return grant(state, command);
    case 'WithdrawRole':
      return withdraw(state, command);
    case 'CloseAccount':
      return state.status === 'closed' ? [] : [fact<AccountClosed>('AccountClosed', { note: command.note })];
    case 'ReopenAccount':
      return state.status === 'open' ? [] : [fact<AccountReopened>('AccountReopened', { note: command.note })];
    default:
      return unreachable(command);
  }
}

function register(
  state: AccountState,
  { name, displayName, kind = 'person' }: RegisterAccount,
): readonly AccountEvent[] {
  if (state.status === 'unknown') return [fact<AccountRegistered>('AccountRegistered', { name, displayName, kind })];
  if (state.name === name && state.displayName === displayName && state.kind === kind) return [];
  throw new Rejection('ACCOUNT_EXISTS', `This account exists already as ${state.name}: register under a new id.`, {
    name: state.name,
  });
}

function grant(state: RegisteredAccount, { role, collectionId, note }: GrantRole): readonly AccountEvent[] {
  if (state.status === 'closed')
    throw new Rejection('ACCOUNT_CLOSED', `The account ${state.name} is closed: reopen it before granting a role.`, {
      name: state.name,
    });
  if (holds(state, { role, collectionId })) return [];
  const clash = state.grants.find((held) => !mayCombine(held, { role, collectionId }));
  if (clash)
    throw new Rejection(
      'ROLES_EXCLUDE_EACH_OTHER',
      `${state.displayName} is ${clash.role} there: whoever audits a collection never writes in it. Withdraw ${clash.role} first.`,
      { held: clash.role, role },
    );
  return [fact<AccountRoleGranted>('AccountRoleGranted', { role, collectionId, note })];
}

function withdraw(state: RegisteredAccount, { role, collectionId, note }: WithdrawRole): readonly AccountEvent[] {
  if (!holds(state, { role, collectionId })) return [];
  return [fact<AccountRoleWithdrawn>('AccountRoleWithdrawn', { role, collectionId, note })];
}

function holds({ grants }: RegisteredAccount, wanted: Grant): boolean {
  return grants.some((held) => sameGrant(held, wanted));
}

function sameGrant(a: Grant, b: Grant): boolean {
  return a.role === b.role && a.collectionId === b.collectionId;
}

function evolve(state: AccountState, event: AccountEvent): AccountState {
  if (event.type === 'AccountRegistered') return { status: 'open', ...event.data, grants: [] };
  if (state.status === 'unknown') return state;
  switch (event.type) {
    case 'AccountRoleGranted':
      return { ...state, grants: [...state.grants, { role: event.data.role, collectionId: event.data.collectionId }] };
    case 'AccountRoleWithdrawn':
      return { ...state, grants: state.grants.filter((held) => !sameGrant(held, event.data)) };
    case 'AccountClosed':
      return { ...state, status: 'closed' };
    case 'AccountReopened':
      return { ...state, status: 'open' };
    default:
      return state;
  }
}

/** Who may sign in, and what for. Stream `account-{accountId}`. */
export const account: Aggregate<AccountState, AccountCommand, AccountEvent> = {
  category: 'account',
  initial: { status: 'unknown' },
  decide,
  evolve,
  guards: {
    RegisterAccount: 'rules',
    GrantRole: 'rules',
    WithdrawRole: 'rules',
    CloseAccount: 'rules',
    ReopenAccount: 'rules',
  },
  events: {
    AccountRegistered: 1,
    AccountRoleGranted: 1,
    AccountRoleWithdrawn: 1,
    AccountClosed: 1,
    AccountReopened: 1,
  },
};
