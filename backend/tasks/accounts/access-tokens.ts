import type { Vault } from '#vault/vault.js';
import { hashOfSecret, newSecret } from './secret.js';

const DRAWER = 'tokens';
/** So that scanners for leaked secrets recognise one. */
const PREFIX = 'cltk_';
const DAY = 86_400_000;
const TRUST = 800;
const NOTE_USE_EVERY = 600_000;
const MOST_CACHED = 10_000;

interface Kept {
  readonly tokenId: string;
  readonly accountId: string;
  readonly label: string;
  readonly madeAt: number;
  readonly usedAt?: number;
}
type Cached = { readonly kept: Kept; readonly checkedAt: number; readonly expiresAt?: number };

/** A token as its owner sees it in a list: everything but the secret. Times are milliseconds since 1970. */
export interface TokenLine {
  readonly tokenId: string;
  readonly label: string;
  readonly madeAt: number;
  readonly usedAt?: number;
  readonly expiresAt?: number;
}

/** Tokens by which programs sign in: they may do what their account may, and are kept as hashes. */
export class AccessTokens {
  private readonly cache = new Map<string, Cached>();

  constructor(
    private readonly vault: Vault,
    private readonly now: () => number,
  ) {}

  /** Makes a token; the secret in the answer is shown this once. `tokenId` is the caller's, so that asking again finds it. */
  async make(
    accountId: string,
    tokenId: string,
    label: string,
    expiresInDays?: number,
  ): Promise<TokenLine & { secret: string }> {
    const secret = PREFIX + newSecret();
    const kept: Kept = { tokenId, accountId, label, madeAt: this.now() };
    const expiry = expiresInDays === undefined ? {} : { expiresAt: kept.madeAt + expiresInDays * DAY };
    await this.vault.put(DRAWER, hashOfSecret(secret), kept, { owner: accountId, expectedVersion: 0, ...expiry });
    return { tokenId, label, madeAt: kept.madeAt, ...expiry, secret };
  }

  /** The account whose token this is, while the token is valid. */
  async resolve(secret: string): Promise<{ tokenId: string; accountId: string } | undefined> {
    if (!secret.startsWith(PREFIX)) return undefined;
    const id = hashOfSecret(secret);
    const cached = this.cache.get(id);
    const fresh = cached && cached.checkedAt + TRUST > this.now() ? cached : await this.check(id);
    return fresh && { tokenId: fresh.kept.tokenId, accountId: fresh.kept.accountId };
  }

  /** Tokens of an account, newest first. */
  async list(accountId: string): Promise<readonly TokenLine[]> {
    const entries = await this.vault.ofOwner<Kept>(DRAWER, accountId);
    return entries
      .filter(({ expiresAt }) => (expiresAt ?? Infinity) > this.now())
      .map(({ value: { tokenId, label, madeAt, usedAt }, expiresAt }) => ({
        tokenId,
        label,
        madeAt,
        ...(usedAt === undefined ? {} : { usedAt }),
        ...(expiresAt === undefined ? {} : { expiresAt }),
      }))
      .sort((a, b) => b.madeAt - a.madeAt);
  }

  /** Revokes a token of this account; false when it has none of that id. */
  async revoke(accountId: string, tokenId: string): Promise<boolean> {
    const entries = await this.vault.ofOwner<Kept>(DRAWER, accountId);
    const found = entries.find(({ value }) => value.tokenId === tokenId);
    if (!found) return false;
    await this.vault.remove(DRAWER, found.key);
    this.cache.delete(found.key);
    return true;
  }

  private async check(id: string): Promise<Cached | undefined> {
    const now = this.now();
    const entry = await this.vault.get<Kept>(DRAWER, id);
    if (!entry || (entry.expiresAt ?? Infinity) <= now) {
      this.cache.delete(id);
      return undefined;
    }
    if ((entry.value.usedAt ?? 0) + NOTE_USE_EVERY < now) await this.noteUse(id, entry.value, entry);
    const cached = { kept: entry.value, checkedAt: now };
    if (this.cache.size >= MOST_CACHED) this.cache.delete(this.cache.keys().next().value as string);
    this.cache.set(id, cached);
    return cached;
  }

  /** Best effort: a token revoked in between must not come back, hence the version. */
  private async noteUse(id: string, kept: Kept, entry: { version: number; expiresAt?: number }): Promise<void> {
    const expiry = entry.expiresAt === undefined ? {} : { expiresAt: entry.expiresAt };
    await this.vault
      .put(
        DRAWER,
        id,
        { ...kept, usedAt: this.now() },
        {
          owner: kept.accountId,
          expectedVersion: entry.version,
          lazy: true,
          ...expiry,
        },
      )
      .catch(() => undefined);
  }
}
