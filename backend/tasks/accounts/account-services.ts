import type { Vault } from '#vault/vault.js';
import { AccessTokens } from './access-tokens.js';
import { AccountDirectory, type AccountRegister } from './account-directory.js';
import { Credentials } from './credentials.js';
import { Passwords } from './password.js';
import { SecurityLog } from './security-log.js';
import { Sessions } from './sessions.js';
import { SignIn } from './sign-in.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** Everything about who may come in, made once per process. */
export interface AccountServices {
  readonly directory: AccountDirectory;
  readonly credentials: Credentials;
  readonly sessions: Sessions;
  readonly tokens: AccessTokens;
  readonly log: SecurityLog;
  readonly signIn: SignIn;
  readonly now: () => number;
}

/** Makes the account services over a vault and the account register. */
export function accountServices(vault: Vault, register: AccountRegister, now: () => number): AccountServices {
  const parts = {
    directory: new AccountDirectory(register, now),
    credentials: new Credentials(vault, new Passwords(), now),
    sessions: new Sessions(vault, now),
    tokens: new AccessTokens(vault, now),
    throttle: new SignInThrottle(now),
    log: new SecurityLog(vault, now),
  };
  return { ...parts, signIn: new SignIn(parts), now };
}
