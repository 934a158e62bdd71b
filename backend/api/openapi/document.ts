import { PATH_METADATA } from '@nestjs/common/constants.js';
import { CONTROLLERS } from '../controllers.js';
import { PROBLEMS, type ProblemCode } from '../problems/catalogue.js';
import { bodySchema } from './body-schema.js';
import { contractsOf, type NamedSchema, type QueryParameter, type RouteContract } from './route.js';
import { ref, type Schema } from './schema.js';
import { SCHEMAS } from './schemas.js';

/** One route as it is served, with its contract. */
export interface DocumentedRoute {
  /** As OpenAPI writes it: `/api/v1/specimens/{id}`. */
  readonly path: string;
  readonly contract: RouteContract;
  readonly tag: string;
}

/** A value of the address's path, with an example. */
const DIGEST = {
  schema: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
};
const ID = { schema: { type: 'string', format: 'uuid' }, example: '0d9c6e0c-6c63-5a4e-9d1d-0a3b5f0c7a11' };

const HEADERS = {
  idempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Any text up to 200 characters, new for each act: asking again with the same key records nothing twice and answers the same receipt.',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
    example: 'sheet 4711, first try',
  },
  ifMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'The revision that was seen, in quotes: the ETag of the record.',
    required: true,
    schema: { type: 'string', pattern: '^"\\d+"$' },
    example: '"3"',
  },
} as const;

/** Every route of every controller, in the order of the controllers. */
export function documentedRoutes(prefix: string): readonly DocumentedRoute[] {
  return CONTROLLERS.flatMap((controller) => {
    const own = String(Reflect.getMetadata(PATH_METADATA, controller) ?? '');
    return contractsOf(controller).map((contract) => {
      const path = [own === 'health' ? '' : prefix, own, contract.path]
        .flatMap((part) => part.split('/'))
        .filter(Boolean);
      return { path: `/${path.join('/').replace(/:(\w+)/g, '{$1}')}`, contract, tag: tagOf(path, prefix) };
    });
  });
}

/** Schemas of answers by name: those that all routes share, and those that a route brings. */
export function answerSchemas(prefix: string): Readonly<Record<string, Schema>> {
  const brought = documentedRoutes(prefix).flatMap(({ contract: { answer } }) =>
    typeof answer === 'object' ? [[answer.name, answer.schema] as const] : [],
  );
  return { ...SCHEMAS, ...Object.fromEntries(brought) };
}

/** The OpenAPI 3.1 document of the whole api. */
export function openApiDocument(prefix: string): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const route of documentedRoutes(prefix))
    (paths[route.path] ??= {})[route.contract.method.toLowerCase()] = operation(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Collection ledger',
      version: '1',
      description:
        'Every change to a specimen is an event that is never altered; everything read is made from them. ' +
        'People sign in with a session cookie and echo `XSRF-TOKEN` as `X-XSRF-TOKEN` on changes; programs send a token.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ session: [] }, { token: [] }],
    paths,
    components: {
      schemas: answerSchemas(prefix),
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'ledger_session' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function operation({ path, contract, tag }: DocumentedRoute): Schema {
  const { method, summary, description, body, raw, open } = contract;
  return {
    operationId: operationId(method, path),
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(open && { security: [] }),
    parameters: parameters(path, contract),
    ...(body && { requestBody: requestBody(path, contract) }),
    ...(raw && { requestBody: { required: true, content: { 'application/octet-stream': { schema: {} } } } }),
    responses: responses(contract),
  };
}

function parameters(path: string, { query, idempotent, seen }: RouteContract): readonly Schema[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    ...(name === 'sha256' ? DIGEST : ID),
  }));
  return [
    ...inPath,
    ...(query ?? []).map(queryParameter),
    ...(idempotent ? [HEADERS.idempotencyKey] : []),
    ...(seen ? [HEADERS.ifMatch] : []),
  ];
}

