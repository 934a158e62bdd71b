import { randomUUID } from 'node:crypto';
import { importBatch } from '#domain/import-batch/import-batch.js';
import type { ImportReport } from '#projections/import-report/view.js';
import { ApiAtHand } from '../../../infra/testing/api-at-hand.js';
import type { ApiClient } from '../../../infra/testing/api-client.js';

describe('An import that waits to go on', () => {
  let api: ApiAtHand;
  let curator: ApiClient;
  let importId: string;
  let jobId: string;
  beforeEach(async () => {
    api = await ApiAtHand.open();
    curator = await api.program('curator');
    importId = randomUUID();
    jobId = (await api.house.jobs.enqueue('import-commit', { importId })).id;
    const file = { name: 'sheets.csv', sha256: 'ab'.repeat(32), bytes: 12 };
    const begin = {
      type: 'StartImport',
      collectionId: randomUUID(),
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
    expect((await curator.get(`imports/${importId}`)).body).toMatchObject({ id: importId, jobId });
    expect((await curator.get('imports')).body).toMatchObject({ items: [{ id: importId, jobId }] });
    await api.house.jobs.cancel(jobId);
    const { body } = await curator.get(`imports/${importId}`);
    expect(body).toMatchObject({ id: importId, state: 'started' });
    expect(body).not.toHaveProperty('jobId');
  });

  it('is recorded as cancelled when its job is', async () => {
    const { status } = await curator.ask('DELETE', `jobs/${jobId}`);
    expect(status).toBe(202);
    await seen();
    expect(await report()).toMatchObject({ state: 'cancelled', rowsDone: 0, cancelledBy: curator.accountId });
  });
});
