import { given, type GivenEvent } from '../kernel/given.js';
import { savedSearchList } from './projection.js';

const happened = (type: string, data: object = {}): GivenEvent => ({ stream: 'savedSearch-s', type, data });
const saved = happened('SearchSaved', { ownerId: 'odile', name: 'Sedges', search: 'family=Cyperaceae', shared: false });
const sedges = {
  ownerId: 'odile',
  name: 'Sedges',
  search: 'family=Cyperaceae',
  shared: false,
  savedAt: '2026-01-01T00:00:00.000Z',
};

describe('The list of saved searches', () => {
  it('shows a search as it was saved', () =>
    given(savedSearchList, saved).then({ s: { ...sedges, changedAt: sedges.savedAt } }));
  it('follows its name, what it finds and who sees it', () => {
    const { documents } = given(
      savedSearchList,
      saved,
      happened('SavedSearchRenamed', { name: 'Carex' }),
      happened('SavedSearchChanged', { search: 'genus=Carex' }),
      happened('SavedSearchShared', { shared: true }),
    );
    expect(documents.get('s')).toMatchObject({ name: 'Carex', search: 'genus=Carex', shared: true });
  });
  it('forgets a discarded one', () => given(savedSearchList, saved, happened('SavedSearchDiscarded')).then({}));
  it('is asked by owner and by what is shared', () =>
    expect(given(savedSearchList, saved).row('s')).toEqual({ ownerId: 'odile', name: 'Sedges', shared: 0 }));
});
