import { codeOfNumeric, readCountry, readCountryCode, stateOf } from './countries.js';
import { COUNTRY_NAMES } from './country-names.js';

describe('A country on a label', () => {
  it.each([
    ['Brazil', 'BR'],
    ['BRASIL', 'BR'],
    ['Brésil', 'BR'],
    ['Côte d’Ivoire', 'CI'],
    ["cote d'ivoire", 'CI'],
    ['U.S.A.', 'US'],
    ['United States of America (the)', 'US'],
    ['Venezuela, Bolivarian Republic of', 'VE'],
    ['Congo, Democratic Republic of the', 'CD'],
    ['Zaire', 'CD'],
    ['Burma', 'MM'],
    ['Deutschland', 'DE'],
    ['DEU', 'DE'],
    ['se', 'SE'],
    ['Sverige', 'SE'],
    ['Россия', 'RU'],
    ['日本', 'JP'],
    ['Malaysia/Sabah', 'MY'],
    ['Scotland', 'GB'],
  ])('%s is %s', (name, code) => expect(readCountry(name)).toEqual({ code }));

  it.each(['USSR', 'Československo', 'Yugoslavia', 'High Seas'])('%s is right and has no code of today', (name) =>
    expect(readCountry(name)).toEqual({ known: true }),
  );
  it.each(['unknown or invalid', 'Atlantis', '12', '???', ''])('%s is none', (name) =>
    expect(readCountry(name)).toEqual({ known: false }),
  );
  it('is Namibia by its code or name, which is why literal nulls are settled before', () =>
    expect(['NA', 'Namibia'].map((name) => readCountry(name).code)).toEqual(['NA', 'NA']));

  it('has a code in either case, and no other', () => {
    expect(readCountryCode('br ')).toBe('BR');
    expect(readCountryCode('BRA')).toBeUndefined();
    expect(readCountryCode('ZZ')).toBeUndefined();
  });
  it('keeps one code to one line of the table, and one number to one code', () => {
    const codes = COUNTRY_NAMES.map((line) => line.split('|')[0]!.split(' '));
    expect(codes).toHaveLength(250);
    for (const part of [0, 1, 2]) expect(new Set(codes.map((code) => code[part])).size).toBe(250);
    expect(codeOfNumeric('076')).toBe('BR');
  });
  it('never gives one name to two countries', () => {
    const names = COUNTRY_NAMES.flatMap((line) => line.split('|').slice(1));
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });
  it('is filed with its state', () => {
    expect(stateOf('GF')).toBe('FR');
    expect(stateOf('BR')).toBe('BR');
  });
});
