import { permits, type Grant } from '#domain/terms/permissions.js';
import type { Condition } from '#projections/kernel/query.js';
import type { Principal } from '#tasks/accounts/principal.js';
import { Problem } from '../problems/problem.js';

/** What must hold of a specimen that this account may see; undefined when it may see all. */
export function visibleTo({ grants, displayName }: Principal): Condition | undefined {
  const whole = collectionsWith(grants, 'specimen.read');
  if (whole.includes('*')) return undefined;
  const released = collectionsWith(grants, 'specimen.read-released');
  const conditions: Condition[] = [];
  if (whole.length > 0) conditions.push({ column: 'collectionId', in: whole });
  if (released.includes('*')) conditions.push({ column: 'released', equals: 1 });
  else if (released.length > 0)
    conditions.push({
      and: [
        { column: 'collectionId', in: released },
        { column: 'released', equals: 1 },
      ],
    });
  if (conditions.length === 0)
    throw new Problem('NOT_PERMITTED', `${displayName} has no role that permits reading specimens.`, {
      details: { permission: 'specimen.read' },
    });
  return conditions.length === 1 ? conditions[0] : { or: conditions };
}

/** Whether this account may see a record of this collection. */
export function maySee({ grants }: Principal, record: { collectionId: string; released: boolean }): boolean {
  return (
    permits(grants, 'specimen.read', record.collectionId) ||
    (record.released && permits(grants, 'specimen.read-released', record.collectionId))
  );
}

function collectionsWith(grants: readonly Grant[], permission: 'specimen.read' | 'specimen.read-released'): string[] {
  return [...new Set(grants.filter((grant) => permits([grant], permission)).map(({ collectionId }) => collectionId))];
}
