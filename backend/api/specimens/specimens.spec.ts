import { randomUUID } from 'node:crypto';
import { ApiAtHand } from '../../../infra/testing/api-at-hand.js';
import type { Answer, ApiClient } from '../../../infra/testing/api-client.js';

jest.setTimeout(60_000);
let api: ApiAtHand;
let herbarium: string;
let other: string;
let curator: ApiClient;
let entry: ApiClient;
let viewer: ApiClient;
let serial = 0;

beforeAll(async () => {
  api = await ApiAtHand.open();
  herbarium = await api.collection('HERB');
  other = await api.collection('OTHER');
  curator = await api.program('curator', herbarium);
  entry = await api.program('data-entry', herbarium);
  viewer = await api.program('viewer', herbarium);
});
afterAll(() => api.close());

const number = () => `QFA${String(++serial).padStart(7, '0')}`;
async function enter(terms: object = {}, more: object = {}): Promise<{ id: string; position: string }> {
  const body = {
    collectionId: herbarium,
    terms: { catalogNumber: number(), locality: 'Mont Saint-Hilare', ...terms },
    ...more,
  };
  const { status, body: receipt } = await curator.post('specimens', body);
  expect(status).toBe(201);
  return receipt;
}
const CORRECTION = {
  changes: [{ term: 'locality', was: 'Mont Saint-Hilare', now: 'Mont Saint-Hilaire' }],
  reason: 'misread-label',
};
const correct = (id: string, headers: Record<string, string>, who = curator): Promise<Answer> =>
  who.post(`specimens/${id}/corrections`, CORRECTION, headers);
const isProblem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });

describe('A specimen', () => {
  it('is entered, and shown as soon as one waits for it', async () => {
    const { id, position } = await enter(
      {},
      { identification: { terms: { scientificName: 'Carex pensylvanica Lam.' } } },
    );
    const shown = await viewer.get(`specimens/${id}?atLeast=${position}`);
    expect(shown.headers.get('etag')).toBe('"1"');
    expect(shown.body).toMatchObject({ collectionId: herbarium, identifications: [{ status: 'accepted' }] });
    const found = await viewer.get(`specimens?q=hilare carex&collectionId=${herbarium}&count=true&atLeast=${position}`);
    expect(found.body.items.map((item: { id: string }) => item.id)).toContain(id);
  });

  it('keeps a number that another has from being entered', async () => {
    const catalogNumber = number();
    await enter({ catalogNumber });
    const again = await curator.post('specimens', { collectionId: herbarium, terms: { catalogNumber } });
    expect(again).toMatchObject(isProblem(409, 'CATALOG_NUMBER_TAKEN'));
  });

  it('is found by its number, however it is typed', async () => {
    const { id, position } = await enter({ catalogNumber: 'QFA Lookup 7' });
    for (const typed of ['QFA Lookup 7', 'qfa lookup 7']) {
      const { body } = await viewer.get(
        `specimens/lookup?catalogNumber=${encodeURIComponent(typed)}&atLeast=${position}`,
      );
      expect(body.items.map((item: { id: string }) => item.id)).toEqual([id]);
    }
    expect(await viewer.get('specimens/lookup')).toMatchObject(isProblem(400, 'INVALID_REQUEST'));
  });

  it('tells its whole history, with names and hashes', async () => {
    const { id } = await enter();
    await correct(id, { 'if-match': '"0"' });
    const { body } = await viewer.get(`specimens/${id}/history`);
    expect(body.events.map(({ type }: { type: string }) => type)).toEqual(['SpecimenAccessioned', 'SpecimenCorrected']);
    expect(body.events[1]).toMatchObject({ reason: 'misread-label', actor: { role: 'curator', name: 'The curator' } });
    expect(body.events[1].prev).toBe(body.events[0].leaf);
  });

  it('that nobody knows is not found, whatever is asked of it', async () => {
    for (const id of [randomUUID(), 'nonsense', '..', '%F0%9F%92%90']) {
      expect((await curator.get(`specimens/${id === '..' ? '%2e%2e' : id}/history`)).status).toBe(404);
      expect((await correct(id === '..' ? '%2e%2e' : id, { 'if-match': '"0"' })).status).toBe(404);
    }
  });
});

