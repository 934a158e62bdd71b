import { changesOf, clashesIn, rebased } from './correction-draft';

const lines = [
  { term: 'locality', was: 'St-Hilaire', now: 'Mont-Saint-Hilaire' },
  { term: 'habitat', was: 'bog', now: ' ' },
  { term: 'county', now: 'Rouville' },
  { term: 'country', was: 'Canada', now: 'Canada' },
];

describe('A correction being written', () => {
  it('sends what changes something, and takes away what was emptied', () => {
    expect(changesOf(lines)).toEqual([
      { term: 'locality', was: 'St-Hilaire', now: 'Mont-Saint-Hilaire' },
      { term: 'habitat', was: 'bog' },
      { term: 'county', now: 'Rouville' },
    ]);
  });
  it('clashes where somebody else changed the same term meanwhile', () => {
    const present = { locality: 'Mt St-Hilaire', habitat: 'bog', country: 'Canada' };
    expect(clashesIn(lines, present)).toEqual([{ ...lines[0], theirs: 'Mt St-Hilaire' }]);
  });
  it('is put on top of what there is now, and keeps what was typed', () => {
    const onTop = rebased(lines, { locality: 'Mt St-Hilaire', county: 'Rouville', country: 'Canada' });
    expect(changesOf(onTop)).toEqual([{ term: 'locality', was: 'Mt St-Hilaire', now: 'Mont-Saint-Hilaire' }]);
  });
});
