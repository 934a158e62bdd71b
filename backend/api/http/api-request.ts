import type { Request } from 'express';
import type { Principal } from '#tasks/accounts/principal.js';
import { Problem } from '../problems/problem.js';

/** A request as controllers see it: the JSON body read, and who asks. */
export interface ApiRequest extends Request {
  /** The JSON object that was sent; empty when there was no body. */
  body: Readonly<Record<string, unknown>>;
  /** Set by the guard; absent on the few routes that are open to all. */
  principal?: Principal;
}

/** Who asks; fails with NOT_SIGNED_IN on a route that let a nobody in. */
export function principalOf(request: ApiRequest): Principal {
  if (!request.principal) throw new Problem('NOT_SIGNED_IN', 'Sign in first, or send a token.');
  return request.principal;
}

/** The query of the address; read once per request. */
export function queryOf(request: ApiRequest): URLSearchParams {
  const mark = request.url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : request.url.slice(mark + 1));
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An id of the address, in lower case. What is not a UUID names nothing: 404. */
export function idOf(request: ApiRequest, name = 'id', noun = 'record'): string {
  const value = String(request.params[name]).toLowerCase();
  if (!UUID.test(value))
    throw new Problem('NOT_FOUND', `There is no ${noun} with the id ${JSON.stringify(value.slice(0, 60))}.`);
  return value;
}

/** A single header's text; undefined when it was not sent. */
export function headerOf(request: ApiRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
