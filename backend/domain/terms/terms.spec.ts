import { splitAgentNames } from './agent-name.js';
import { isBlank } from './blank.js';
import { catalogNumberKey, foldCatalogNumber } from './catalog-number.js';
import { parseCoordinates, parseVerbatimCoordinates } from './coordinates.js';
import { collectingDate, parseEventDate } from './event-date.js';
import { isLiteralNullCandidate } from './literal-null.js';
import { parseScientificName } from './scientific-name.js';
import { parseTypeStatus } from './type-status.js';

describe('An event date', () => {
  it.each([
    ['1923', 19230101, 19231231, 'year'],
    ['1923-06', 19230601, 19230630, 'month'],
    ['1923-06-15', 19230615, 19230615, 'day'],
    ['2018-01-25T00:00:00.000+0000', 20180125, 20180125, 'day'],
    ['1923-06-15/1923-07-02', 19230615, 19230702, 'interval'],
    ['1923-06/08', 19230601, 19230831, 'interval'],
    ['1923-02-29/03-02', undefined, undefined, undefined],
    ['1930/1929', 19290101, 19301231, 'interval'],
    ['1987-154', 19870603, 19870603, 'day'],
    ['12/31/1996', 19961231, 19961231, 'day'],
    ['03/04/1996', 19960304, 19960403, 'ambiguous'],
    ['3 décembre 2012', 20121203, 20121203, 'day'],
    ['le 1er août 1931', 19310801, 19310801, 'day'],
    ['19-21.vii.1990', 19900719, 19900721, 'interval'],
    ['1980s', 19800101, 19891231, 'interval'],
    ['0000-00-00', undefined, undefined, undefined],
    ['s.d.', undefined, undefined, undefined],
    ['30 Feb 1930', undefined, undefined, undefined],
    ['15 June 23', undefined, undefined, undefined],
    ['', undefined, undefined, undefined],
  ])('reads %j', (text, first, last, precision) => {
    expect(parseEventDate(text)).toEqual(first === undefined ? undefined : { first, last, precision });
  });

  it('that could be two days is told by year, month and day', () => {
    const terms = { eventDate: '03/04/1996', year: '1996', month: '3', day: '4' };
    expect(collectingDate(terms)).toEqual({
      interval: { first: 19960304, last: 19960304, precision: 'day' },
      unreadable: false,
    });
  });

  it('that cannot be read is known to be unreadable, whatever else tells the day', () => {
    expect(collectingDate({ eventDate: 's.d.' })).toEqual({ unreadable: true });
    expect(collectingDate({ eventDate: 's.d.', year: '1931' })).toMatchObject({
      unreadable: true,
      interval: { first: 19310101 },
    });
    expect(collectingDate({})).toEqual({ unreadable: false });
  });
});

describe('Coordinates', () => {
  const point = (latitude: number, longitude: number): unknown => ({ kind: 'point', point: { latitude, longitude } });

  it.each([
    ['45.5', '-73.6', point(45.5, -73.6)],
    ['45,5', '−73,6', point(45.5, -73.6)],
    ["45°30'N", "73°36'W", point(45.5, -73.6)],
    ['N 45° 30\' 00"', 'O 73° 36\' 00"', point(45.5, -73.6)],
    ['0', '0.0', { kind: 'zero' }],
    ['0', '12', point(0, 12)],
    ['95', '12', { kind: 'out-of-range', latitude: 95, longitude: 12 }],
    ['NA', 'NA', { kind: 'unreadable' }],
    ['45.5', '', { kind: 'unreadable' }],
    ["45°75'N", '73°W', { kind: 'unreadable' }],
    ['', '', { kind: 'absent' }],
  ])('are read from %j and %j', (latitude, longitude, wanted) => {
    expect(parseCoordinates(latitude, longitude)).toEqual(wanted);
  });

  it('are read from one text', () => {
    expect(parseVerbatimCoordinates('45°30\'0"N, 73°36\'0"W')).toEqual(point(45.5, -73.6));
    expect(parseVerbatimCoordinates('45.5, -73.6')).toEqual(point(45.5, -73.6));
    expect(parseVerbatimCoordinates('near the mill')).toEqual({ kind: 'unreadable' });
  });
});

