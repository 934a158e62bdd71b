import { ApiAtHand } from '../../../infra/testing/api-at-hand.js';
import type { ApiClient } from '../../../infra/testing/api-client.js';

jest.setTimeout(60_000);
let api: ApiAtHand;
let odile: ApiClient;
let vera: ApiClient;
beforeAll(async () => {
  api = await ApiAtHand.open();
  odile = await api.program('curator');
  vera = await api.program('viewer');
});
afterAll(() => api.close());

const listed = async (client: ApiClient, position: string): Promise<unknown[]> =>
  (await client.get(`saved-searches?atLeast=${position}`)).body.items.map(
    ({ name, search, own, shared }: Record<string, unknown>) => [name, search, own, shared],
  );

describe('Saved searches', () => {
  it('are one’s own until they are shared, and change by their owner only', async () => {
    const sedges = { name: 'Sedges', search: 'family=Cyperaceae', shared: false };
    const { status, body } = await odile.post('saved-searches', sedges);
    expect(status).toBe(201);
    expect(await listed(odile, body.position)).toEqual([['Sedges', 'family=Cyperaceae', true, false]]);
    expect(await listed(vera, body.position)).toEqual([]);
    const change = (client: ApiClient, what: string, to: object) =>
      client.post(`saved-searches/${body.id}/${what}`, to);
    expect((await change(vera, 'sharing', { shared: true })).status).toBe(404);
    await change(odile, 'sharing', { shared: true });
    await change(odile, 'renaming', { name: 'All sedges' });
    const { position } = (await change(odile, 'change', { search: 'order=Poales' })).body;
    expect(await listed(vera, position)).toEqual([['All sedges', 'order=Poales', false, true]]);
    const gone = await change(odile, 'discarding', {});
    expect(await listed(odile, gone.body.position)).toEqual([]);
    expect((await change(odile, 'renaming', { name: 'Again' })).body).toMatchObject({ code: 'SAVED_SEARCH_DISCARDED' });
  });

  it('belong to whoever sends them, whatever the body says', async () => {
    const { status } = await odile.post('saved-searches', {
      name: 'x',
      search: 'q=x',
      shared: true,
      ownerId: 'someone',
    });
    expect(status).toBe(201);
  });
});
