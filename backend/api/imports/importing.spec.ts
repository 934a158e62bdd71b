import { randomUUID } from 'node:crypto';
import { ApiAtHand } from '../../../infra/testing/api-at-hand.js';
import type { ApiClient } from '../../../infra/testing/api-client.js';

const SHEETS =
  'occurrenceID,catalogNumber,scientificName,country\nocc-1,A-1,Poa annua,Norway\nocc-2,A-2,Poa alpina,Chile\n';

describe('Importing over HTTP', () => {
  let api: ApiAtHand;
  beforeAll(async () => (api = await ApiAtHand.open({ house: { tasks: 'inline' } })));
  afterAll(() => api.close());

  /** The jobs that a stream of server-sent events told, the last of which has ended. */
  const watched = async (client: ApiClient, jobId: string): Promise<{ status: string; result: never }[]> => {
    const { status, headers, text } = await client.get(`jobs/${jobId}/events`);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    return text
      .split('\n\n')
      .filter((event) => event.startsWith('event: job\ndata: '))
      .map((event) => JSON.parse(event.slice('event: job\ndata: '.length)) as { status: string; result: never });
  };
  const preview = async (client: ApiClient, csv: string, more: object = {}): Promise<string> => {
    const { body: file } = await client.ask('POST', 'files?name=sheets.csv', { body: csv });
    const { status, body } = await client.post('imports/previews', {
      file: { sha256: file.sha256, name: 'sheets.csv' },
      ...more,
    });
    expect(status).toBe(202);
    expect((await watched(client, body.jobId as string)).at(-1)).toMatchObject({ status: 'completed' });
    return body.jobId as string;
  };

  it('previews, imports, tells each step until the end, reports, and takes back', async () => {
    const collectionId = await api.collection();
    const curator = await api.program('curator', collectionId);
    const previewJobId = await preview(curator, SHEETS, { collectionId });
    const key = { 'idempotency-key': randomUUID() };
    const { status, body: ticket } = await curator.post('imports', { previewJobId }, key);
    expect(status).toBe(202);
    expect((await curator.post('imports', { previewJobId }, key)).body).toEqual(ticket);
    const { importId, jobId } = ticket as { importId: string; jobId: string };
    const told = await watched(curator, jobId);
    expect(told.at(-1)).toMatchObject({ status: 'completed', result: { counts: { rows: 2, new: 2 } } });
    const { position } = told.at(-1)!.result as { position: string };
    const found = await curator.get(`specimens?collectionId=${collectionId}&count=true&atLeast=${position}`);
    expect(found.body).toMatchObject({ total: 2 });
    expect((await curator.get(`imports/${importId}?atLeast=${position}`)).body).toMatchObject({ state: 'completed' });
    expect((await curator.get(`imports/${importId}/problems`)).body).toEqual({ items: [] });
    expect((await curator.get(`imports/${importId}/refused.csv`)).status).toBe(404);
    expect((await curator.ask('DELETE', `jobs/${jobId}`)).body).toMatchObject({ status: 409, code: 'JOB_ENDED' });
    const undo = await curator.post(`imports/${importId}/undo`, { note: 'Only a trial.' });
    expect((await watched(curator, undo.body.jobId as string)).at(-1)).toMatchObject({
      result: { undone: 2, kept: 0 },
    });
  });

  it('makes a collection for a file that none was chosen for, for a curator of all collections', async () => {
    const curator = await api.program('curator');
    const { status, body } = await curator.post('imports', { previewJobId: await preview(curator, SHEETS) });
    expect(status).toBe(202);
    expect((await watched(curator, body.jobId as string)).at(-1)).toMatchObject({ result: { counts: { new: 2 } } });
  });

  it('makes none for a curator of one collection, and says what to do', async () => {
    const curator = await api.program('curator', await api.collection('ONE'));
    const { body } = await curator.post('imports', { previewJobId: await preview(curator, SHEETS) });
    expect(body).toMatchObject({ status: 403, code: 'NOT_PERMITTED', detail: expect.stringContaining('choose one') });
  });

  it('gives the refused rows back, to be mended', async () => {
    const collectionId = await api.collection('TORN');
    const curator = await api.program('curator', collectionId);
    const previewJobId = await preview(curator, `${SHEETS}occ-3,A-3\n`, { collectionId });
    const { body } = await curator.post('imports', { previewJobId });
    await watched(curator, body.jobId as string);
    const head = await api.house.ledger.head();
    const shown = (await curator.get(`imports/${body.importId}?atLeast=${head}`)).body;
    const { headers, text } = await curator.get(`imports/${body.importId}/refused.csv`);
    expect([shown.counts.refused, headers.get('content-type')]).toEqual([1, 'text/csv; charset=utf-8']);
    expect(text).toContain('occ-3,A-3');
  });
});
