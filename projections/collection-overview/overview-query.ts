import type { Condition, Facets, Filter } from '../kernel/query.js';
import type { View } from '../kernel/view-store.js';
import type { CollectionNumbers, OverviewCount } from './view.js';

/** Values that an overview lists of a property that can have very many. */
const LISTED = 50;
/** Enough for every decade since Linnaeus, every issue and every type status. */
const ALL_OF_FEW = 500;
const DAYS_OF_GROWTH = 366;
/** More days of entry than this have no curve of their own; the newest are taken. */
const DAYS_COUNTED = 20_000;

/**
 * What a collection holds, counted over the view of specimen search; all collections when none is named. Records that
 * are struck through count as `voided` only.
 */
export async function collectionNumbers(
  specimens: Pick<View, 'count' | 'facets' | 'checkpoint'>,
  collectionId?: string,
): Promise<CollectionNumbers> {
  const held = within(collectionId, { column: 'voided', equals: 0 });
  const count = (filter: Filter): Promise<number> => specimens.count(and(held, filter));
  const [total, voided, released, unidentified, types, withIssue, withMedia, georeferenced, facets, checkpoint] =
    await Promise.all([
      specimens.count(held),
      specimens.count(within(collectionId, { column: 'voided', equals: 1 })),
      count({ column: 'released', equals: 1 }),
      count({ column: 'unidentified', equals: 1 }),
      count({ column: 'typeStatus', exists: true }),
      count({ column: 'issue', exists: true }),
      count({ column: 'hasMedia', equals: 1 }),
      count({ column: 'point', exists: true }),
      facetsOf(specimens, held),
      specimens.checkpoint(),
    ]);
  return {
    ...{ total, released, voided, unidentified, types, withIssue, withMedia, georeferenced },
    ...distributions(facets),
    ...(checkpoint?.position !== undefined && { position: checkpoint.position }),
  };
}

function facetsOf(specimens: Pick<View, 'facets'>, held: Condition): Promise<Facets> {
  return specimens.facets(held, undefined, [
    { column: 'family', limit: LISTED },
    { column: 'country', limit: LISTED },
    { column: 'decade', limit: ALL_OF_FEW },
    { column: 'typeStatus', limit: ALL_OF_FEW },
    { column: 'issue', limit: ALL_OF_FEW },
    { column: 'enteredAt', limit: DAYS_COUNTED },
  ]);
}

function distributions(facets: Facets) {
  const of = (column: string): readonly OverviewCount[] => facets[column] ?? [];
  return {
    families: of('family'),
    countries: of('country'),
    decades: ascending(of('decade')),
    typeStatuses: of('typeStatus'),
    issues: of('issue'),
    growth: ascending(of('enteredAt')).slice(-DAYS_OF_GROWTH),
  };
}

function ascending(counts: readonly OverviewCount[]): readonly OverviewCount[] {
  return [...counts].sort((a, b) => (a.value < b.value ? -1 : 1));
}

function within(collectionId: string | undefined, filter: Filter): Condition {
  return collectionId === undefined ? filter : and({ column: 'collectionId', equals: collectionId }, filter);
}

function and(...conditions: readonly Condition[]): Condition {
  return { and: conditions };
}
