import { isBegun, NO_DETERMINATION, problemsOf } from './determination';

describe('A determination in the form of a new specimen', () => {
  it('is not sent while nothing of it is written', () => {
    expect(isBegun({ ...NO_DETERMINATION, terms: { scientificName: ' ' } })).toBe(false);
  });
  it.each([
    { terms: { family: 'Cyperaceae' } },
    { people: ['L. Brouillet'] },
    { basedOn: 'a photograph' },
    { note: 'the label is torn' },
  ])('is not left out without a word when its name is missing: %j', (written) => {
    const typed = { ...NO_DETERMINATION, ...written };
    expect(isBegun(typed)).toBe(true);
    expect(problemsOf(typed)).toEqual(['name']);
  });
});
