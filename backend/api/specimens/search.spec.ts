import { ApiAtHand } from '../../../infra/testing/api-at-hand.js';
import type { ApiClient } from '../../../infra/testing/api-client.js';

jest.setTimeout(60_000);
let api: ApiAtHand;
let viewer: ApiClient;
let position: string;
beforeAll(async () => {
  api = await ApiAtHand.open();
  const collectionId = await api.collection();
  viewer = await api.program('viewer');
  const curator = await api.program('curator');
  for (let number = 0; number < 30; number++) {
    const terms = {
      catalogNumber: `QFA ${number % 10}-${number}`,
      country: number % 3 ? 'Canada' : 'Brasil',
      ...(number < 20 && { locality: number % 2 ? 'Mont-Saint-Hilaire, versant sud' : 'Île aux Coudres' }),
      ...(number < 12 && { decimalLatitude: String(45 + number / 10), decimalLongitude: '-73.5' }),
    };
    position = (await curator.post('specimens', { collectionId, terms })).body.position;
  }
});
afterAll(() => api.close());
const isProblem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });

describe('A search', () => {
  it('goes on page by page to the end', async () => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await viewer.get(`specimens?limit=7&sort=-catalogNumber&atLeast=${position}${cursor}`);
      seen.push(...body.items.map((item: { id: string }) => item.id));
      if (body.next === undefined) break;
      cursor = `&cursor=${encodeURIComponent(body.next)}`;
    }
    const { body } = await viewer.get('specimens?limit=200&count=true');
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(body.total);
  });

  it.each([
    ['nonsense=1', 'nonsense'],
    ['year.from=abc', 'year.from'],
    ['eventDate=yesterday', 'eventDate'],
    ['bbox=1,2,3', 'bbox'],
    ['polygon=1,2;3,4', 'polygon'],
    ['polygon=1,2;3,4;5,95', 'polygon'],
    ['level=25', 'level'],
    ['where={', 'where'],
    ['where={"and":[{"family":"a","genus":"b"}]}', 'where'],
    ['where={"nonsense":"1"}', 'where'],
    ['year.contains=1', 'year.contains'],
    ['sort=nonsense', 'sort'],
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['family.constructor=1', 'family.constructor'],
    ['__proto__=1', '__proto__'],
    ['year.exists=maybe', 'year.exists'],
    ['cursor=nonsense', 'query'],
    ['atLeast=nonsense', 'atLeast'],
  ])('for %s says what is wrong', async (query, field) => {
    const answer = await viewer.get(`specimens${query.startsWith('level') ? '/cells' : ''}?${query}`);
    expect(answer).toMatchObject(isProblem(400, 'INVALID_REQUEST'));
    expect(answer.body.errors[0].field).toBe(field);
  });

  it('asked to wait for what never comes says when to ask again', async () => {
    const answer = await viewer.get(`specimens?atLeast=${'f'.repeat(16)}`);
    expect(answer).toMatchObject(isProblem(503, 'VIEW_BEHIND'));
    expect(answer.headers.get('retry-after')).toBe('1');
  });

  const total = async (query: Record<string, string>): Promise<number> =>
    (await viewer.get(`specimens?count=true&${new URLSearchParams(query).toString()}`)).body.total as number;

  it('takes groups of filters: and, or, not, parts of text, what is empty', async () => {
    expect(await total({ 'locality.contains': 'saint-hil' })).toBe(10);
    expect(await total({ 'locality.exists': 'false' })).toBe(10);
    expect(await total({ where: '{"or":[{"locality.contains":"COUDRES"},{"locality.exists":"false"}]}' })).toBe(20);
    expect(await total({ where: '{"and":[{"country":["Canada","Brasil"]},{"not":{"country":"Brasil"}}]}' })).toBe(20);
    expect(await total({ where: '{"not":{"or":[{"country":"Canada"},{"point.exists":"true"}]}}' })).toBe(6);
  });

  it('finds what lies in a polygon, and counts what lies where', async () => {
    const ring = '-74,45;-73,45;-73,45.5;-74,45.5';
    expect(await total({ polygon: ring })).toBe(5);
    const { body } = await viewer.get(`specimens/cells?level=10&polygon=${ring}`);
    expect(body.cells.reduce((sum: number, cell: { count: number }) => sum + cell.count, 0)).toBe(5);
    expect(body.cells[0]).toMatchObject({ longitude: -73.5, count: 4 });
  });

  it('counts values of columns', async () => {
    const { body } = await viewer.get(`specimens/facets?facets=country&atLeast=${position}`);
    expect(body.country).toEqual([
      { value: 'Canada', count: 20 },
      { value: 'Brasil', count: 10 },
    ]);
    const { body: not } = await viewer.get('specimens?country.not=Canada&count=true');
    expect(not.total).toBe(10);
  });
});