describe('A catalogue number', () => {
  it('is the same in any case and spacing, but keeps its zeros and signs', () => {
    expect(foldCatalogNumber(' QFA 0123456 ')).toBe('qfa0123456');
    expect(foldCatalogNumber('QFA123456')).not.toBe(foldCatalogNumber('QFA0123456'));
    expect(foldCatalogNumber('12-3')).not.toBe(foldCatalogNumber('1-23'));
  });

  it('is unique with its collection and codes', () => {
    const key = catalogNumberKey('c', { institutionCode: 'MT', collectionCode: 'Vasc', catalogNumber: 'MT 1' });
    expect(key).toBe('c\nmt\nvasc\nmt1');
    expect(catalogNumberKey('c', { institutionCode: 'MT' })).toBeUndefined();
    expect(catalogNumberKey('c', { institutionCode: 'm\nt', catalogNumber: '1' })).toBe('c\nmt\n\n1');
  });
});

describe('A scientific name', () => {
  it.each([
    [
      'Quercus rubra L.',
      { canonical: 'Quercus rubra', genusOrAbove: 'Quercus', specificEpithet: 'rubra', authorship: 'L.' },
    ],
    ['Fagaceae', { canonical: 'Fagaceae', genusOrAbove: 'Fagaceae' }],
    [
      'Betula pendula f. dalecarlica (L. f.) C.K. Schneid.',
      {
        canonical: 'Betula pendula f. dalecarlica',
        genusOrAbove: 'Betula',
        specificEpithet: 'pendula',
        infraspecificEpithet: 'dalecarlica',
        infraspecificRank: 'f',
        authorship: '(L. f.) C.K. Schneid.',
      },
    ],
    [
      'Rosa cf. acicularis',
      { canonical: 'Rosa acicularis', genusOrAbove: 'Rosa', specificEpithet: 'acicularis', qualifier: 'cf.' },
    ],
    ['Carex sp.', { canonical: 'Carex', genusOrAbove: 'Carex', qualifier: 'sp.' }],
    [
      'Crataegus ×grandiflora (Sm.) K.Koch',
      {
        canonical: 'Crataegus grandiflora',
        genusOrAbove: 'Crataegus',
        specificEpithet: 'grandiflora',
        authorship: '(Sm.) K.Koch',
        hybrid: 'named',
      },
    ],
    [
      'Salix alba × Salix fragilis',
      { canonical: 'Salix alba × Salix fragilis', genusOrAbove: 'Salix', hybrid: 'formula' },
    ],
    [
      'QUERCUS RUBRA L.',
      { canonical: 'Quercus rubra', genusOrAbove: 'Quercus', specificEpithet: 'rubra', authorship: 'L.' },
    ],
    ['Tobacco mosaic virus', undefined],
    ['incertae sedis', undefined],
    ['', undefined],
  ])('is read from %j', (text, wanted) => expect(parseScientificName(text)).toEqual(wanted));
});

describe('Names of people', () => {
  it.each([
    ['F. Marie-Victorin | E. Rouleau', ['F. Marie-Victorin', 'E. Rouleau']],
    ['Silva, J.M.; Brotto, M.L.', ['Silva, J.M.', 'Brotto, M.L.']],
    ['Asplund & Dahl', ['Asplund', 'Dahl']],
    ['Marie-Victorin et Rolland-Germain', ['Marie-Victorin', 'Rolland-Germain']],
    ['W. W. Thomas et al.', ['W. W. Thomas et al.']],
    ['Macoun, J.', ['Macoun, J.']],
    ['Anderson', ['Anderson']],
    [' ', []],
  ])('are split in %j', (text, names) => expect(splitAgentNames(text)).toEqual(names));
});

describe('A type status', () => {
  it.each([
    ['Isolectotypus', 'isolectotype'],
    ['HOLOTYPE of Rosa acicularis Lindl.', 'holotype'],
    ['not a type', 'notatype'],
    ['Syntypi', 'syntype'],
    ['Preserved Specimen', undefined],
    ['NA', undefined],
    ['', undefined],
  ])('is read from %j', (text, status) => expect(parseTypeStatus(text)).toBe(status));
});

describe('A literal null', () => {
  it.each(['NA', 'N/A', 'NULL', '\\N', '-', 's.d.', 's/d', '?', 'unknown', 'S.N.', 'Não informado'])(
    'may be %j',
    (text) => expect(isLiteralNullCandidate(text)).toBe(true),
  );
  it.each(['Namibia', '0', 'Canada', '', ' ', 'No'])('is not %j', (text) =>
    expect(isLiteralNullCandidate(text)).toBe(false),
  );
  it('is not the same as blank', () =>
    expect([isBlank(' \t'), isBlank(undefined), isBlank('NA')]).toEqual([true, true, false]));
});
