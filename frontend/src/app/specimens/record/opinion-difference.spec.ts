import type { RecordIdentification } from '#projections/specimen-record/view.js';
import { differenceFrom } from './opinion-difference';

const opinion = (terms: Record<string, string>): RecordIdentification => ({
  identificationId: 'one',
  status: 'standing',
  terms,
  entered: { at: '2026-01-01T00:00:00.000Z', by: 'somebody', eventId: 'event' },
});

describe('Two opinions one after the other', () => {
  it('differ in the name, the qualifier and the type', () => {
    const before = opinion({ scientificName: 'Carex umbellata', identificationQualifier: 'cf.' });
    const after = opinion({ scientificName: 'Carex rugosperma', typeStatus: 'isotype' });
    expect(differenceFrom(before, after)).toEqual([
      { term: 'scientificName', was: 'Carex umbellata', now: 'Carex rugosperma' },
      { term: 'identificationQualifier', was: 'cf.' },
      { term: 'typeStatus', now: 'isotype' },
    ]);
  });
  it('do not differ where one of them does not say the family', () => {
    const before = opinion({ scientificName: 'Carex umbellata', family: 'Cyperaceae' });
    expect(differenceFrom(before, opinion({ scientificName: 'Carex umbellata' }))).toEqual([]);
  });
});
