import { ApiAtHand } from '../../../infra/testing/api-at-hand.js';
import type { ApiClient } from '../../../infra/testing/api-client.js';

interface Line {
  readonly type: string;
  readonly actorName: string;
  readonly [member: string]: unknown;
}

describe('The auditor’s desk over HTTP', () => {
  let api: ApiAtHand;
  let auditor: ApiClient;
  let curator: ApiClient;
  let other: ApiClient;
  let collectionId: string;
  let type: string;
  let plain: string;
  let oak: string;
  beforeAll(async () => {
    api = await ApiAtHand.open();
    collectionId = await api.collection();
    [auditor, curator, other] = [
      await api.program('auditor'),
      await api.program('curator'),
      await api.program('curator'),
    ];
    type = await enter('QFA1', { scientificName: 'Carex oakesiana L.', typeStatus: 'holotype' });
    plain = await enter('QFA2', { scientificName: 'Carex alba Scop.' });
    const correct = async (id: string, note: string) =>
      act(curator, `specimens/${id}/corrections`, {
        changes: [{ term: 'locality', was: 'Oka', now: 'Rigaud' }],
        reason: 'misread-label',
        note,
      });
    await correct(type, 'Seen under the lens, at the third attempt.');
    await correct(plain, 'A slip.');
    const opinion = await act(other, `specimens/${plain}/identifications`, {
      terms: { scientificName: 'Carex nigra (L.) Reichard' },
      identifiedBy: ['Anne Roy'],
      basedOn: 'photograph of 1931',
    });
    oak = opinion.identificationId as string;
    await act(curator, `specimens/${plain}/identifications/${oak}/acceptance`, {});
    await act(other, `specimens/${plain}/identifications/${oak}/verification`, { verifiedBy: ['Anne Roy'] });
    const last = await act(other, `specimens/${type}/release`, {});
    await api.house.allReached(last.position as string, 20_000);
  });
  afterAll(() => api.close());

  const act = async (client: ApiClient, path: string, body: object): Promise<Record<string, unknown>> => {
    const id = path.split('/')[1] as string;
    const seen = path.includes('corrections') && (await client.get(`specimens/${id}`)).headers.get('etag');
    const answer = await client.post(path, body, seen ? { 'if-match': seen } : {});
    if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
    await api.house.allReached(answer.body.position as string, 20_000);
    return answer.body as Record<string, unknown>;
  };
  const enter = async (catalogNumber: string, identification: object): Promise<string> =>
    (
      await act(curator, 'specimens', {
        collectionId,
        terms: { catalogNumber, locality: 'Oka' },
        identification: { terms: identification },
      })
    )['id'] as string;
  const lines = async (query: string, client = auditor): Promise<readonly Line[]> => {
    const { status, body, text } = await client.get(`audit${query}`);
    if (status !== 200) throw new Error(`${query}: ${text}`);
    return body.items as readonly Line[];
  };

  it.each([
    ['person and kind of event', () => `?actorId=${curator.accountId}&type=SpecimenCorrected`, 2],
    ['reason', () => '?reason=misread-label', 2],
    ['record', () => '?catalogNumber=qfa1&type=SpecimenCorrected', 1],
    ['words of the explanation', () => '?q=lens third', 1],
    ['ground', () => '?basis=photograph of 1931', 1],
    ['beginning of the ground', () => '?basis.prefix=photo', 1],
    ['a period that has passed', () => '?type=SpecimenCorrected&to=2001-12-31', 0],
    ['a number that nothing has', () => '?catalogNumber=QFA999', 0],
  ])('finds lines by %s', async (_by, query, count) => {
    expect(await lines(query())).toHaveLength(count);
  });

  it('tells each line with names for ids, with before and after, and the whole explanation', async () => {
    const [corrected] = await lines('?catalogNumber=QFA1&type=SpecimenCorrected&count=true');
    expect(corrected).toMatchObject({
      actorName: 'The curator',
      about: { catalogNumber: 'QFA1', scientificName: 'Carex oakesiana L.', collectionId },
      changes: [{ term: 'locality', was: 'Oka', now: 'Rigaud' }],
      note: 'Seen under the lens, at the third attempt.',
    });
    const [accepted] = await lines('?type=IdentificationAccepted');
    expect(Object.values(accepted!['names'] as object).sort()).toEqual([
      'Carex alba Scop.',
      'Carex nigra (L.) Reichard',
    ]);
    const [granted] = await lines(`?type=AccountRoleGranted&subject=${curator.accountId}`);
    expect(granted).toMatchObject({ about: { name: 'The curator' }, facts: { grantedRole: 'curator' } });
  });

  it('reports corrections of accepted identifications and of types, and no others', async () => {
    const found = await lines('/corrections');
    expect(
      found.map(({ type: event, about, ofAccepted, typeStatus }) => [event, (about as Line)['catalogNumber'], ofAccepted, typeStatus]), // prettier-ignore
    ).toEqual([
      ['IdentificationAccepted', 'QFA2', true, []],
      ['SpecimenCorrected', 'QFA1', false, ['holotype']],
    ]);
  });

  it('reports who signed off their own work', async () => {
    const found = await lines('/own-work');
    expect(found.map(({ ownWork, actorId }) => [ownWork, actorId])).toEqual([
      ['verified-own-identification', other.accountId],
    ]);
  });

  it('reports who did what, per month, and refuses a period that is none', async () => {
    const [correction] = await lines('?type=SpecimenCorrected');
    const month = (correction!['at'] as string).slice(0, 7);
    const { body } = await auditor.get(`audit/activity?to=${month}`);
    expect(body.months).toHaveLength(12);
    expect(body.months.at(-1)).toBe(month);
    const mine = body.people.find(({ actorId }: Line) => actorId === curator.accountId);
    expect(mine).toMatchObject({ actorName: 'The curator' });
    const kind = mine.kinds.find(({ type: event }: Line) => event === 'SpecimenCorrected');
    expect([kind.total, kind.perMonth.at(-1)]).toEqual([2, 2]);
    const { body: counted } = await auditor.get(`audit?actorId=${curator.accountId}&from=${month}-01&count=true`);
    expect(counted.total).toBe(mine.total);
    const wrong = await auditor.get('audit/activity?from=2026-05&to=2026-04');
    expect([wrong.status, wrong.body.errors[0].field]).toEqual([400, 'from']);
  });

  it('exports what was found as CSV for spreadsheets and as JSON lines, and the security log says so', async () => {
    await act(curator, `specimens/${plain}/corrections`, {
      changes: [{ term: 'habitat', now: '=1+1' }],
      reason: 'other',
      note: '=HYPERLINK("http://evil.example")',
    });
    const csv = await auditor.get(`audit/export?format=csv&actorId=${curator.accountId}&type=SpecimenCorrected`);
    expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-lines-\d{4}-\d\d-\d\d.csv"$/);
    const [head, ...rows] = csv.text.split('\r\n').filter((row) => row !== '');
    expect(head!.replace('\uFEFF', '').split(',').slice(0, 5)).toEqual(['at', 'actor', 'role', 'via', 'event']);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toContain('locality: Oka → Rigaud');
    expect(csv.text).toContain(`'=HYPERLINK`);
    const json = await auditor.get(`audit/export?format=jsonl&what=corrections`);
    const told = json.text.trim().split('\n').map((line) => JSON.parse(line) as Line); // prettier-ignore
    expect(told.map(({ type: event }) => event)).toEqual(['SpecimenCorrected', 'IdentificationAccepted']);
    const { body: log } = await auditor.get('security-log?limit=2');
    expect(log.items[0]).toMatchObject({ what: 'exported', accountId: auditor.accountId });
    expect(log.items[0].about).toContain('corrections as jsonl');
    expect(log.items[1].about).toContain(`actorId=${curator.accountId}`);
  });

  it.each(['what=everything', 'format=xlsx', 'from=yesterday', 'nonsense=1'])(
    'refuses an export that asks for %s, and logs nothing',
    async (query) => {
      const { body: before } = await auditor.get('security-log?limit=1');
      expect((await auditor.get(`audit/export?${query}`)).status).toBe(400);
      expect((await auditor.get('security-log?limit=1')).body.items[0].id).toBe(before.items[0].id);
    },
  );

  it('is read by whoever audits one collection as far as that collection goes', async () => {
    const elsewhere = await api.collection('OTHER');
    const here = await api.program('auditor', collectionId);
    const there = await api.program('auditor', elsewhere);
    expect((await lines('?type=SpecimenCorrected', here)).length).toBeGreaterThanOrEqual(2);
    expect(await lines('?type=SpecimenCorrected', there)).toEqual([]);
    expect(await lines('/corrections', here)).toHaveLength(2);
    expect((await there.get('audit/activity')).status).toBe(403);
    expect((await lines('', there)).map(({ type: event }) => event)).toEqual([
      'AccountRoleGranted',
      'CollectionEstablished',
    ]);
  });

  it('is no place for those who only look things up, and an auditor changes nothing', async () => {
    const viewer = await api.program('viewer');
    for (const path of ['audit', 'audit/people', 'audit/corrections', 'audit/activity', 'audit/export'])
      expect((await viewer.get(path)).status).toBe(403);
    expect((await auditor.post(`specimens/${plain}/release`, {})).status).toBe(403);
    expect((await auditor.post('specimens', { collectionId, terms: {} })).status).toBe(403);
  });
});
