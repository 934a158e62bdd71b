import { ApiAtHand } from '../../../infra/testing/api-at-hand.js';
import type { ApiClient } from '../../../infra/testing/api-client.js';

describe('A specimen at a moment of its history', () => {
  let api: ApiAtHand;
  let curator: ApiClient;
  let id: string;
  let position: string;
  beforeAll(async () => {
    api = await ApiAtHand.open();
    const collectionId = await api.collection();
    curator = await api.program('curator');
    const entered = await curator.post('specimens', {
      collectionId,
      terms: { catalogNumber: 'QFA1', country: 'Acadie', locality: 'Oka' },
      identification: { terms: { scientificName: 'Carex umbellata' } },
    });
    id = entered.body.id;
    const corrections = { changes: [{ term: 'locality', was: 'Oka', now: 'Rigaud' }], reason: 'misread-label' };
    await curator.post(`specimens/${id}/corrections`, corrections, { 'if-match': '"1"' });
    const opinion = { terms: { scientificName: 'Carex rugosperma' }, accept: true };
    position = (await curator.post(`specimens/${id}/identifications`, opinion)).body.position;
  });
  afterAll(() => api.close());

  it('is read as it was after any of its events, by the same fold', async () => {
    const { body: now } = await curator.get(`specimens/${id}?atLeast=${position}`);
    const then = async (revision: number) => (await curator.get(`specimens/${id}?revision=${revision}`)).body;
    expect((await then(0)).identifications).toEqual([]);
    expect((await then(1)).terms.locality).toBe('Oka');
    expect(await then(2)).toMatchObject({ terms: { locality: 'Rigaud' }, revision: 2 });
    expect((await then(3)).acceptedIdentificationId).not.toBe(now.acceptedIdentificationId);
    expect(await then(4)).toEqual(now);
  });

  it('has no moment that has not come, and none that is no number', async () => {
    expect((await curator.get(`specimens/${id}?revision=5`)).status).toBe(404);
    expect((await curator.get(`specimens/${id}?revision=-1`)).status).toBe(400);
  });

  it('is hidden from whoever may not read its history', async () => {
    const stranger = await api.program('viewer', await api.collection('OTHER'));
    expect((await stranger.get(`specimens/${id}?revision=0`)).status).toBe(404);
  });

  it('has a doubt confirmed as on the label, by who may correct', async () => {
    const confirmation = { issue: 'COUNTRY_INVALID', values: { country: 'Acadie' } };
    const clerk = await api.program('data-entry');
    expect((await clerk.post(`specimens/${id}/findings`, confirmation)).status).toBe(403);
    const { status, body } = await curator.post(`specimens/${id}/findings`, confirmation);
    expect(status).toBe(200);
    const shown = await curator.get(`specimens/${id}?atLeast=${body.position}`);
    expect(shown.body.confirmedFindings).toEqual([expect.objectContaining({ ...confirmation, by: curator.accountId })]);
    expect((await curator.post(`specimens/${id}/findings`, confirmation)).body.events).toEqual([]);
  });
});
