import { account } from './account/account.js';
import { catalogNumber } from './catalog-number/catalog-number.js';
import { collection } from './collection/collection.js';
import { importBatch } from './import-batch/import-batch.js';
import type { Aggregate } from './kernel/decider.js';
import { savedSearch } from './saved-search/saved-search.js';
import { specimen } from './specimen/specimen.js';

/** Every aggregate. */
export const AGGREGATES = [
  specimen,
  collection,
  catalogNumber,
  importBatch,
  account,
  savedSearch,
] as unknown as readonly Aggregate[];

const BY_CATEGORY = new Map(AGGREGATES.map((aggregate) => [aggregate.category, aggregate]));

/** The aggregate whose streams are `{category}-…`, or undefined. */
export function aggregateOf(category: string): Aggregate | undefined {
  return BY_CATEGORY.get(category);
}
