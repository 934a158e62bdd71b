import { sayLabelDate } from './label-date';

describe('A date on a label', () => {
  it('is as precise as it was written, in the language of the reader', () => {
    expect(sayLabelDate('1923', 'en')).toBe('1923');
    expect(sayLabelDate('1923-06', 'en')).toBe('June 1923');
    expect(sayLabelDate('1923-06-14', 'fr')).toBe('14 juin 1923');
  });
  it('can be an interval', () => {
    expect(sayLabelDate('1956-05-02/1956-05-09', 'fr')).toBe('2 mai 1956 – 9 mai 1956');
  });
  it('stays as it is when it is no such date', () => {
    expect(sayLabelDate('summer 1923', 'en')).toBe('summer 1923');
    expect(sayLabelDate('1923-02-31', 'en')).toBe('1923-02-31');
  });
});
