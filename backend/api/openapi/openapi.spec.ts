import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020 as Ajv } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { ApiAtHand } from '../../../infra/testing/api-at-hand.js';
import type { ApiClient } from '../../../infra/testing/api-client.js';
import { naughtyStrings } from '../../../infra/testing/naughty-strings.js';
import { PREFIX } from '../prefix.js';
import { apiDocuments } from './documents.js';
import { answerSchemas, documentedRoutes, openApiDocument, type DocumentedRoute } from './document.js';

jest.setTimeout(120_000);
const root = resolve(__dirname, '../../..');
const routes = documentedRoutes(PREFIX);
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- walked as JSON
const paths = (openApiDocument(PREFIX) as any).paths;
const ajv = new Ajv({ strict: false, validateFormats: false });
for (const [name, schema] of Object.entries(answerSchemas(PREFIX)))
  ajv.addSchema(schema, `#/components/schemas/${name}`);

let api: ApiAtHand;
let collectionId: string;
let specimenId: string;
let clients: Record<string, ApiClient>;
beforeAll(async () => {
  api = await ApiAtHand.open();
  collectionId = await api.collection();
  clients = {
    curator: await api.program('curator'),
    administrator: await api.program('administrator'),
    manager: await api.program('collection-manager'),
  };
  const body = { collectionId, terms: { catalogNumber: 'QFA1', locality: 'Oka' } };
  const { id, position } = (await clients['curator']!.post('specimens', body)).body;
  specimenId = id;
  await api.house.allReached(position, 20_000);
});
afterAll(() => api.close());

describe('The documentation', () => {
  it.each(Object.entries(apiDocuments()))('in infra/docs/%s is what the code says', (name, text) => {
    const file = readFileSync(join(root, 'infra/docs', name), 'utf8');
    if (file !== text)
      throw new Error(`${name} is older than the code: run "node infra/tools/api-docs.mjs" after a build.`);
  });

  it('has a schema and an example for every body, and the example fits', () => {
    for (const { path, contract } of routes.filter((route) => route.contract.body)) {
      const { schema, example } = paths[path][contract.method.toLowerCase()].requestBody.content['application/json'];
      const fits = ajv.compile(schema);
      expect([path, example !== undefined, fits(example), fits.errors]).toEqual([path, true, true, null]);
    }
  });

  it('says in words what every body and every member of it is, as the code does', () => {
    execFileSync(process.execPath, [join(root, 'infra/tools/class-comments.mjs'), '--check']);
    const silent: string[] = [];
    const look = ({ description, properties = {}, items }: Described, where: string): void => {
      if (description === undefined) silent.push(where);
      for (const [name, member] of Object.entries(properties)) look(member, `${where}.${name}`);
      if (items?.properties) look(items, `${where}[]`);
    };
    for (const { path, contract } of routes.filter((route) => route.contract.body))
      look(
        paths[path][contract.method.toLowerCase()].requestBody.content['application/json'].schema,
        contract.body!.name,
      );
    expect([...new Set(silent)]).toEqual([]);
  });

  it('has an example for every value of a query or a path', () => {
    for (const [path, operations] of Object.entries(paths))
      for (const [method, { parameters }] of Object.entries(operations as Record<string, { parameters: Named[] }>))
        for (const { name, example } of parameters)
          expect({ method, path, name, example }).not.toMatchObject({ example: undefined });
  });

  it('is served as a page without scripts inside, and as a document', async () => {
    const page = await api.nobody().get('/api/docs');
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/<script>(?!<)/);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect((await api.nobody().get('/api/docs/swagger-ui-bundle.js')).status).toBe(200);
    expect((await api.nobody().get('/api/docs/openapi.json')).body).toEqual(
      JSON.parse(JSON.stringify(openApiDocument(PREFIX))),
    );
    expect((await api.nobody().get('/api/docs/nonsense')).status).toBe(404);
  });

  it('leaves the compiled domain without Nest', () => {
    const domain = join(root, 'dist/server/backend/domain');
    if (!existsSync(domain)) throw new Error('Nothing is built: run "npm run build:backend" first.');
    const files = readdirSync(domain, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) expect(readFileSync(join(domain, file), 'utf8')).not.toContain('@nestjs');
  });
});

