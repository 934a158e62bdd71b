import { applyDecorators, HttpCode, RequestMapping, RequestMethod } from '@nestjs/common';
import { Open } from '../auth/auth.guard.js';
import type { Schema } from './schema.js';

/** A value of the address's query, as documentation tells it. */
export interface QueryParameter {
  readonly name: string;
  readonly description: string;
  /** JSON schema; text when absent. */
  readonly schema?: object;
  /** Needed where its name does not say what it looks like. */
  readonly example?: unknown;
  /** May be given several times. */
  readonly repeatable?: true;
}

/** A schema with the name that the documentation gives it. */
export interface NamedSchema {
  readonly name: string;
  readonly schema: Schema;
}

/** What a route promises: enough to document it, to serve it, and to try it out. */
export interface RouteContract {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the controller's path; empty for the path itself. */
  readonly path: string;
  /** One sentence, imperative. */
  readonly summary: string;
  /** What the sentence leaves open. */
  readonly description?: string;
  /** Status of success; 200 when absent. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Class whose class-validator decorators describe the JSON body. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- any class with decorated members
  readonly body?: new () => any;
  /** Members of the body class that the server says: `type`, what the path says, and new ids. */
  readonly serverSays?: readonly string[];
  readonly example?: object;
  /** The answer's body: its schema, the name of one in openapi/schemas.ts, or its media type when it is no JSON. */
  readonly answer?: string | NamedSchema;
  readonly query?: readonly QueryParameter[];
  /** A change that may be repeated with an Idempotency-Key. */
  readonly idempotent?: true;
  /** `If-Match` is needed. */
  readonly seen?: true;
  /** Served without an account. */
  readonly open?: true;
  /** The body is raw content, not JSON. */
  readonly raw?: true;
}

const CONTRACT = Symbol('route contract');
const METHODS = {
  GET: RequestMethod.GET,
  POST: RequestMethod.POST,
  PUT: RequestMethod.PUT,
  PATCH: RequestMethod.PATCH,
  DELETE: RequestMethod.DELETE,
} as const;

/** Declares a controller's method as a route, with the contract that the documentation is made from. */
export function Route(contract: RouteContract): MethodDecorator {
  return applyDecorators(
    RequestMapping({ path: contract.path, method: METHODS[contract.method] }),
    HttpCode(contract.status ?? 200),
    ...(contract.open ? [Open(true)] : []),
    (_target: object, _key: string | symbol, descriptor: PropertyDescriptor) =>
      Reflect.defineMetadata(CONTRACT, contract, descriptor.value as object),
  );
}

/** Contracts of a controller's methods, in the order they are written. */
export function contractsOf(controller: { readonly prototype: object }): readonly RouteContract[] {
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== 'constructor' && typeof prototype[name] === 'function')
    .map((name) => Reflect.getMetadata(CONTRACT, prototype[name] as object) as RouteContract | undefined)
    .filter((contract) => contract !== undefined);
}
