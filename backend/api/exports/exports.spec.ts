import { ApiAtHand } from '../../../infra/testing/api-at-hand.js';
import type { ApiClient } from '../../../infra/testing/api-client.js';

jest.setTimeout(60_000);
let api: ApiAtHand;
let herbarium: string;
let curator: ApiClient;
let keeper: ApiClient;
beforeAll(async () => {
  api = await ApiAtHand.open({ house: { tasks: 'inline' } });
  herbarium = await api.collection('HERB');
  const insects = await api.collection('ENT');
  curator = await api.program('curator');
  keeper = await api.program('viewer', herbarium);
  let position = '';
  for (const [collectionId, catalogNumber] of [
    [herbarium, 'H-1'],
    [herbarium, 'H-2'],
    [insects, 'E-1'],
  ])
    position = (await curator.post('specimens', { collectionId, terms: { catalogNumber, locality: '=1+1' } })).body
      .position;
  await curator.get(`specimens?atLeast=${position}`);
  await api.house.allReached(position, 20_000);
});
afterAll(() => api.close());

const isProblem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });
/** The job of an export, once it has ended. */
const ended = async (client: ApiClient, jobId: string): Promise<{ status: string; result: { specimens: number } }> => {
  const { text } = await client.get(`jobs/${jobId}/events`);
  return JSON.parse(text.trim().split('\ndata: ').at(-1)!) as never;
};
const asked = async (client: ApiClient, order: object): Promise<string> => {
  const { status, body } = await client.post('exports', order);
  expect([status, body.code]).toEqual([202, undefined]);
  return body.jobId as string;
};

describe('An export over HTTP', () => {
  it('holds what the search finds of what the account may see, and is its own', async () => {
    const order = {
      format: 'csv',
      search: 'locality.contains=1%2B1',
      sort: '-catalogNumber',
      columns: ['catalogNumber'],
    };
    const jobId = await asked(keeper, order);
    expect(await ended(keeper, jobId)).toMatchObject({ status: 'completed', result: { specimens: 2 } });
    const file = await keeper.get(`exports/${jobId}/file`);
    expect([file.text, file.headers.get('content-type')]).toEqual([
      'catalogNumber\nH-2\nH-1\n',
      'text/csv; charset=utf-8',
    ]);
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="specimens-\d{4}-\d\d-\d\d\.csv"$/);
    expect(await curator.get(`exports/${jobId}/file`)).toMatchObject(isProblem(404, 'NOT_FOUND'));
    expect(await curator.get(`jobs/${jobId}`)).toMatchObject(isProblem(404, 'NOT_FOUND'));
  });

  it('holds chosen specimens, but for those that are not shown', async () => {
    const { body } = await curator.get('specimens?sort=catalogNumber');
    const ids = body.items.map(({ id }: { id: string }) => id);
    const jobId = await asked(keeper, { format: 'dwca', ids });
    expect(await ended(keeper, jobId)).toMatchObject({ result: { specimens: 2 } });
    expect((await keeper.get(`exports/${jobId}/file`)).headers.get('content-type')).toBe('application/zip');
  });

  it('is written to the security log, with the download', async () => {
    const auditor = await api.program('auditor');
    const { body } = await auditor.get('security-log?limit=20');
    const lines = body.items.map(({ what, about }: { what: string; about?: string }) => `${what} ${about}`);
    expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(/^exported csv, 2 specimens/)]));
    expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(/^file-downloaded [0-9a-f]{64}$/)]));
  });

  it('is refused where it says nothing that can be done, or nobody may', async () => {
    const nobody = await api.program('public');
    expect(await nobody.post('exports', { format: 'csv' })).toMatchObject(isProblem(403, 'NOT_PERMITTED'));
    for (const order of [
      { format: 'xls' },
      { format: 'csv', columns: ['nonsense'] },
      { format: 'csv', search: 'nonsense=1' },
    ])
      expect(await keeper.post('exports', order)).toMatchObject(isProblem(400, 'INVALID_REQUEST'));
  });
});
