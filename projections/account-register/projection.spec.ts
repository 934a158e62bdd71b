import { given, type GivenEvent } from '../kernel/given.js';
import { accountRegister } from './projection.js';

const happened = (type: string, data: object = {}): GivenEvent => ({ stream: 'account-a', type, data });
const registered = happened('AccountRegistered', { name: 'marie', displayName: 'Marie Tremblay', kind: 'person' });
const granted = (role: string, collectionId: string): GivenEvent =>
  happened('AccountRoleGranted', { role, collectionId, note: 'letter' });
const marie = {
  name: 'marie',
  displayName: 'Marie Tremblay',
  kind: 'person',
  registeredAt: '2026-01-01T00:00:00.000Z',
};

describe('The account register', () => {
  it('lists an account without any role at first', () =>
    given(accountRegister, registered).then({ a: { ...marie, grants: [], revision: 0 } }));
  it('lists several roles on several collections, each once', () =>
    given(accountRegister, registered, granted('curator', 'MT'), granted('viewer', '*'), granted('curator', 'MT')).then(
      {
        a: {
          ...marie,
          grants: [
            { role: 'viewer', collectionId: '*' },
            { role: 'curator', collectionId: 'MT' },
          ],
          revision: 3,
        },
      },
    ));
  it('takes away one role on one collection only', () =>
    given(
      accountRegister,
      registered,
      granted('curator', 'MT'),
      granted('curator', 'QFA'),
      happened('AccountRoleWithdrawn', { role: 'curator', collectionId: 'MT' }),
    ).then({ a: { ...marie, grants: [{ role: 'curator', collectionId: 'QFA' }], revision: 3 } }));
  it('shows a closed account as closed until it is opened again', () => {
    given(accountRegister, registered, happened('AccountClosed')).then({
      a: { ...marie, grants: [], closed: true, revision: 1 },
    });
    given(accountRegister, registered, happened('AccountClosed'), happened('AccountReopened')).then({
      a: { ...marie, grants: [], revision: 2 },
    });
  });
  it('is looked up by the name one signs in with', () =>
    expect(given(accountRegister, registered).row('a')).toEqual({
      name: 'marie',
      displayName: 'Marie Tremblay',
      kind: 'person',
      closed: 0,
    }));
});
