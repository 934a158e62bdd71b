import { nameParts } from './name-parts';

const italics = (name: string, rank?: string, authorship?: string): string =>
  nameParts(name, rank, authorship)
    .map(({ text, italic }) => (italic ? `_${text}_` : text))
    .join(' ');

describe('A scientific name in print', () => {
  it('has its genus and epithet in italics, its author upright', () => {
    expect(italics('Carex pensylvanica Lam.')).toBe('_Carex pensylvanica_ Lam.');
  });
  it('has its rank words and later authors upright', () => {
    expect(italics('Solidago canadensis var. hargeri Fernald')).toBe('_Solidago canadensis_ var. _hargeri_ Fernald');
  });
  it('has a subgenus in italics, and a zoological author with the year upright', () => {
    expect(italics('Bombus (Pyrobombus) impatiens Cresson, 1863')).toBe(
      '_Bombus (Pyrobombus) impatiens_ Cresson, 1863',
    );
  });
  it('is upright above the genus', () => {
    expect(italics('Ranunculaceae')).toBe('Ranunculaceae');
    expect(italics('Coleoptera', 'order')).toBe('Coleoptera');
  });
  it('keeps doubt upright', () => {
    expect(italics('Carex cf. umbellata')).toBe('_Carex_ cf. _umbellata_');
  });
  it('splits an author in small letters off where it is known', () => {
    expect(italics('Aster novi-belgii auct. non L.', undefined, 'auct. non L.')).toBe(
      '_Aster novi-belgii_ auct. non L.',
    );
  });
});
