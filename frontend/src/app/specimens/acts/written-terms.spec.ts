import { writtenTerms } from './written-terms';

describe('What is written in a form', () => {
  it('is sent in the order of the form, so that the same content has the same key', () => {
    const written = writtenTerms(['country', 'locality'], { locality: 'Tromsøya', country: 'Norway' });
    expect(JSON.stringify(written)).toBe('{"country":"Norway","locality":"Tromsøya"}');
  });
  it('is sent without blank fields, blanks around it and what the form does not ask for', () => {
    expect(
      writtenTerms(['country', 'locality', 'habitat'], { country: ' ', locality: ' Tromsøya ', county: 'x' }),
    ).toEqual({
      locality: 'Tromsøya',
    });
  });
});
