import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Response } from 'express';
import type { ApiRequest } from '../http/api-request.js';

/** The cookie with the session's secret: out of reach of scripts, never sent along from other sites. */
export const SESSION_COOKIE = 'ledger_session';
/** The cookie that our own page echoes as `X-XSRF-TOKEN`; Angular's default names. */
export const XSRF_COOKIE = 'XSRF-TOKEN';

/** A cookie's value as sent; undefined when it was not. */
export function cookieOf(request: ApiRequest, name: string): string | undefined {
  const header = request.headers.cookie;
  if (header === undefined) return undefined;
  const start = `${name}=`;
  for (const part of header.split(';')) {
    const pair = part.trimStart();
    if (pair.startsWith(start)) return pair.slice(start.length).trim();
  }
  return undefined;
}

/** Tokens of sessions that were shown lately, by the session's id: working one out costs as much as reading a small body. */
const recent = new Map<string, Buffer>();
const MOST_RECENT = 10_000;

/** The XSRF token that belongs to a session's secret: bound to it, so that a planted cookie does not fit. */
export function xsrfTokenOf(secret: string): string {
  return createHmac('sha256', secret).update('xsrf').digest('base64url');
}

/** Whether the header and the cookie both hold the XSRF token of the session with this secret and id. */
export function xsrfFits(request: ApiRequest, secret: string, sessionId: string): boolean {
  const header = request.headers['x-xsrf-token'];
  const cookie = cookieOf(request, XSRF_COOKIE);
  if (typeof header !== 'string' || cookie === undefined || header !== cookie) return false;
  const expected = recent.get(sessionId) ?? remember(sessionId, Buffer.from(xsrfTokenOf(secret)));
  const given = Buffer.from(header);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function remember(sessionId: string, token: Buffer): Buffer {
  if (recent.size >= MOST_RECENT) recent.delete(recent.keys().next().value!);
  recent.set(sessionId, token);
  return token;
}

/** Sets both cookies of a new session. */
export function setSessionCookies(request: ApiRequest, response: Response, secret: string, maxAge: number): void {
  const common = { sameSite: 'strict', path: '/', secure: request.secure, maxAge } as const;
  response.cookie(SESSION_COOKIE, secret, { ...common, httpOnly: true });
  response.cookie(XSRF_COOKIE, xsrfTokenOf(secret), { ...common, httpOnly: false });
}

/** Takes both cookies away. */
export function clearSessionCookies(request: ApiRequest, response: Response): void {
  const common = { sameSite: 'strict', path: '/', secure: request.secure } as const;
  response.clearCookie(SESSION_COOKIE, { ...common, httpOnly: true });
  response.clearCookie(XSRF_COOKIE, { ...common, httpOnly: false });
}
