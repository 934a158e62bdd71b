import { peopleText } from './people-text';

describe('People of one term', () => {
  it.each([
    ['Marie-Victorin, Fr. | Rolland-Germain, Fr.', 'Marie-Victorin, Fr.; Rolland-Germain, Fr.'],
    ['Gray, Asa', 'Gray, Asa'],
    [' | ', ''],
    [undefined, undefined],
  ])('%j are read as %j', (text, read) => expect(peopleText(text)).toBe(read));
});
