import { createHash } from 'node:crypto';
import { GOOD_PASSWORD } from '../../../infra/testing/accounts.js';
import { ApiAtHand } from '../../../infra/testing/api-at-hand.js';
import type { ApiClient } from '../../../infra/testing/api-client.js';

const TEXT = 'Hieracium sect. Alpina, Lule lappmark, 1907';
const digest = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

describe('Files over HTTP', () => {
  let api: ApiAtHand;
  let curator: ApiClient;
  beforeAll(async () => {
    api = await ApiAtHand.open({ longestUpload: 1_000 });
    curator = await api.program('curator');
  });
  afterAll(() => api.close());

  const upload = (body: string | Uint8Array, headers?: Record<string, string>) =>
    curator.ask('POST', 'files?name=label%20“1”.txt', { body, ...(headers && { headers }) });

  it('are known by their content: the same twice is one file', async () => {
    const told = { sha256: digest(TEXT), bytes: Buffer.byteLength(TEXT), name: 'label “1”.txt' };
    for (const type of ['text/plain', 'application/json', 'image/png'])
      expect(await upload(TEXT, { 'content-type': type })).toMatchObject({ status: 201, body: told });
  });

  it('are taken up to the size that is set, whether the client says the size or not', async () => {
    expect((await upload('x'.repeat(1_000))).status).toBe(201);
    expect((await upload('x'.repeat(1_001))).body).toMatchObject({ status: 413, code: 'TOO_LARGE' });
    const stream = new Blob(['y'.repeat(2_000)]).stream();
    const answer = await fetch(`${api.url}/api/v1/files`, {
      method: 'POST',
      headers: curator.sent,
      body: stream,
      duplex: 'half',
    });
    expect(answer.status).toBe(413);
    expect(await api.house.files.stat(digest('y'.repeat(2_000)))).toBeUndefined();
  });

  it('are taken from those who may import or attach media only', async () => {
    const viewer = await api.program('viewer');
    expect((await viewer.ask('POST', 'files', { body: TEXT })).status).toBe(403);
    expect((await api.nobody().ask('POST', 'files', { body: TEXT })).status).toBe(401);
  });

  describe('that are there', () => {
    const path = `files/${digest(TEXT)}`;
    beforeAll(async () => void (await upload(TEXT)));

    it('come back byte for byte, to be saved and never run', async () => {
      const { status, headers, text } = await curator.get(`${path}?name=a%22b%0d%0aé.html`);
      expect([status, text]).toEqual([200, TEXT]);
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain('sandbox');
      expect(headers.get('content-disposition')).toBe(
        `attachment; filename="a_b___.html"; filename*=UTF-8''a%22b%0D%0A%C3%A9.html`,
      );
    });

    it.each([
      ['bytes=0-8', 206, TEXT.slice(0, 9), `bytes 0-8/${TEXT.length}`],
      ['bytes=10-', 206, TEXT.slice(10), `bytes 10-${TEXT.length - 1}/${TEXT.length}`],
      ['bytes=-4', 206, '1907', `bytes ${TEXT.length - 4}-${TEXT.length - 1}/${TEXT.length}`],
      ['bytes=5-999999', 206, TEXT.slice(5), `bytes 5-${TEXT.length - 1}/${TEXT.length}`],
      ['bytes=0-1,4-5', 200, TEXT, null],
      ['lines=1-2', 200, TEXT, null],
    ])('answer the range %s with %d', async (range, status, text, said) => {
      const answer = await curator.get(path, { range });
      expect([answer.status, answer.text, answer.headers.get('content-range')]).toEqual([status, text, said]);
    });

    it('refuse a range past their end', async () => {
      const { body } = await curator.get(path, { range: `bytes=${TEXT.length}-` });
      expect(body).toMatchObject({ status: 416, details: { bytes: TEXT.length } });
    });

    it('are not sent again to whoever has them', async () => {
      const { headers } = await curator.get(path);
      const again = await curator.get(path, { 'if-none-match': headers.get('etag')! });
      expect([again.status, again.text]).toEqual([304, '']);
    });

    it('are shown as pictures only when their own bytes say so', async () => {
      const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
      const script = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
      for (const [content, type, how] of [
        [png, 'image/png', 'inline'],
        [script, 'application/octet-stream', 'attachment'],
      ] as const) {
        await upload(content, { 'content-type': 'image/png' });
        const { headers } = await curator.get(`files/${digest(content)}`);
        expect([headers.get('content-type'), headers.get('content-disposition')!.split(';')[0]]).toEqual([type, how]);
      }
    });
  });

  describe('in the security log', () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d4948445200', 'hex');
    const path = `files/${digest(png)}`;
    const downloads = async (): Promise<number> => {
      const lines = await api.accounts.log.read({ limit: 200 });
      return lines.filter(({ what, about }) => what === 'file-downloaded' && about === digest(png)).length;
    };
    let browser: ApiClient;
    beforeAll(async () => {
      await upload(png);
      const { name } = await api.account('viewer');
      browser = api.nobody();
      await browser.post('session', { name, password: GOOD_PASSWORD });
    });

    it.each([
      ['a picture in a page', { 'sec-fetch-dest': 'image' }],
      ['a picture in a page over plain http', { accept: 'image/avif,image/webp,image/*,*/*;q=0.8' }],
    ])('are no download as %s', async (_how, headers) => {
      const before = await downloads();
      expect((await browser.get(path, headers)).status).toBe(200);
      expect(await downloads()).toBe(before);
    });

    it.each([
      ['opened by themselves', () => browser, { 'sec-fetch-dest': 'document', accept: 'image/png' }],
      ['opened by themselves over plain http', () => browser, { accept: 'text/html,image/avif,*/*;q=0.8' }],
      ['asked for in parts', () => browser, { range: 'bytes=0-' }],
      ['asked for with a token', () => curator, { 'sec-fetch-dest': 'image', accept: 'image/*' }],
    ])('are a download when they are %s', async (_how, who, headers) => {
      const before = await downloads();
      expect((await who().get(path, headers)).text).not.toBe('');
      expect(await downloads()).toBe(before + 1);
    });

    it('are a download wherever they are no picture', async () => {
      const { headers } = await browser.get(`files/${digest(TEXT)}`, { 'sec-fetch-dest': 'image' });
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect((await api.accounts.log.read({ limit: 1 }))[0]).toMatchObject({
        what: 'file-downloaded',
        about: digest(TEXT),
      });
    });
  });

  it('that are not there are not found', async () => {
    for (const name of ['ab'.repeat(32), 'nonsense', '..%2f..%2fledger.db'])
      expect((await curator.get(`files/${name}`)).status).toBe(404);
  });

  it('must be there before a specimen shows them', async () => {
    const collectionId = await api.collection('MEDIA');
    const { body: sheet } = await curator.post('specimens', { collectionId, terms: { catalogNumber: 'M-1' } });
    const attach = (sha256: string) =>
      curator.post(`specimens/${sheet.id}/media`, { media: [{ terms: { type: 'StillImage' }, sha256 }] });
    const { body } = await attach('ab'.repeat(32));
    expect(body).toMatchObject({
      status: 409,
      code: 'FILE_MISSING',
      detail: expect.stringContaining('upload it first'),
    });
    expect(await api.house.ledger.readStream(`specimen-${sheet.id}`)).toHaveLength(1);
    expect((await attach(digest(TEXT))).status).toBe(201);
  });
});
