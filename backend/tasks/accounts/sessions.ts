import type { Vault } from '#vault/vault.js';
import { hashOfSecret, newSecret } from './secret.js';

const DRAWER = 'sessions';
const HOUR = 3_600_000;
/** A session ends after 12 hours without use, and after 30 days in any case. */
const IDLE = 12 * HOUR;
const LONGEST = 720 * HOUR;
/** Use is noted at most this often, so that reading pages does not write to the vault each time. */
const NOTE_USE_EVERY = HOUR / 4;
/** How long another process's sign-out may go unnoticed here; within this process it is immediate. */
const TRUST = 800;
const MOST_CACHED = 10_000;

interface Kept {
  readonly accountId: string;
  readonly openedAt: number;
  readonly usedAt: number;
  readonly address?: string;
}
interface Cached {
  readonly kept: Kept;
  readonly checkedAt: number;
}

/** A session that a request showed the secret of. */
export interface Session {
  /** Hash of the secret: what it is kept under. */
  readonly id: string;
  readonly accountId: string;
}

/** Sessions of people: a random secret in a cookie, its hash in the vault, the vault asked at most about once a second. */
export class Sessions {
  private readonly cache = new Map<string, Cached>();

  constructor(
    private readonly vault: Vault,
    private readonly now: () => number,
  ) {}

  /** Opens a session and answers its secret, which is not kept. */
  async open(accountId: string, address?: string): Promise<{ secret: string; expiresAt: number }> {
    const secret = newSecret();
    const now = this.now();
    const kept: Kept = { accountId, openedAt: now, usedAt: now, ...(address === undefined ? {} : { address }) };
    await this.keep(hashOfSecret(secret), kept);
    return { secret, expiresAt: now + LONGEST };
  }

  /** The session of a secret, while it lasts. */
  async resolve(secret: string): Promise<Session | undefined> {
    const id = hashOfSecret(secret);
    const cached = this.cache.get(id);
    const kept = cached && cached.checkedAt + TRUST > this.now() ? cached.kept : await this.check(id);
    return kept && { id, accountId: kept.accountId };
  }

  /** Ends one session. */
  async end(id: string): Promise<void> {
    this.cache.delete(id);
    await this.vault.remove(DRAWER, id);
    this.cache.delete(id);
  }

  /** Ends all sessions of an account, except one when it is named; answers how many. */
  async endAll(accountId: string, except?: string): Promise<number> {
    const all = await this.vault.ofOwner<Kept>(DRAWER, accountId);
    const ending = all.filter(({ key }) => key !== except);
    await Promise.all(ending.map(({ key }) => this.end(key)));
    return ending.length;
  }

  private async check(id: string): Promise<Kept | undefined> {
    const now = this.now();
    const entry = await this.vault.get<Kept>(DRAWER, id);
    if (!entry || (entry.expiresAt ?? Infinity) <= now) {
      this.cache.delete(id);
      return undefined;
    }
    const kept = entry.value;
    if (kept.usedAt + NOTE_USE_EVERY < now) await this.noteUse(id, kept, entry.version);
    this.remember(id, { kept, checkedAt: now });
    return kept;
  }

  /** Prolongs it, unless it was ended or prolonged elsewhere in between. */
  private async noteUse(id: string, kept: Kept, version: number): Promise<void> {
    await this.keep(id, { ...kept, usedAt: this.now() }, version).catch(() => undefined);
  }

  private keep(id: string, kept: Kept, expectedVersion = 0): Promise<void> {
    const expiresAt = Math.min(kept.usedAt + IDLE, kept.openedAt + LONGEST);
    return this.vault.put(DRAWER, id, kept, { owner: kept.accountId, expiresAt, expectedVersion });
  }

  private remember(id: string, cached: Cached): void {
    if (this.cache.size >= MOST_CACHED) this.cache.delete(this.cache.keys().next().value as string);
    this.cache.set(id, cached);
  }
}
