import fc from 'fast-check';
import { keepsItsPromises } from '../../../infra/testing/aggregate-properties.js';
import { givenFor } from '../kernel/given.js';
import type { SavedSearchCommand } from './commands.js';
import type { SavedSearchEvent } from './events.js';
import { savedSearch } from './saved-search.js';

const given = givenFor(savedSearch);
const kept = {
  ownerId: '0d9c6e0c-6c63-5a4e-9d1d-0a3b5f0c7a11',
  name: 'My sedges',
  search: 'family=Cyperaceae',
  shared: false,
};
const save: SavedSearchCommand = { type: 'SaveSearch', ...kept };
const saved: SavedSearchEvent = { type: 'SearchSaved', data: kept };
const discarded: SavedSearchEvent = { type: 'SavedSearchDiscarded', data: {} };
const rename = (name: string): SavedSearchCommand => ({ type: 'RenameSavedSearch', name });

describe('A saved search', () => {
  it('is kept once', () => given().when(save, save).then(saved));
  it('is not put over another', () =>
    given(saved)
      .when({ ...save, name: 'Others' })
      .thenRejected('SAVED_SEARCH_EXISTS'));
  it('that nobody kept has no name to change', () => given().when(rename('x')).thenRejected('SAVED_SEARCH_UNKNOWN'));
  it('is renamed once', () =>
    given(saved)
      .when(rename('Sedges'), rename('Sedges'))
      .then({ type: 'SavedSearchRenamed', data: { name: 'Sedges' } }));
  it('finds something else from now on', () =>
    given(saved)
      .when({ type: 'ChangeSavedSearch', search: 'family=Poaceae' })
      .then({ type: 'SavedSearchChanged', data: { search: 'family=Poaceae' } }));
  it('is shared, and kept to oneself again', () =>
    given(saved)
      .when({ type: 'ShareSavedSearch', shared: true }, { type: 'ShareSavedSearch', shared: false })
      .then(
        { type: 'SavedSearchShared', data: { shared: true } },
        { type: 'SavedSearchShared', data: { shared: false } },
      ));
  it('is discarded once, and then changes no more', () => {
    given(saved).when({ type: 'DiscardSavedSearch' }, { type: 'DiscardSavedSearch' }).then(discarded);
    given(saved, discarded).when(rename('x')).thenRejected('SAVED_SEARCH_DISCARDED');
  });
});

const text = fc.constantFrom('a', 'b');
const commands = fc.oneof(
  fc.record({
    type: fc.constant('SaveSearch' as const),
    ownerId: fc.constant(kept.ownerId),
    name: text,
    search: text,
    shared: fc.boolean(),
  }),
  fc.record({ type: fc.constant('RenameSavedSearch' as const), name: text }),
  fc.record({ type: fc.constant('ChangeSavedSearch' as const), search: text }),
  fc.record({ type: fc.constant('ShareSavedSearch' as const), shared: fc.boolean() }),
  fc.record({ type: fc.constant('DiscardSavedSearch' as const) }),
) as fc.Arbitrary<SavedSearchCommand>;

describe('Any saved search', () => keepsItsPromises(savedSearch, commands));
