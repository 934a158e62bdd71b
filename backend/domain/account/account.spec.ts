import fc from 'fast-check';
import { keepsItsPromises } from '../../../infra/testing/aggregate-properties.js';
import { givenFor } from '../kernel/given.js';
import { isWritingRole, mayCombine, permits, ROLES, type Role } from '../terms/permissions.js';
import { account } from './account.js';
import type { AccountCommand } from './commands.js';
import type { AccountEvent } from './events.js';

const given = givenFor(account);
const registered: AccountEvent = {
  type: 'AccountRegistered',
  data: { name: 'm.victorin', displayName: 'Marie Victorin', kind: 'person' },
};
const grant = (role: Role, collectionId = 'k'): AccountCommand => ({ type: 'GrantRole', role, collectionId });
const granted = (role: Role, collectionId = 'k'): AccountEvent => ({
  type: 'AccountRoleGranted',
  data: { role, collectionId },
});

describe('An account', () => {
  it('is registered once', () => {
    const register: AccountCommand = { type: 'RegisterAccount', name: 'm.victorin', displayName: 'Marie Victorin' };
    given().when(register, register).then(registered);
    given(registered)
      .when({ ...register, displayName: 'Another' })
      .thenRejected('ACCOUNT_EXISTS');
  });
  it('that is not registered holds no role', () => given().when(grant('viewer')).thenRejected('ACCOUNT_UNKNOWN'));
  it('is granted a role once', () =>
    given(registered).when(grant('curator'), grant('curator')).then(granted('curator')));
  it('may curate one collection and audit another', () =>
    given(registered, granted('curator', 'k')).when(grant('auditor', 'l')).then(granted('auditor', 'l')));
  it.each(['data-entry', 'curator', 'collection-manager', 'administrator'] as const)(
    'never audits where it is %s, nor the other way round',
    (role) => {
      given(registered, granted(role)).when(grant('auditor')).thenRejected('ROLES_EXCLUDE_EACH_OTHER');
      given(registered, granted('auditor')).when(grant(role)).thenRejected('ROLES_EXCLUDE_EACH_OTHER');
      given(registered, granted('auditor', '*')).when(grant(role)).thenRejected('ROLES_EXCLUDE_EACH_OTHER');
    },
  );
  it('may view and audit', () => given(registered, granted('viewer')).when(grant('auditor')).then(granted('auditor')));
  it('loses a role that it holds, and only that', () =>
    given(registered, granted('curator'))
      .when(
        { type: 'WithdrawRole', role: 'curator', collectionId: 'k' },
        { type: 'WithdrawRole', role: 'viewer', collectionId: 'k' },
      )
      .then({ type: 'AccountRoleWithdrawn', data: { role: 'curator', collectionId: 'k' } }));
  it('that is closed is granted nothing until it is reopened', () => {
    const closed: AccountEvent = { type: 'AccountClosed', data: {} };
    given(registered, closed).when(grant('viewer')).thenRejected('ACCOUNT_CLOSED');
    given(registered, closed)
      .when({ type: 'ReopenAccount' }, grant('viewer'))
      .then({ type: 'AccountReopened', data: {} }, granted('viewer'));
  });
});

const role = fc.constantFrom(...ROLES);
const collectionId = fc.constantFrom('k', 'l', '*');
const commands = fc.oneof(
  fc.record({
    type: fc.constant('RegisterAccount' as const),
    name: fc.constantFrom('a', 'b'),
    displayName: fc.constant('A'),
  }),
  fc.record({ type: fc.constant('GrantRole' as const), role, collectionId }),
  fc.record({ type: fc.constant('WithdrawRole' as const), role, collectionId }),
  fc.record({ type: fc.constant('CloseAccount' as const) }),
  fc.record({ type: fc.constant('ReopenAccount' as const) }),
) as fc.Arbitrary<AccountCommand>;

describe('Any account', () =>
  keepsItsPromises(account, commands, (state) => {
    if (state.status === 'unknown') return;
    for (const one of state.grants)
      for (const other of state.grants) expect(one === other || mayCombine(one, other)).toBe(true);
  }));

describe('The permission table', () => {
  it('lets nobody write who only reads', () => {
    expect(ROLES.filter((name) => !isWritingRole(name))).toEqual(['public', 'viewer', 'auditor']);
  });
  it('keeps corrections, acceptance and imports from data entry', () => {
    const grants = [{ role: 'data-entry' as const, collectionId: 'k' }];
    expect(permits(grants, 'specimen.accession', 'k')).toBe(true);
    expect(permits(grants, 'specimen.identify', 'k')).toBe(true);
    for (const permission of ['specimen.correct', 'specimen.accept', 'specimen.withdraw', 'import.run'] as const)
      expect(permits(grants, permission, 'k')).toBe(false);
    expect(permits(grants, 'specimen.accession', 'l')).toBe(false);
  });
  it('gives an administrator accounts but no science', () => {
    const grants = [{ role: 'administrator' as const, collectionId: '*' }];
    expect(permits(grants, 'account.manage')).toBe(true);
    expect(permits(grants, 'specimen.correct', 'k')).toBe(false);
    expect(permits(grants, 'specimen.identify', 'k')).toBe(false);
  });
});
