import type { AccessTokens } from './access-tokens.js';
import type { AccountDirectory } from './account-directory.js';
import { accountIdOf, foldedName } from './account-id.js';
import type { Credentials } from './credentials.js';
import type { Principal } from './principal.js';
import type { SecurityLog } from './security-log.js';
import type { Sessions } from './sessions.js';
import type { SignInThrottle } from './sign-in-throttle.js';

/** How an attempt to sign in ended. */
export type SignInOutcome =
  | { readonly outcome: 'signed-in'; readonly accountId: string; readonly secret: string; readonly expiresAt: number }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'throttled'; readonly waitMilliseconds: number };

/** What signing in works with. */
export interface SignInParts {
  readonly directory: AccountDirectory;
  readonly credentials: Credentials;
  readonly sessions: Sessions;
  readonly tokens: AccessTokens;
  readonly throttle: SignInThrottle;
  readonly log: SecurityLog;
}

/** Lets people in by name and password, and recognises them and programs afterwards. */
export class SignIn {
  constructor(private readonly parts: SignInParts) {}

  /** Opens a session when the password is right. Unknown names, closed accounts and wrong passwords cannot be told apart. */
  async signIn(name: string, password: string, address: string): Promise<SignInOutcome> {
    const { throttle, log, credentials, sessions } = this.parts;
    const waitMilliseconds = throttle.begin(foldedName(name), address);
    const shortName = name.slice(0, 200);
    if (waitMilliseconds > 0) {
      await log.add({ what: 'sign-in-throttled', name: shortName, address });
      return { outcome: 'throttled', waitMilliseconds };
    }
    const accountId = accountIdOf(name);
    const account = await this.parts.directory.find(accountId);
    const open = account !== undefined && !account.closed;
    if (!(await credentials.match(open ? accountId : undefined, password))) {
      await log.add({ what: 'sign-in-failed', name: shortName, address });
      return { outcome: 'refused' };
    }
    throttle.succeeded(foldedName(name), address);
    const session = await sessions.open(accountId, address);
    await log.add({ what: 'signed-in', accountId, address, via: 'session' });
    return { outcome: 'signed-in', accountId, ...session };
  }

  /** Whether the signed-in person knows the present password; throttled like signing in. */
  async checkAgain(
    accountId: string,
    name: string,
    password: string,
    address: string,
  ): Promise<{ outcome: 'right' | 'refused' } | { outcome: 'throttled'; waitMilliseconds: number }> {
    const { throttle, log, credentials } = this.parts;
    const waitMilliseconds = throttle.begin(foldedName(name), address);
    if (waitMilliseconds > 0) return { outcome: 'throttled', waitMilliseconds };
    if (await credentials.match(accountId, password)) {
      throttle.succeeded(foldedName(name), address);
      return { outcome: 'right' };
    }
    await log.add({ what: 'sign-in-failed', accountId, name, address });
    return { outcome: 'refused' };
  }

  /** Who shows this session secret; undefined when it has ended or the account is closed. */
  async bySession(secret: string): Promise<Principal | undefined> {
    const session = await this.parts.sessions.resolve(secret);
    return session && this.principal(session.accountId, 'session', session.id);
  }

  /** Who shows this token; undefined when it is not valid or the account is closed. */
  async byToken(secret: string): Promise<Principal | undefined> {
    const token = await this.parts.tokens.resolve(secret);
    return token && this.principal(token.accountId, 'token', token.tokenId);
  }

  private async principal(accountId: string, via: Principal['via'], sessionId: string): Promise<Principal | undefined> {
    const account = await this.parts.directory.find(accountId);
    if (!account || account.closed) return undefined;
    const { name, displayName, grants } = account;
    return { accountId, name, displayName, grants, via, sessionId };
  }
}
