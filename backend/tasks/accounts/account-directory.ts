import type { Account } from '#projections/account-register/view.js';
import type { Grant } from '#domain/terms/permissions.js';
import { NAMES_WITHOUT_ACCOUNT } from './operator.js';
import { PERMISSION_TABLE, type Permission } from '#domain/terms/permissions.js';

/** Reads one account of the register; the register's view is one. */
export interface AccountRegister {
  get(id: string): Promise<{ readonly document: Account } | undefined>;
}

/** How long a withdrawn role may still work; with the register's own delay it stays under a second. */
const TRUST = 500;
const MOST_CACHED = 10_000;

/** Accounts by id as the register shows them, asked at most twice a second each. */
export class AccountDirectory {
  private readonly cache = new Map<string, { account: Account | undefined; readAt: number }>();

  constructor(
    private readonly register: AccountRegister,
    private readonly now: () => number,
  ) {}

  /** The account, open or closed; undefined when there is none. */
  async find(id: string): Promise<Account | undefined> {
    const cached = this.cache.get(id);
    if (cached && cached.readAt + TRUST > this.now()) return cached.account;
    const readAt = this.now();
    const account = (await this.register.get(id))?.document;
    if (this.cache.size >= MOST_CACHED) this.cache.delete(this.cache.keys().next().value as string);
    this.cache.set(id, { account, readAt });
    return account;
  }

  /** What people call an account; its id when it is not in the register. */
  async displayName(id: string): Promise<string> {
    return NAMES_WITHOUT_ACCOUNT.get(id) ?? (await this.find(id))?.displayName ?? id;
  }
}

/** What these grants permit, by collection id; `*` for what holds in every collection. */
export function permissionsOf(grants: readonly Grant[]): Readonly<Record<string, readonly Permission[]>> {
  const byCollection = new Map<string, Set<Permission>>();
  for (const { role, collectionId } of grants) {
    const set = byCollection.get(collectionId) ?? new Set();
    PERMISSION_TABLE[role].forEach((permission) => set.add(permission));
    byCollection.set(collectionId, set);
  }
  return Object.fromEntries([...byCollection].map(([collectionId, set]) => [collectionId, [...set]]));
}