describe('Every route', () => {
  const reading = routes.filter(
    ({ contract }) => contract.method === 'GET' && contract.answer && !answerOf(contract).includes('/'),
  );

  it.each(reading.map((route) => [route.path, route] as const))(
    'GET %s answers as documented',
    async (_path, route) => {
      const query = route.path.endsWith('facets')
        ? '?facets=family'
        : route.path.endsWith('lookup')
          ? '?catalogNumber=QFA1'
          : '';
      // Nobody may read everything: the first who may read this does.
      let answer = await clients['administrator']!.get(addressOf(route, known(route)) + query);
      for (const other of ['manager', 'curator'])
        if (answer.status === 403) answer = await clients[other]!.get(addressOf(route, known(route)) + query);
      if (answer.status === 404 && /jobs|imports|bulk/.test(route.path))
        return expect(answer.body.code).toBe('NOT_FOUND');
      const name = /session$/.test(route.path) ? 'Session' : answerOf(route.contract);
      const fits = ajv.compile({ $ref: `#/components/schemas/${name}` });
      expect([answer.status, fits(answer.body), fits.errors]).toEqual([200, true, null]);
    },
  );

  it('needs an account, unless it says that it is open', async () => {
    for (const route of routes.filter(({ contract }) => !contract.open)) {
      const answer = await api.nobody().ask(route.contract.method, addressOf(route, known(route)));
      expect([route.path, answer.status]).toEqual([route.path, 401]);
    }
  });
});

describe('Requests made from the documentation', () => {
  const asked = routes.filter(
    ({ path }) => !/\/session$|\/sessions$|password$|closure|role-withdrawals|\/roles|events$/.test(path),
  );

  it('with what fits, what does not, and what is meant ill never meet an error of ours', async () => {
    const seen = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...asked).chain(requestTo),
        fc.constantFrom('curator', 'administrator'),
        async (request, who) => {
          const { route, ids, query, body, headers } = request;
          const path = addressOf(route, ids) + (query === '' ? '' : `?${query}`);
          const { status, text } = await clients[who]!.ask(route.contract.method, path, { body, headers });
          seen.set(status, (seen.get(status) ?? 0) + 1);
          if (status >= 500 && !/VIEW_BEHIND/.test(text))
            throw new Error(`${route.contract.method} ${path} ${JSON.stringify(body)}: ${status} ${text}`);
        },
      ),
      { numRuns: 800 },
    );
    // The requests are worth something only if some are accepted and some refused.
    expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 201, 400, 403, 404]));
  });

  it.each([
    ['broken JSON', '{"changes": [', 'application/json', 400, 'MALFORMED_BODY'],
    ['a list', '[]', 'application/json', 400, 'MALFORMED_BODY'],
    [
      'bytes that are no UTF-8',
      new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]),
      'application/json',
      400,
      'MALFORMED_BODY',
    ],
    ['a prototype', '{"__proto__": {"admin": true}}', 'application/json', 400, 'INVALID_REQUEST'],
    ['a constructor', '{"constructor": {"prototype": {}}}', 'application/json', 400, 'INVALID_REQUEST'],
    ['half a character', '{"note": "\\ud800"}', 'application/json', 400, 'INVALID_REQUEST'],
    ['a deep nest', '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000), 'application/json', 400, 'MALFORMED_BODY'],
    ['a form', 'note=x', 'application/x-www-form-urlencoded', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['another charset', '{}', 'application/json; charset=latin1', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a book', JSON.stringify({ note: 'x'.repeat(1_100_000) }), 'application/json', 413, 'TOO_LARGE'],
  ])('as %s are refused in words', async (_what, body, type, status, code) => {
    const answer = await clients['curator']!.ask('POST', `specimens/${specimenId}/release`, {
      body,
      headers: { 'content-type': type },
    });
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it.each(['/api/v1/specimens/%ff', '/api/v1/%00', '/%zz', '/api/v1/specimens/%c0%ae'])(
    'to %s are refused in words',
    async (path) => {
      expect(await api.nobody().get(path)).toMatchObject({ status: 400, body: { code: 'MALFORMED_URL' } });
    },
  );

  it.each(['/api/v1/nonsense', '/api/v2', '/health/nonsense', '/nonsense.js'])(
    'to %s, which is not there, are told so',
    async (path) => {
      expect(await api.nobody().get(path)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    },
  );

  it('under a name that this server does not have are refused', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) =>
      request(`${api.url}/health/live`, { headers: { host: 'evil.example' } }, (response) =>
        resolve(response.resume().statusCode),
      ).end(),
    );
    expect(status).toBe(403);
  });
});