function queryParameter({
  name,
  description,
  schema = { type: 'string' },
  example,
  repeatable,
}: QueryParameter): Schema {
  return {
    name,
    in: 'query',
    description,
    schema: repeatable ? { type: 'array', items: schema } : schema,
    example: repeatable ? [example ?? usual(name, schema)] : (example ?? usual(name, schema)),
  };
}

/** What parameters of these names look like everywhere; undefined for all others, which bring an example of their own. */
const USUAL: Readonly<Record<string, unknown>> = {
  ...{ atLeast: '00000000000004d2', cursor: 'WyIxOTIzIiwiMGQ5YzZlMGMiXQ', from: '2026-01-01', to: '2026-12-31' },
  ...{ subject: ID.example, sourceKind: 'ui', catalogNumber: 'QFA0123456', basis: 'Minutes 2026-04', q: 'carex penns' },
};

function usual(name: string, schema: object): unknown {
  const { type, minimum, enum: values } = schema as { type?: string; minimum?: number; enum?: readonly unknown[] };
  if (name in USUAL) return USUAL[name];
  if (/[a-z]Id$/.test(name)) return ID.example;
  if (values) return values[0];
  if (type === 'boolean') return true;
  return type === 'integer' ? Math.max(minimum ?? 0, 20) : undefined;
}

function requestBody(path: string, { body, serverSays = [], example }: RouteContract): Schema {
  const said = ['type', ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string), ...serverSays];
  const schema = bodySchema((body as { name: string }).name, said);
  const required = 'required' in schema;
  return { required, content: { 'application/json': { schema, ...(example && { example }) } } };
}

function responses(contract: RouteContract): Schema {
  const { status = 200, answer } = contract;
  return {
    [status]: {
      description: status === 204 ? 'Done.' : 'What was asked for.',
      ...(answer !== undefined && { content: contentOf(answer) }),
    },
    ...Object.fromEntries(problemsOf(contract).map((code) => [PROBLEMS[code].status, problem(code)])),
  };
}

function contentOf(answer: string | NamedSchema): Schema {
  if (typeof answer === 'object') return { 'application/json': { schema: ref(answer.name) } };
  if (answer.includes('/')) return { [answer]: {} };
  if (!(answer in SCHEMAS)) throw new Error(`A route answers ${answer}, which openapi/schemas.ts does not describe.`);
  return { 'application/json': { schema: ref(answer) } };
}

/** Kinds of problem that a route may answer; of several with one status the first is told. */
function problemsOf({ method, open, body, idempotent, seen, path, raw }: RouteContract): readonly ProblemCode[] {
  const changes = method !== 'GET';
  const when: readonly (readonly [boolean, ProblemCode])[] = [
    [true, 'INVALID_REQUEST'],
    [!open || changes, 'NOT_SIGNED_IN'],
    [!open || changes, 'NOT_PERMITTED'],
    [path.includes(':'), 'NOT_FOUND'],
    [idempotent === true, 'REJECTED'],
    [seen === true, 'STALE_REVISION'],
    [body !== undefined || raw === true, 'TOO_LARGE'],
    [body !== undefined, 'UNSUPPORTED_MEDIA_TYPE'],
    [idempotent === true, 'KEY_USED_FOR_ANOTHER'],
    [seen === true, 'REVISION_REQUIRED'],
    [path === 'session' && changes, 'TOO_MANY_ATTEMPTS'],
    [true, 'STORE_UNAVAILABLE'],
  ];
  return when.filter(([applies]) => applies).map(([, code]) => code);
}

function problem(code: ProblemCode): Schema {
  return {
    description: PROBLEMS[code].title,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function tagOf(path: readonly string[], prefix: string): string {
  return path[path[0] === prefix.split('/')[0] ? prefix.split('/').length : 0] as string;
}

function operationId(method: string, path: string): string {
  const words = path
    .replace(/^\/api\/v1/, '')
    .split(/[/{}-]+/)
    .filter(Boolean);
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
