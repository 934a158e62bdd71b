import type { Vault } from '#vault/vault.js';
import { assertGoodPassword, type Passwords } from './password.js';

const DRAWER = 'passwords';

interface Kept {
  readonly hash: string;
  readonly setAt: number;
}

/** Passwords of accounts, as argon2id hashes in the vault. */
export class Credentials {
  constructor(
    private readonly vault: Vault,
    private readonly passwords: Passwords,
    private readonly now: () => number,
  ) {}

  /** Sets or replaces the password; rejects one that is too easy to guess. */
  async set(accountId: string, accountName: string, password: string): Promise<void> {
    assertGoodPassword(password, accountName);
    const kept: Kept = { hash: await this.passwords.hash(password), setAt: this.now() };
    await this.vault.put(DRAWER, accountId, kept, { owner: accountId });
  }

  /** Whether this is the account's password. Takes as long for an account without one, or for none at all. */
  async match(accountId: string | undefined, password: string): Promise<boolean> {
    const entry = accountId === undefined ? undefined : await this.vault.get<Kept>(DRAWER, accountId);
    return this.passwords.verify(entry?.value.hash, password);
  }

  /** Whether the account can sign in with a password. */
  async has(accountId: string): Promise<boolean> {
    return (await this.vault.get(DRAWER, accountId)) !== undefined;
  }
}
