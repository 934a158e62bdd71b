import { randomUUID } from 'node:crypto';
import { ApiAtHand } from '../../../infra/testing/api-at-hand.js';
import type { ApiClient } from '../../../infra/testing/api-client.js';

jest.setTimeout(30_000);
let api: ApiAtHand;
/** The moment at which the server's clock stands still; undefined while it goes. */
let stopped: number | undefined;
beforeAll(async () => {
  api = await ApiAtHand.open({ house: { world: { now: () => stopped ?? Date.now(), newId: randomUUID } } });
});
afterAll(() => api.close());

async function signedIn(role: 'curator' | 'viewer' | 'administrator' = 'curator') {
  const { name, password } = await api.account(role);
  const client = api.nobody();
  const session = await client.post('session', { name, password });
  expect(session.status).toBe(200);
  return { client, name, password, session };
}
const tokens = (client: ApiClient, label = 'Label printer') => client.post('account/tokens', { label });

describe('Signing in', () => {
  it('answers who one is and what one may do, and sets a cookie that scripts cannot read', async () => {
    const { session, name, client } = await signedIn('viewer');
    expect(session.body).toMatchObject({ account: { name, grants: [{ role: 'viewer', collectionId: '*' }] } });
    expect(session.body.account.permissions['*']).toEqual(['specimen.read', 'import.read', 'export.run']);
    const [cookie] = session.headers.getSetCookie();
    expect(cookie).toMatch(/^ledger_session=[\w-]{43}; .*HttpOnly; SameSite=Strict$/);
    expect((await client.get('session')).body).toEqual(session.body);
  });

  it('with a wrong password is refused like with an unknown name', async () => {
    const { name } = await api.account('viewer');
    const wrong = await api.nobody().post('session', { name, password: 'not the right one' });
    const unknown = await api.nobody().post('session', { name: 'nobody', password: 'not the right one' });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'INVALID_CREDENTIALS' } });
    expect(unknown.body).toEqual(wrong.body);
    expect(wrong.headers.getSetCookie()).toEqual([]);
  });

  it('too often is put off, and says how long', async () => {
    const attempt = () => api.nobody().post('session', { name: 'guessed', password: 'a guess or another' });
    stopped = Date.now();
    for (let count = 0; count < 5; count++) expect((await attempt()).status).toBe(401);
    const answer = await attempt();
    stopped = undefined;
    expect(answer).toMatchObject({ status: 429, body: { code: 'TOO_MANY_ATTEMPTS' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  });

  it.each([
    [{}, ['name', 'password']],
    [{ name: 'a', password: 'b', admin: true }, ['admin']],
    [{ name: 7, password: ['x'] }, ['name', 'password']],
  ])('with %j is told which fields are wrong', async (body, fields) => {
    const answer = await api.nobody().post('session', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', status: 400 } });
    expect(answer.body.errors.map(({ field }: { field: string }) => field)).toEqual(fields);
  });

  it('from a page of another site is refused', async () => {
    const { name, password } = await api.account('viewer');
    const answer = await api
      .nobody()
      .ask('POST', 'session', { body: { name, password }, headers: { origin: 'https://evil.example' } });
    expect(answer).toMatchObject({ status: 403, body: { code: 'CROSS_SITE_REQUEST' } });
  });
});

describe('A session', () => {
  it('is needed for everything but signing in', async () => {
    for (const path of ['specimens', 'collections', 'audit', 'accounts', 'ledger/head', 'security-log', 'session'])
      expect(await api.nobody().get(path)).toMatchObject({ status: 401, body: { code: 'NOT_SIGNED_IN' } });
  });

  it('changes things only with the XSRF token that belongs to it', async () => {
    const { client } = await signedIn();
    const xsrf = client.cookie('XSRF-TOKEN');
    client.setCookie('XSRF-TOKEN', undefined);
    expect(await tokens(client)).toMatchObject({ status: 403, body: { code: 'CROSS_SITE_REQUEST' } });
    // Planted by a neighbouring site: cookie and header agree, but not with the session.
    client.setCookie('XSRF-TOKEN', 'planted');
    expect((await tokens(client)).status).toBe(403);
    client.setCookie('XSRF-TOKEN', xsrf);
    expect((await tokens(client)).status).toBe(201);
    expect(
      (await client.ask('POST', 'account/tokens', { body: { label: 'x' }, headers: { origin: 'http://evil.example' } }))
        .status,
    ).toBe(403);
    expect(
      (await client.ask('POST', 'account/tokens', { body: { label: 'x' }, headers: { 'sec-fetch-site': 'same-site' } }))
        .status,
    ).toBe(403);
    expect(
      (await client.ask('POST', 'account/tokens', { body: { label: 'x' }, headers: { origin: api.url } })).status,
    ).toBe(201);
  });

  it('ends when signed out', async () => {
    const { client } = await signedIn();
    const secret = client.cookie('ledger_session');
    expect((await client.ask('DELETE', 'session')).status).toBe(204);
    expect(client.cookie('ledger_session')).toBeUndefined();
    client.setCookie('ledger_session', secret);
    expect((await client.get('session')).status).toBe(401);
  });

  it('ends with all others when signed out everywhere', async () => {
    const { client, name, password } = await signedIn();
    const other = api.nobody();
    await other.post('session', { name, password });
    expect((await client.ask('DELETE', 'sessions')).status).toBe(204);
    expect((await other.get('session')).status).toBe(401);
  });

  it('stays, and the others end, when the password is changed', async () => {
    const { client, name, password } = await signedIn();
    const other = api.nobody();
    await other.post('session', { name, password });
    const next = 'lichens on a north wall';
    const change = (body: object) => client.ask('PUT', 'account/password', { body });
    expect(await change({ current: 'a wrong one here', next })).toMatchObject({ status: 401 });
    expect(await change({ current: password, next: 'short' })).toMatchObject({
      status: 409,
      body: { code: 'PASSWORD_TOO_SHORT' },
    });
    expect((await change({ current: password, next })).status).toBe(204);
    expect((await client.get('session')).status).toBe(200);
    expect((await other.get('session')).status).toBe(401);
    expect((await api.nobody().post('session', { name, password })).status).toBe(401);
    expect((await api.nobody().post('session', { name, password: next })).status).toBe(200);
  });

  it('of a closed account ends', async () => {
    const { client, session } = await signedIn();
    const admin = await api.program('administrator');
    expect((await admin.post(`accounts/${session.body.account.id}/closure`, {})).status).toBe(200);
    expect((await client.get('session')).status).toBe(401);
  });
});

describe('A token', () => {
  it('lets a program in without cookies, until it is revoked', async () => {
    const { client } = await signedIn();
    const { body: token } = await tokens(client);
    const program = api.nobody().withHeaders({ authorization: `Bearer ${token.secret}` });
    expect((await program.get('collections')).status).toBe(200);
    expect((await client.get('account/tokens')).body.items).toEqual([
      expect.objectContaining({ tokenId: token.tokenId, label: 'Label printer' }),
    ]);
    expect((await client.ask('DELETE', `account/tokens/${token.tokenId}`)).status).toBe(204);
    expect(await program.get('collections')).toMatchObject({ status: 401, body: { code: 'NOT_SIGNED_IN' } });
    expect((await client.ask('DELETE', `account/tokens/${token.tokenId}`)).status).toBe(404);
  });

  it('makes no further tokens and no new password', async () => {
    const program = await api.program('curator');
    expect((await tokens(program)).status).toBe(403);
    const body = { current: 'x', next: 'y' };
    expect((await program.ask('PUT', 'account/password', { body })).status).toBe(403);
  });

  it.each(['Bearer', 'Bearer nonsense', 'Basic YTpi', 'Bearer cltk_' + 'x'.repeat(43)])(
    'like %s lets nobody in',
    async (authorization) => {
      expect((await api.nobody().withHeaders({ authorization }).get('session')).status).toBe(401);
    },
  );
});

describe('The security log', () => {
  it('tells an auditor who came in and who failed to, and nobody else', async () => {
    const auditor = await api.program('auditor');
    const { body } = await auditor.get('security-log?limit=200');
    const told = body.items.map(({ what }: { what: string }) => what);
    expect(told).toEqual(
      expect.arrayContaining(['signed-in', 'sign-in-failed', 'sign-in-throttled', 'signed-out', 'token-made']),
    );
    const { body: page } = await auditor.get(`security-log?limit=2&before=${body.items[0].id}`);
    expect(page.items).toEqual(body.items.slice(1, 3));
    expect((await (await api.program('curator')).get('security-log')).status).toBe(403);
  });
});
