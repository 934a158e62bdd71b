import { NO_DETERMINATION } from '../acts/determination';
import { next, numberAfter, type TypedSpecimen } from './carry-over';

const typed: TypedSpecimen = {
  collectionId: 'one',
  terms: { catalogNumber: 'MT00010009', recordedBy: 'Marie-Victorin', recordNumber: '15201', locality: 'Oka' },
  determination: { ...NO_DETERMINATION, terms: { scientificName: 'Carex umbellata' } },
  keep: ['catalogNumber', 'recordedBy', 'locality'],
};

describe('The next specimen', () => {
  it('begins with what is kept, its number counted on', () => {
    expect(next(typed).terms).toEqual({ catalogNumber: 'MT00010010', recordedBy: 'Marie-Victorin', locality: 'Oka' });
    expect(next(typed).determination).toEqual(NO_DETERMINATION);
  });
  it('keeps the identification when asked to', () => {
    expect(next({ ...typed, keep: ['determination'] }).determination).toEqual(typed.determination);
  });
  it.each([
    ['MT0999', 'MT1000'],
    ['99', '100'],
    ['MT-A', 'MT-A'],
    ['90071992547409919', '90071992547409920'],
  ])('after %s is %s', (number, following) => expect(numberAfter(number)).toBe(following));
});