describe('A correction', () => {
  it('needs the revision that was seen', async () => {
    const { id } = await enter();
    expect(await correct(id, {})).toMatchObject(isProblem(428, 'REVISION_REQUIRED'));
    expect(await correct(id, { 'if-match': 'nonsense' })).toMatchObject(isProblem(400, 'INVALID_REQUEST'));
    const done = await correct(id, { 'if-match': '"0"' });
    expect(done).toMatchObject({ status: 200, body: { revision: 1, events: [{ type: 'SpecimenCorrected' }] } });
    expect(done.headers.get('etag')).toBe('"1"');
  });

  it('of an older revision is refused, and told who changed what meanwhile', async () => {
    const { id } = await enter();
    await correct(id, { 'if-match': '"0"' });
    const late = await curator.post(
      `specimens/${id}/corrections`,
      { changes: [{ term: 'county', now: 'Rouville' }], reason: 'new-evidence' },
      { 'if-match': '"0"' },
    );
    expect(late).toMatchObject(isProblem(412, 'STALE_REVISION'));
    expect(late.body.details).toEqual({
      currentRevision: 1,
      changedBy: [
        expect.objectContaining({ revision: 1, actorId: curator.accountId, actorName: 'The curator', ...CORRECTION }),
      ],
    });
  });

  it('has an entry for each field that is wrong', async () => {
    const { id } = await enter();
    const body = { changes: [{ term: 'nonsense' }, 7], reason: 'because', extra: true };
    const answer = await curator.post(`specimens/${id}/corrections`, body, { 'if-match': '"0"' });
    expect(answer).toMatchObject(isProblem(400, 'INVALID_REQUEST'));
    const fields = answer.body.errors.map(({ field }: { field: string }) => field);
    expect(fields).toEqual(expect.arrayContaining(['changes[0].term', 'reason', 'extra']));
  });
});

describe('The same Idempotency-Key', () => {
  it('answers the first receipt again, and records once', async () => {
    const { id } = await enter();
    const ask = () =>
      curator.post(
        `specimens/${id}/measurements`,
        { measurements: [{ terms: { measurementType: 'height' } }] },
        { 'idempotency-key': 'the same' },
      );
    const [first, second] = [await ask(), await ask()];
    expect(second).toMatchObject({ status: 201, body: { ...first.body, repeated: true } });
    expect((await viewer.get(`specimens/${id}/history`)).body.events).toHaveLength(2);
  });

  it('enters a specimen once, however often it is asked for', async () => {
    const body = { collectionId: herbarium, terms: { catalogNumber: number() } };
    const ask = () => curator.post('specimens', body, { 'idempotency-key': 'enter once' });
    const answers = [await ask(), await ask(), await ask()];
    expect(new Set(answers.map(({ body: receipt }) => receipt.id)).size).toBe(1);
  });

  it('is refused for another request', async () => {
    const { id } = await enter();
    const ask = (note: string) =>
      curator.post(`specimens/${id}/release`, { note }, { 'idempotency-key': 'used twice' });
    expect((await ask('one')).status).toBe(200);
    expect(await ask('another')).toMatchObject(isProblem(422, 'KEY_USED_FOR_ANOTHER'));
  });

  it.each(['', ' ', 'x'.repeat(201)])('is no key when it is %j', async (key) => {
    const { id } = await enter();
    expect((await curator.post(`specimens/${id}/release`, {}, { 'idempotency-key': key })).status).toBe(400);
  });
});

