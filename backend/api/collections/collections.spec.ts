import { ApiAtHand } from '../../../infra/testing/api-at-hand.js';
import type { ApiClient } from '../../../infra/testing/api-client.js';

describe('Describing a collection over HTTP', () => {
  let api: ApiAtHand;
  let manager: ApiClient;
  let path: string;
  beforeAll(async () => (api = await ApiAtHand.open()));
  afterAll(() => api.close());
  beforeEach(async () => {
    const id = await api.collection('HERB');
    manager = await api.program('collection-manager', id);
    path = `collections/${id}`;
  });

  const patch = (client: ApiClient, body: object, revision?: string) =>
    client.ask('PATCH', path, { body, ...(revision !== undefined && { headers: { 'if-match': revision } }) });

  it('needs the revision that was seen, and takes nothing when it is another by now', async () => {
    expect((await patch(manager, { changes: { name: 'Herbier' } })).body).toMatchObject({
      status: 428,
      code: 'REVISION_REQUIRED',
    });
    const { headers } = await manager.get(path);
    const first = await patch(manager, { changes: { name: 'Herbier' } }, headers.get('etag')!);
    expect([first.status, first.headers.get('etag')]).toEqual([200, '"1"']);
    const stale = await patch(manager, { changes: { name: 'Herbarium' } }, headers.get('etag')!);
    expect(stale.body).toMatchObject({
      status: 412,
      details: { currentRevision: 1, changedBy: [{ type: 'CollectionDescribed', actorId: manager.accountId }] },
    });
    const { body } = await manager.get(`${path}?atLeast=${first.body.position}`);
    expect(body).toMatchObject({ name: 'Herbier', collectionCode: 'HERB' });
  });

  it('is for those who may: a curator sees it and is refused, a stranger does not find it', async () => {
    const curator = await api.program('curator', path.split('/')[1]);
    expect((await patch(curator, { changes: { name: 'Mine' } }, '"0"')).status).toBe(403);
    const stranger = await api.program('collection-manager', await api.collection('OTHER'));
    expect((await patch(stranger, { changes: { name: 'Mine' } }, '"0"')).status).toBe(404);
  });

  it('refuses what is no description', async () => {
    const { body } = await patch(manager, { changes: { name: 'Herbier', nonsense: 1 } }, '"0"');
    expect(body).toMatchObject({ status: 400, errors: [{ field: 'changes.nonsense', code: 'UNKNOWN_FIELD' }] });
  });
});
