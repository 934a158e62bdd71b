import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Principal } from '#tasks/accounts/principal.js';
import type { AccountServices } from '#tasks/accounts/account-services.js';
import type { ApiRequest } from '../http/api-request.js';
import { Problem } from '../problems/problem.js';
import { ACCOUNTS } from '../tokens.js';
import { cookieOf, SESSION_COOKIE, xsrfFits } from './cookies.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Marks a route that needs no account. */
export const Open = Reflector.createDecorator<true>();

/**
 * Finds out who asks, on every route: by session cookie or by token. Refuses nobodies unless the route is `@Open`, and
 * changes asked with a cookie from another site.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(ACCOUNTS) private readonly accounts: AccountServices,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ApiRequest>();
    request.principal = await this.principal(request);
    if (request.principal || this.reflector.get(Open, context.getHandler())) return true;
    throw new Problem('NOT_SIGNED_IN', 'Sign in first, or send a token as "Authorization: Bearer …".');
  }

  private async principal(request: ApiRequest): Promise<Principal | undefined> {
    const authorization = request.headers.authorization;
    if (authorization !== undefined) return this.byToken(authorization);
    const secret = cookieOf(request, SESSION_COOKIE);
    if (!secret) return undefined;
    const principal = await this.accounts.signIn.bySession(secret);
    if (principal && !SAFE.has(request.method)) assertSameSite(request, secret, principal.sessionId);
    return principal;
  }

  private async byToken(authorization: string): Promise<Principal> {
    const match = /^Bearer ([\w-]{1,200})$/i.exec(authorization);
    const principal = match?.[1] === undefined ? undefined : await this.accounts.signIn.byToken(match[1]);
    if (!principal) throw new Problem('NOT_SIGNED_IN', 'This token is not valid, or no longer; make another one.');
    return principal;
  }
}

function assertSameSite(request: ApiRequest, secret: string, sessionId: string): void {
  assertSameOrigin(request);
  if (!xsrfFits(request, secret, sessionId))
    throw new Problem(
      'CROSS_SITE_REQUEST',
      'The X-XSRF-TOKEN header is missing or does not fit the session; load the page again.',
    );
}

/** Refuses a request that a browser says comes from a page of another origin. */
export function assertSameOrigin(request: ApiRequest): void {
  const origin = request.headers.origin;
  const site = request.headers['sec-fetch-site'];
  const foreignOrigin = origin !== undefined && hostOf(origin) !== request.headers.host?.toLowerCase();
  const foreignSite = typeof site === 'string' && site !== 'same-origin' && site !== 'none';
  if (foreignOrigin || foreignSite)
    throw new Problem('CROSS_SITE_REQUEST', 'A page of another site may not ask for this.');
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
