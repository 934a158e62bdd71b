import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { Grant, Permission } from '#domain/terms/permissions.js';
import { permissionsOf } from '#tasks/accounts/account-directory.js';
import type { Principal } from '#tasks/accounts/principal.js';
import type { AccountServices } from '#tasks/accounts/account-services.js';
import type { ApiSettings } from '../api-settings.js';
import { parseBody } from '../http/parse-body.js';
import { principalOf, type ApiRequest } from '../http/api-request.js';
import { invalid, Problem } from '../problems/problem.js';
import { ACCOUNTS, SETTINGS } from '../tokens.js';
import { assertSameOrigin } from './auth.guard.js';
import { Credential, PasswordChange } from './bodies.js';
import { clearSessionCookies, setSessionCookies } from './cookies.js';

/** Who is signed in, as the web app sees it. */
export interface SessionView {
  readonly account: {
    readonly id: string;
    readonly name: string;
    readonly displayName: string;
    readonly grants: readonly Grant[];
    /** By collection id; `*` for all collections. */
    readonly permissions: Readonly<Record<string, readonly Permission[]>>;
  };
  readonly demo?: ApiSettings['demo'];
}

/** Signing in and out over HTTP: cookies on one side, accounts on the other. */
@Injectable()
export class SessionDesk {
  constructor(
    @Inject(ACCOUNTS) private readonly accounts: AccountServices,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  async signIn(request: ApiRequest, response: Response): Promise<SessionView> {
    assertSameOrigin(request);
    const { name, password } = parseBody(Credential, request.body);
    const result = await this.accounts.signIn.signIn(name, password, addressOf(request));
    if (result.outcome === 'throttled') throw tooMany(result.waitMilliseconds);
    if (result.outcome === 'refused')
      throw new Problem('INVALID_CREDENTIALS', 'This name and password do not belong together.', this.demoDetails());
    const principal = await this.accounts.signIn.bySession(result.secret);
    if (!principal) throw new Problem('INVALID_CREDENTIALS', 'This account was closed just now.');
    setSessionCookies(request, response, result.secret, result.expiresAt - this.accounts.now());
    return this.view(principal, response);
  }

  show(request: ApiRequest, response: Response): SessionView {
    if (!request.principal) throw new Problem('NOT_SIGNED_IN', 'Nobody is signed in.', this.demoDetails());
    return this.view(request.principal, response);
  }

  async signOut(request: ApiRequest, response: Response): Promise<void> {
    const { accountId, sessionId } = ownSession(request);
    await this.accounts.sessions.end(sessionId);
    clearSessionCookies(request, response);
    await this.accounts.log.add({ what: 'signed-out', accountId, address: addressOf(request) });
  }

  async signOutEverywhere(request: ApiRequest, response: Response): Promise<void> {
    const { accountId } = principalOf(request);
    await this.accounts.sessions.endAll(accountId);
    clearSessionCookies(request, response);
    await this.accounts.log.add({ what: 'signed-out-everywhere', accountId, address: addressOf(request) });
  }

  async changePassword(request: ApiRequest): Promise<void> {
    const { accountId, name, sessionId } = ownSession(request);
    const { current, next } = parseBody(PasswordChange, request.body);
    const address = addressOf(request);
    const outcome = await this.accounts.signIn.checkAgain(accountId, name, current, address);
    if (outcome.outcome === 'throttled') throw tooMany(outcome.waitMilliseconds);
    if (outcome.outcome === 'refused') throw new Problem('INVALID_CREDENTIALS', 'The present password is not right.');
    if (next === current)
      throw invalid({ field: 'next', message: 'the new password is the old one.', code: 'SAME_PASSWORD' });
    await this.accounts.credentials.set(accountId, name, next);
    await this.accounts.sessions.endAll(accountId, sessionId);
    await this.accounts.log.add({ what: 'password-set', accountId, address, via: 'session' });
  }

  private view({ accountId, name, displayName, grants }: Principal, response: Response): SessionView {
    response.setHeader('Cache-Control', 'no-store');
    const account = { id: accountId, name, displayName, grants, permissions: permissionsOf(grants) };
    return { account, ...(this.settings.demo && { demo: this.settings.demo }) };
  }

  private demoDetails(): { details?: Readonly<Record<string, unknown>> } {
    return this.settings.demo ? { details: { demo: this.settings.demo } } : {};
  }
}

/** Where a request came from, as far as the trusted proxies tell. */
export function addressOf(request: ApiRequest): string {
  return request.ip ?? 'unknown';
}

/** Who is signed in by name and password; a token is refused. */
export function ownSession(request: ApiRequest): Principal {
  const principal = principalOf(request);
  if (principal.via === 'session') return principal;
  throw new Problem('NOT_PERMITTED', 'A token cannot do this: sign in with name and password.');
}

function tooMany(waitMilliseconds: number): Problem {
  const seconds = Math.ceil(waitMilliseconds / 1_000);
  return new Problem('TOO_MANY_ATTEMPTS', `Signing in failed too often: try again in ${seconds} s.`, {
    retryAfterSeconds: seconds,
    details: { seconds },
  });
}
