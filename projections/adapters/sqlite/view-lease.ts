import type { DatabaseSync } from 'node:sqlite';

/** Who wants the lease of a view's file; times in ms since 1970. */
export interface LeaseWish {
  /** Who may hold it already and is the one who asks. */
  readonly mine: string | undefined;
  /** Who is to hold it. */
  readonly next: string;
  readonly now: number;
  readonly until: number;
  /** Whether the process of a holder is known to have ended. */
  readonly isOrphan: (holder: string) => boolean;
}

/** Takes the lease in the one step that sees whether it is free: undefined then, otherwise the one who holds it. */
export function takeLease(database: DatabaseSync, { mine, next, now, until, isOrphan }: LeaseWish): string | undefined {
  const take = database.prepare(
    'UPDATE about SET owner = ?1, owned_until = ?2 WHERE owner IS NULL OR owner = ?3 OR owned_until <= ?4',
  );
  if (take.run(next, until, mine ?? null, now).changes === 1) return undefined;
  const holder = String(database.prepare('SELECT owner FROM about').get()?.['owner']);
  if (!isOrphan(holder)) return holder;
  // Of two who find it so only one finds it still.
  const inherit = database.prepare('UPDATE about SET owner = ?1, owned_until = ?2 WHERE owner = ?3');
  return inherit.run(next, until, holder).changes === 1 ? undefined : 'somebody who was quicker';
}
