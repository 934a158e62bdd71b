import { randomUUID } from 'node:crypto';
import { importBatch } from '#domain/import-batch/import-batch.js';
import type { ImportReport } from '#projections/import-report/view.js';
import { ApiAtHand } from '../../../infra/testing/api-at-hand.js';
import type { ApiClient } from '../../../infra/testing/api-client.js';

describe('An import that waits to go on', () => {
  let api: ApiAtHand;
  let curator: ApiClient;
  let importId: string;
  let collectionId: string;
  let jobId: string;
  beforeEach(async () => {
    api = await ApiAtHand.open();
    curator = await api.program('curator');
    [importId, collectionId] = [randomUUID(), randomUUID()];
    jobId = (await api.house.jobs.enqueue('import-commit', { importId, collectionId }, { id: importId })).id;
    const file = { name: 'sheets.csv', sha256: 'ab'.repeat(32), bytes: 12 };
    const begin = {
      type: 'StartImport',
      collectionId,
      file,
      mapping: [],
      options: { released: false },
    } as const;
    const actor = { id: randomUUID(), role: 'curator', via: 'session' } as const;
    const stamp = { commandId: randomUUID(), correlationId: importId, actor, source: { kind: 'ui' }, at: Date.now() };
    await api.house.handle(importBatch, importId, begin, stamp as never);
    await seen();
  });
  afterEach(() => api.close());

  const seen = async (): Promise<unknown> =>
    api.house.reached('import-report', (await api.house.ledger.head())!, 10_000);
  const report = async () => (await api.house.view<ImportReport>('import-report').get(importId))?.document;

  it('is shown with its job, alone and in the list, until that ends', async () => {
    expect((await curator.get(`imports/${importId}`)).body).toMatchObject({ id: importId, jobId, work: 'waiting' });
    expect((await curator.get('imports')).body).toMatchObject({ items: [{ id: importId, jobId, work: 'waiting' }] });
    await api.house.jobs.cancel(jobId);
    const { body } = await curator.get(`imports/${importId}`);
    expect(body).toMatchObject({ id: importId, state: 'started', work: 'lost' });
    expect(body).not.toHaveProperty('jobId');
  });

  it('is recorded as cancelled when its job is', async () => {
    const { status } = await curator.ask('DELETE', `jobs/${jobId}`);
    expect(status).toBe(202);
    await seen();
    expect(await report()).toMatchObject({ state: 'cancelled', rowsDone: 0, cancelledBy: curator.accountId });
  });

  it('whose job is gone is shown as lost, and can be cancelled all the same', async () => {
    await api.house.jobs.cancel(jobId);
    const { status, body } = await curator.post(`imports/${importId}/cancellation`, { note: 'The wrong file.' });
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ state: 'cancelled', cancelledBy: curator.accountId }),
    ]);
    expect((await curator.post(`imports/${importId}/cancellation`, {})).body).toMatchObject({ state: 'cancelled' });
    expect(await api.house.ledger.readStream(`import-${importId}`)).toHaveLength(2);
  });

  it('is cancelled with the import, when it waits', async () => {
    const { body } = await curator.post(`imports/${importId}/cancellation`, {});
    expect(body).toMatchObject({ state: 'cancelled', rowsDone: 0 });
    expect(await api.house.jobs.get(jobId)).toMatchObject({ status: 'cancelled' });
  });

  it('belongs to its collection: whoever may import elsewhere only can neither see its job nor stop it', async () => {
    const other = await api.program('curator', randomUUID());
    expect((await other.get(`jobs/${jobId}`)).status).toBe(404);
    expect((await other.ask('DELETE', `jobs/${jobId}`)).status).toBe(404);
    expect((await other.get(`jobs/${jobId}/events`)).status).toBe(404);
    expect((await other.post(`imports/${importId}/cancellation`, {})).status).toBe(404);
    const reader = await api.program('viewer', collectionId);
    expect((await reader.get(`jobs/${jobId}`)).body).toMatchObject({ id: jobId, status: 'waiting' });
    expect((await reader.ask('DELETE', `jobs/${jobId}`)).body).toMatchObject({ status: 403, code: 'NOT_PERMITTED' });
    expect((await reader.post(`imports/${importId}/cancellation`, {})).status).toBe(403);
    const own = await api.program('curator', collectionId);
    expect((await own.ask('DELETE', `jobs/${jobId}`)).status).toBe(202);
  });
});