function answerOf({ answer = '' }: DocumentedRoute['contract']): string {
  return typeof answer === 'string' ? answer : answer.name;
}

interface Described {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly items?: Described;
}
interface Named {
  readonly name: string;
  readonly example?: unknown;
}
interface Asked {
  readonly route: DocumentedRoute;
  readonly ids: readonly string[];
  readonly query: string;
  readonly body: unknown;
  readonly headers: Record<string, string>;
}

function requestTo(route: DocumentedRoute): fc.Arbitrary<Asked> {
  const { body, query = [] } = route.contract;
  const names = query.map(({ name }) => name).filter((name) => name !== 'atLeast');
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom(...naughtyStrings.slice(0, 60)),
    fc.constantFrom('1', 'true', '-80,45,-57,63', 'family', '*'),
  );
  return fc.record({
    route: fc.constant(route),
    ids: fc.oneof(
      { weight: 3, arbitrary: fc.constant(known(route)) },
      { weight: 1, arbitrary: fc.array(text.map(encode), { minLength: 3, maxLength: 3 }) },
    ),
    query:
      names.length === 0
        ? fc.constant('')
        : fc
            .array(fc.tuple(fc.constantFrom(...names), text), { maxLength: 3 })
            .map((pairs) =>
              new URLSearchParams(
                pairs.map(([name, value]) => [name, value.toWellFormed()] as [string, string]),
              ).toString(),
            ),
    body: body ? bodyFor(route) : fc.constant(undefined),
    headers: fc.record(
      {
        'if-match': fc.constantFrom('"0"', '"1"', 'x', '"999999999"'),
        'idempotency-key': fc.constantFrom('a', 'b', '{}'),
      },
      { requiredKeys: [] },
    ),
  });
}

function bodyFor({ path, contract }: DocumentedRoute): fc.Arbitrary<unknown> {
  const { schema, example } = paths[path][contract.method.toLowerCase()].requestBody.content['application/json'];
  const fits = { ...example, ...(example.collectionId && example.collectionId !== '*' && { collectionId }) };
  const members = Object.keys(schema.properties as object);
  const altered = fc
    .tuple(
      fc.constantFrom(...members, 'extra'),
      fc.oneof(fc.jsonValue(), fc.constantFrom(...naughtyStrings.slice(0, 40))),
    )
    .map(([name, value]) => ({ ...fits, [name]: value }));
  return fc.oneof(
    fc.constant(fits),
    altered,
    fc.jsonValue().map((value) => (value === null ? {} : value)),
  );
}

function known({ path }: DocumentedRoute): readonly string[] {
  const first = path.includes('collections/')
    ? collectionId
    : path.includes('accounts/')
      ? clients?.['curator']?.accountId
      : specimenId;
  return [first ?? 'x', '0d9c6e0c-6c63-5a4e-9d1d-0a3b5f0c7a11', 'x'];
}

function addressOf({ path }: DocumentedRoute, ids: readonly string[]): string {
  let index = 0;
  return path.replace(/\{\w+\}/g, () => ids[index++] || 'x');
}

function encode(text: string): string {
  const encoded = encodeURIComponent(text.toWellFormed());
  return encoded === '' || /^\.+$/.test(encoded) ? 'x' : encoded;
}
