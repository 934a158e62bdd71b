import type { Vault } from '#vault/vault.js';

/** What the security log records: sign-ins and their failures, passwords, tokens, exports. */
export type SecurityEntry = {
  readonly what:
    | 'signed-in'
    | 'sign-in-failed'
    | 'sign-in-throttled'
    | 'signed-out'
    | 'signed-out-everywhere'
    | 'password-set'
    | 'token-made'
    | 'token-revoked'
    | 'file-downloaded'
    | 'exported';
  readonly accountId?: string;
  /** The name as typed, when there may be no account of that name. */
  readonly name?: string;
  readonly address?: string;
  readonly via?: 'session' | 'token' | 'cli';
  /** What it was about: a token's label, a file's hash. */
  readonly about?: string;
};

/** One line as it is read back; `at` is milliseconds since 1970. */
export type SecurityLine = SecurityEntry & { readonly id: number; readonly at: number };

const LOG = 'security';

/** The log of who came in, who failed to, and what was taken out. Lines are added, never changed. */
export class SecurityLog {
  constructor(
    private readonly vault: Vault,
    private readonly now: () => number,
  ) {}

  /** Adds a line; durable when it resolves. */
  async add(entry: SecurityEntry): Promise<void> {
    await this.vault.log(LOG, { at: this.now(), ...entry });
  }

  /** Newest first: at most `limit` lines older than the line `before`. */
  async read(options: { before?: number; limit?: number }): Promise<readonly SecurityLine[]> {
    const lines = await this.vault.readLog(LOG, options);
    return lines.map(({ id, line }) => ({ ...(line as Omit<SecurityLine, 'id'>), id }));
  }
}
