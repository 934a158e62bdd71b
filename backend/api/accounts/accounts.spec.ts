import { setTimeout as pause } from 'node:timers/promises';
import { ApiAtHand } from '../../../infra/testing/api-at-hand.js';
import type { ApiClient } from '../../../infra/testing/api-client.js';
import { GOOD_PASSWORD } from '../../../infra/testing/accounts.js';

describe('Accounts over HTTP', () => {
  let api: ApiAtHand;
  let administrator: ApiClient;
  let collectionId: string;
  beforeAll(async () => {
    api = await ApiAtHand.open();
    administrator = await api.program('administrator');
    collectionId = await api.collection();
  });
  afterAll(() => api.close());

  const shown = async (position: string): Promise<unknown> => api.house.allReached(position, 20_000);
  const register = async (name: string): Promise<string> => {
    const order = { name, displayName: `The ${name}`, password: GOOD_PASSWORD };
    const { status, body } = await administrator.post('accounts', order);
    expect(status).toBe(201);
    await shown(body.position as string);
    return body.id as string;
  };
  /** What an account may is known for half a second before it is looked up again. */
  const comesTo = async (ask: () => Promise<{ status: number }>, status: number): Promise<void> => {
    for (let tries = 0; (await ask()).status !== status; tries++) {
      if (tries === 200) throw new Error(`The answer does not come to be ${status}.`);
      await pause(25);
    }
  };
  const signedIn = async (name: string): Promise<ApiClient> => {
    const client = api.nobody();
    expect((await client.post('session', { name, password: GOOD_PASSWORD })).status).toBe(200);
    return client;
  };

  it('are given a role and lose it again, each as an event with who did it; it counts at once', async () => {
    const id = await register('marie');
    const marie = await signedIn('marie');
    expect((await marie.get(`collections/${collectionId}`)).status).toBe(404);
    const granted = await administrator.post(`accounts/${id}/roles`, { role: 'viewer', collectionId, note: 'Guest.' });
    expect([granted.status, granted.body.events]).toEqual([
      200,
      [expect.objectContaining({ type: 'AccountRoleGranted' })],
    ]);
    await comesTo(() => marie.get(`collections/${collectionId}`), 200);
    const again = await administrator.post(`accounts/${id}/roles`, { role: 'viewer', collectionId });
    expect(again.body.events).toEqual([]);
    const withdrawn = await administrator.post(`accounts/${id}/role-withdrawals`, { role: 'viewer', collectionId });
    expect(withdrawn.body.events).toEqual([expect.objectContaining({ type: 'AccountRoleWithdrawn' })]);
    await comesTo(() => marie.get(`collections/${collectionId}`), 404);
    const [, last] = (await api.house.ledger.readStream(`account-${id}`)).slice(-2);
    expect(JSON.parse(last!.envelope)).toMatchObject({ actor: { id: administrator.accountId, role: 'administrator' } });
  });

  it('are managed by administrators only', async () => {
    const id = await register('jean');
    for (const role of ['curator', 'auditor', 'collection-manager'] as const) {
      const client = await api.program(role);
      expect((await client.post(`accounts/${id}/roles`, { role: 'curator', collectionId })).status).toBe(403);
      expect((await client.post(`accounts/${id}/role-withdrawals`, { role: 'curator', collectionId })).status).toBe(
        403,
      );
    }
  });

  it('never audit where they write', async () => {
    const id = await register('paul');
    await administrator.post(`accounts/${id}/roles`, { role: 'curator', collectionId });
    const { status } = await administrator.post(`accounts/${id}/roles`, { role: 'auditor', collectionId: '*' });
    expect(status).toBe(409);
  });

  it('are refused a role that there is not', async () => {
    const id = await register('anne');
    const { body } = await administrator.post(`accounts/${id}/roles`, { role: 'king', collectionId });
    expect(body).toMatchObject({ status: 400, errors: [{ field: 'role' }] });
  });

  it('that are closed are signed out, with their programs, and come back with reopening', async () => {
    const id = await register('luc');
    const luc = await signedIn('luc');
    const { body: token } = await luc.post('account/tokens', { label: 'Label printer' });
    const program = api.nobody().withHeaders({ authorization: `Bearer ${token.secret}` });
    expect((await program.get('session')).status).toBe(200);
    await administrator.post(`accounts/${id}/closure`, {});
    await comesTo(() => luc.get('session'), 401);
    await comesTo(() => program.get('session'), 401);
    await administrator.post(`accounts/${id}/reopening`, {});
    await comesTo(() => api.nobody().post('session', { name: 'luc', password: GOOD_PASSWORD }), 200);
  });
});
