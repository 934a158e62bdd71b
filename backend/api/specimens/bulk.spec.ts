import type { Job } from '#jobs/job-queue.js';
import { ApiAtHand } from '../../../infra/testing/api-at-hand.js';
import type { ApiClient } from '../../../infra/testing/api-client.js';

jest.setTimeout(120_000);
const SHEETS = 240;
let api: ApiAtHand;
let curator: ApiClient;
let ids: string[] = [];
let position: string;
beforeAll(async () => {
  api = await ApiAtHand.open({ house: { tasks: 'inline' } });
  const collectionId = await api.collection();
  curator = await api.program('curator');
  for (let at = 0; at < SHEETS; at += 20) {
    const some = Array.from({ length: 20 }, (_, index) =>
      curator.post('specimens', {
        collectionId,
        terms: {
          catalogNumber: `QFA${String(at + index).padStart(4, '0')}`,
          stateProvince: 'Quebec',
          country: 'Canada',
        },
        ...(index > 0 && { identification: { terms: { scientificName: 'Carex umbellata', genus: 'Carex' } } }),
      }),
    );
    for (const { body } of await Promise.all(some)) {
      ids.push(body.id as string);
      if (body.position > (position ?? '')) position = body.position as string;
    }
  }
  ids = ids.sort();
  await curator.get(`specimens/${ids[0]}?atLeast=${position}`);
  expect(await api.house.allReached(position, 20_000)).toBe(true);
});
afterAll(() => api.close());

async function ended(jobId: string): Promise<Job<unknown, Record<string, unknown>>> {
  for await (const job of api.house.jobs.watch(jobId, AbortSignal.timeout(60_000)))
    if (['completed', 'failed', 'cancelled'].includes(job.status)) return job as Job<unknown, Record<string, unknown>>;
  throw new Error('The job has not ended in a minute.');
}
async function preview(order: object, client = curator): Promise<{ jobId: string; counts: Record<string, number> }> {
  const { status, body } = await client.post('specimens/bulk/previews', order);
  expect(status).toBe(202);
  const { result } = await ended(body.jobId as string);
  return { jobId: body.jobId as string, counts: result?.['counts'] as Record<string, number> };
}
async function carryOut(previewJobId: string): Promise<{ bulkId: string; result: Record<string, unknown> }> {
  const { body } = await curator.post('specimens/bulk/acts', { previewJobId }, { 'idempotency-key': previewJobId });
  const { result } = await ended(body.jobId as string);
  await api.house.allReached((await api.house.ledger.head())!, 20_000);
  return { bulkId: body.bulkId as string, result: result! };
}
async function undo(bulkId: string): Promise<Record<string, unknown>> {
  const { body } = await curator.post(`specimens/bulk/acts/${bulkId}/undo`, {});
  const { result } = await ended(body.jobId as string);
  await api.house.allReached((await api.house.ledger.head())!, 20_000);
  return result!;
}
const identify = { terms: { scientificName: 'Carex rugosperma Mack.' }, identifiedBy: ['O. Marchand'], accept: true };
const total = async (query: string): Promise<number> => (await curator.get(`specimens?${query}&count=true`)).body.total;

describe('Many specimens at once', () => {
  it('are identified as one act and set back as one, but for those touched since', async () => {
    const { jobId, counts } = await preview({ selection: { ids: ids.slice(0, 200) }, identify });
    expect(counts).toEqual({ change: 200, same: 0, refused: 0 });
    const { body: lines } = await curator.get(`specimens/bulk/previews/${jobId}/lines?outcome=change`);
    expect([lines.items.length, lines.next]).toEqual([100, 100]);
    const { bulkId, result } = await carryOut(jobId);
    expect(result).toMatchObject({ done: 200, kept: 0 });
    expect(await total('scientificName=Carex rugosperma Mack.')).toBe(200);
    const events = (await curator.get(`specimens/${ids[0]}/history`)).body.events;
    expect(events.at(-1)).toMatchObject({ correlationId: bulkId, source: { ref: bulkId } });

    await curator.post(`specimens/${ids[7]}/measurements`, { measurements: [{ terms: { measurementValue: '4' } }] });
    expect(await undo(bulkId)).toMatchObject({ done: 199, kept: 1, keptIds: [ids[7]] });
    expect(await total('scientificName=Carex rugosperma Mack.')).toBe(1);
    expect(await undo(bulkId)).toMatchObject({ done: 199, kept: 1 });
    const { body } = await curator.get(`specimens/bulk/acts/${bulkId}`);
    expect(body).toMatchObject({ id: bulkId, by: 'The curator' });
  });

  it('are corrected where they say so, whatever search finds them', async () => {
    const changes = [{ term: 'stateProvince', where: 'contains', was: 'Quebec', now: 'Québec' }];
    const order = { selection: { search: 'country=Canada' }, correct: { changes, reason: 'data-cleaning' } };
    const { jobId, counts } = await preview(order);
    expect(counts).toEqual({ change: SHEETS, same: 0, refused: 0 });
    const { bulkId } = await carryOut(jobId);
    expect(await total('stateProvince=Québec')).toBe(SHEETS);
    expect((await preview(order)).counts).toEqual({ change: 0, same: SHEETS, refused: 0 });
    expect(await undo(bulkId)).toMatchObject({ done: SHEETS, kept: 0 });
    expect(await total('stateProvince=Quebec')).toBe(SHEETS);
  });

  it('leave alone what somebody changed between looking and doing, and do the rest once', async () => {
    const some = ids.slice(200, 210);
    const { jobId } = await preview({ selection: { ids: some }, identify: { ...identify, accept: false } });
    await curator.post(`specimens/${some[3]}/measurements`, { measurements: [{ terms: { measurementValue: '4' } }] });
    const { result } = await carryOut(jobId);
    expect(result).toMatchObject({ done: 9, kept: 1, keptIds: [some[3]] });
    expect((await carryOut(jobId)).result).toEqual(result);
  });

  it('are refused, each with why, to who may not', async () => {
    const clerk = await api.program('data-entry');
    const { counts } = await preview({ selection: { ids: ids.slice(0, 3) }, identify }, clerk);
    expect(counts).toEqual({ change: 0, same: 0, refused: 3 });
    const viewer = await api.program('viewer');
    const order = { selection: { ids: ids.slice(0, 3) }, identify };
    expect((await viewer.post('specimens/bulk/previews', order)).status).toBe(403);
  });

  it('cannot be given one number, nor be chosen in two ways', async () => {
    const correct = { changes: [{ term: 'catalogNumber', where: 'any', now: 'QFA1' }], reason: 'other' };
    expect((await curator.post('specimens/bulk/previews', { selection: { search: '' }, correct })).status).toBe(400);
    const both = { selection: { search: '', ids: [] }, identify };
    expect((await curator.post('specimens/bulk/previews', both)).status).toBe(400);
  });

  it('are shown to whoever asked for the preview only', async () => {
    const { jobId } = await preview({ selection: { ids: ids.slice(0, 2) }, identify });
    const other = await api.program('curator');
    expect((await other.get(`specimens/bulk/previews/${jobId}/lines`)).status).toBe(404);
    expect((await other.post('specimens/bulk/acts', { previewJobId: jobId })).status).toBe(404);
  });
});
