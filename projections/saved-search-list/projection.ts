import type { SavedSearchEvent, SearchSaved } from '#domain/saved-search/events.js';
import type { Projection } from '../kernel/projection.js';
import type { ViewSchema } from '../kernel/view-store.js';
import type { SavedSearch } from './view.js';

const schema: ViewSchema<SavedSearch> = {
  columns: [
    { name: 'ownerId', kind: 'text' },
    { name: 'name', kind: 'text' },
    { name: 'shared', kind: 'number' },
  ],
  indexes: [['ownerId'], ['name']],
  row: ({ ownerId, name, shared }) => ({ ownerId, name, shared: Number(shared) }),
};

/** The searches that people keep, each until it is discarded. */
export const savedSearchList: Projection<SavedSearch> = {
  name: 'saved-search-list',
  version: 2,
  types: ['SearchSaved', 'SavedSearchRenamed', 'SavedSearchChanged', 'SavedSearchShared', 'SavedSearchDiscarded'],
  keysOf: (event) => [event.subject],
  evolve: (saved, { type, data, at }) => {
    if (type === 'SearchSaved') return { ...(data as SearchSaved['data']), savedAt: at, changedAt: at };
    if (!saved || type === 'SavedSearchDiscarded') return null;
    return { ...saved, ...(data as Exclude<SavedSearchEvent, SearchSaved>['data']), changedAt: at };
  },
  schema,
};
