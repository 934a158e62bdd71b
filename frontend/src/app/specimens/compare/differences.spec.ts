import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import { differencesBetween } from './differences';

const stamp = { at: '2026-01-01T00:00:00.000Z', by: 'somebody', eventId: 'event' };
const record = (more: Partial<SpecimenRecord> = {}): SpecimenRecord => ({
  collectionId: 'one',
  terms: { locality: 'Oka', country: 'Canada' },
  interpreted: {},
  identifications: [],
  released: false,
  created: stamp,
  modified: stamp,
  revision: 0,
  ...more,
});

describe('A record at two moments', () => {
  it('differs in nothing where nothing but who and when has changed', () => {
    expect(differencesBetween(record(), record({ revision: 3, modified: { ...stamp, by: 'another' } }))).toEqual([]);
  });
  it('differs in values corrected, given and taken away', () => {
    const later = record({ terms: { locality: 'Rigaud', habitat: 'bog' } });
    expect(differencesBetween(record(), later)).toEqual([
      { term: 'locality', then: 'Oka', later: 'Rigaud' },
      { term: 'country', then: 'Canada' },
      { term: 'habitat', later: 'bog' },
    ]);
  });
  it('differs in what is accepted and what is shown', () => {
    const accepted = { identificationId: 'a', status: 'accepted', terms: { scientificName: 'Carex' }, entered: stamp };
    const later = record({ identifications: [accepted as SpecimenRecord['identifications'][number]], released: true });
    expect(differencesBetween(record(), later).map(({ key }) => key)).toEqual([
      'compare.accepted',
      'compare.opinion',
      'compare.released',
    ]);
  });
});
