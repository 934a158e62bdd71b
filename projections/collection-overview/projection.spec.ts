import { given, type GivenEvent } from '../kernel/given.js';
import { collectionOverview } from './projection.js';

const happened = (type: string, data: object): GivenEvent => ({
  stream: 'collection-mt',
  type,
  data,
  actor: { id: 'ada', role: 'administrator', via: 'session' },
});
const description = { institutionCode: 'UdeM', collectionCode: 'MT', name: 'Herbier Marie-Victorin' };
const established = happened('CollectionEstablished', { ...description, note: 'first' });
const founded = { foundedAt: '2026-01-01T00:00:00.000Z', foundedBy: 'ada' };

describe('The overview of a collection', () => {
  it('says what it is called and since when it is here', () =>
    given(collectionOverview, established).then({
      mt: { ...description, ...founded, modifiedAt: founded.foundedAt, revision: 0 },
    }));
  it('describes it anew, leaving the rest as it was', () =>
    given(
      collectionOverview,
      established,
      happened('CollectionDescribed', { changes: { description: 'Plants of Quebec' } }),
    ).then({
      mt: {
        ...description,
        ...founded,
        description: 'Plants of Quebec',
        modifiedAt: '2026-01-01T00:00:01.000Z',
        revision: 1,
      },
    }));
  it('states the newest loan policy', () => {
    const policy = { defaultTermDays: 180, longestTermDays: 730, approvalsNeeded: 1 };
    given(
      collectionOverview,
      established,
      happened('LoanPolicySet', { ...policy, defaultTermDays: 90 }),
      happened('LoanPolicySet', { ...policy, note: 'as decided' }),
    ).then({
      mt: { ...description, ...founded, loanPolicy: policy, modifiedAt: '2026-01-01T00:00:02.000Z', revision: 2 },
    });
  });
});