describe('A role', () => {
  it('is stamped on what it permits', async () => {
    const { id } = await enter();
    await entry.post(`specimens/${id}/identifications`, { terms: { scientificName: 'Carex' } });
    const { body } = await viewer.get(`specimens/${id}/history`);
    expect(body.events[1].actor).toMatchObject({ id: entry.accountId, role: 'data-entry', via: 'token' });
  });

  it('permits no more than its table says', async () => {
    const { id } = await enter();
    expect(await correct(id, { 'if-match': '"0"' }, entry)).toMatchObject(isProblem(403, 'NOT_PERMITTED'));
    expect(await viewer.post(`specimens/${id}/identifications`, { terms: { scientificName: 'Carex' } })).toMatchObject(
      isProblem(403, 'NOT_PERMITTED'),
    );
    const accepting = { terms: { scientificName: 'Carex' }, accept: true };
    expect((await entry.post(`specimens/${id}/identifications`, accepting)).status).toBe(403);
    const released = { collectionId: herbarium, terms: {}, released: true };
    expect((await entry.post('specimens', released)).status).toBe(403);
    expect((await curator.post('specimens', { collectionId: other, terms: {} })).status).toBe(403);
    expect((await curator.post('collections', { institutionCode: 'A', collectionCode: 'B', name: 'C' })).status).toBe(
      403,
    );
    expect((await curator.get('accounts')).status).toBe(403);
  });

  it('in one collection shows nothing of another', async () => {
    const { id, position } = await enter();
    const stranger = await api.program('curator', other);
    expect((await stranger.get(`specimens/${id}?atLeast=${position}`)).status).toBe(404);
    expect((await stranger.get(`specimens/${id}/history`)).status).toBe(404);
    expect((await correct(id, { 'if-match': '"0"' }, stranger)).status).toBe(404);
    expect((await stranger.get('specimens?count=true')).body).toMatchObject({ items: [], total: 0 });
    expect((await stranger.get('specimens/facets?facets=collectionId')).body.collectionId).toEqual([]);
    expect((await stranger.get('collections')).body.items.map((item: { id: string }) => item.id)).toEqual([other]);
    expect((await stranger.get(`collections/${herbarium}`)).status).toBe(404);
  });
});

describe('Everything that may be asked of a specimen', () => {
  it('can be asked in turn', async () => {
    const { id } = await enter();
    const post = async (path: string, body: object, status: number, headers?: Record<string, string>) => {
      const answer = await curator.post(`specimens/${id}/${path}`, body, headers);
      expect([path, answer.status, answer.body.detail]).toEqual([path, status, undefined]);
      return answer.body;
    };
    const { identificationId: first } = await post(
      'identifications',
      { terms: { scientificName: 'Aster novae-angliae', genus: 'Aster' } },
      201,
    );
    const { identificationId: second } = await post(
      'identifications',
      { terms: { scientificName: 'Aster' }, identifiedBy: ['A. Gray'] },
      201,
    );
    await post(`identifications/${second}/acceptance`, {}, 200);
    await post(`identifications/${first}/verification`, { verifiedBy: ['L. Brouillet'] }, 200);
    const { revision } = await post(`identifications/${first}/acceptance`, {}, 200);
    const renamed = { changes: [{ term: 'genus', was: 'Aster', now: 'Symphyotrichum' }], reason: 'nomenclature' };
    await post(`identifications/${first}/nomenclatural-update`, renamed, 200, { 'if-match': `"${revision}"` });
    await post(`identifications/${second}/withdrawal`, { reason: 'superseded' }, 200);
    const place = { decimalLatitude: '45.55', decimalLongitude: '-73.15' };
    await post('georeferences', { terms: place }, 201);
    const { events } = await post('georeferences', { terms: { ...place, geodeticDatum: 'WGS84' } }, 201);
    expect(events).toHaveLength(1);
    await post(
      'measurements',
      { measurements: [{ terms: { measurementType: 'height', measurementValue: '40' } }] },
      201,
    );
    await post('media', { media: [{ terms: { accessURI: 'https://example.org/1.jpg' } }] }, 201);
    await post('release', {}, 200);
    await post('withholding', { reason: 'sensitive-locality' }, 200);
    await post('void', { reason: 'entered-by-mistake' }, 200);
    await post('reinstatement', {}, 200);
    const { body: record } = await viewer.get(`specimens/${id}?atLeast=${(await post('release', {}, 200)).position}`);
    const [medium] = record.media;
    await post(`media/${medium.mediaId}/detachment`, {}, 200);
    await post(`georeferences/${record.georeferences[1].georeferenceId}/acceptance`, {}, 200);
  });

  it('refuses ids that only the server gives', async () => {
    const { id } = await enter();
    const answer = await curator.post(`specimens/${id}/identifications`, { terms: {}, identificationId: randomUUID() });
    expect(answer.body.errors).toEqual([expect.objectContaining({ field: 'identificationId', code: 'UNKNOWN_FIELD' })]);
  });
});
