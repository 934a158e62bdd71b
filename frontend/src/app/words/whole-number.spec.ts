import { isSingular, wholeNumber } from './whole-number';

const NUMBERS = [...Array(2100).keys(), 9_999, 10_000, 83_992, 999_999, 1_000_000, 100_000_000, 2 ** 53 - 1];

describe.each(['en', 'fr'] as const)('A whole number in %s', (language) => {
  it('is written as the browser writes it', () => {
    const usual = new Intl.NumberFormat(language);
    for (const n of [...NUMBERS, -1, -12_345]) expect(wholeNumber(n, language)).toBe(usual.format(n));
  });
  it('is one or many as the rules of the language say', () => {
    const rules = new Intl.PluralRules(language);
    for (const n of NUMBERS) expect(isSingular(n, language)).toBe(rules.select(n) === 'one');
  });
});
