import fc from 'fast-check';
import { compareUtf8, foldedKey, sortKey } from './sort-key.js';
import { anyWords, askedWords, writtenWords } from './words.js';

const found = (asked: string, ...texts: string[]): boolean => {
  const words = new Set(writtenWords(texts).split(' '));
  return askedWords(asked).every((word) => words.has(word));
};

describe('Words', () => {
  it.each([
    ['CNC-HYM-123456', 'CNC-HYM-123456'],
    ['123456', 'CNC-HYM-123456'],
    ['hym 123456', 'CNC-HYM-123456'],
    ['123456', 'UB123456'],
    ['ub 123456', 'UB123456'],
    ['1234', 'K 0001234'],
    ['0001234', 'K 0001234'],
    ['cnc-hym123456', 'cnc hym 123456'],
    ['sao joao', 'São João del-Rei'],
    ['SÃO', 'sao'],
    ['orbigny', "d'Orbigny"],
    ['dorbigny', 'd’Orbigny'],
    ['saint hilaire', 'Saint-Hilaire, A.'],
    ['sainthilaire', 'Saint-Hilaire, A.'],
    ['Strasse', 'Große Straße'],
    ['aegypten', 'Ægypten'],
    ['lodz', 'Łódź'],
    ['京', '北京市'],
    ['Москва', 'МОСКВА'],
  ])('of %s are found in %s', (asked, text) => expect(found(asked, text)).toBe(true));

  it.each([
    ['1234', 'CNC-HYM-123456'],
    ['01234', 'K 1234'],
    ['joao paulo', 'São João'],
  ])('of %s are not found in %s', (asked, text) => expect(found(asked, text)).toBe(false));

  it('are the same whichever way they are split', () => {
    const signs = fc.constantFrom(...`abz09 -'’.,/ßÆéÃ²½ªŀŉ·Ω京n0-`, '\n', '00', '\u0301', '\u2010', '😀');
    const text = fc.oneof(
      fc.array(signs, { maxLength: 20 }).map((all) => all.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), (texts) => {
        const sorted = (words: string): string[] => words.split(' ').filter(Boolean).sort();
        expect(sorted(writtenWords(texts))).toEqual(sorted(texts.map(anyWords).join(' ')));
      }),
      { numRuns: 2_000, seed: 1753 },
    );
  });

  it('of a text are always found in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => expect(found(text, text)).toBe(true)),
      { numRuns: 500, seed: 1753 },
    );
  });
});

describe('Sort keys', () => {
  it('put spellings of one name together, before what follows it', () => {
    const names = ['Sao Tome', 'São Paulo', 'sao paulo', 'SAO PAULO', 'São Paulo de Olivença', 'Zea', 'Äpfel', 'Apus'];
    const ordered = [...names].sort((a, b) => compareUtf8(sortKey(a), sortKey(b)));
    expect(ordered.map(foldedKey)).toEqual([
      'apfel', 'apus', 'sao paulo', 'sao paulo', 'sao paulo', 'sao paulo de olivenca', 'sao tome', 'zea',
    ]); // prettier-ignore
  });

  it('of different texts differ', () => {
    const letters = fc.constantFrom('a', 'A', 'á', 'Á', 'ß', 's', 'S', '-', '\u0301', 'İ', 'i');
    const text = fc.array(letters, { maxLength: 5 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, text, (a, b) => expect(sortKey(a) === sortKey(b)).toBe(a === b)),
      { numRuns: 3_000, seed: 1753 },
    );
  });

  it('compare as their UTF-8 bytes do', () => {
    const text = fc.string({ unit: 'binary' }).filter((one) => one.isWellFormed());
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { numRuns: 1_000, seed: 1753 },
    );
  });
});
