import { nameHash } from './name-hash.js';

describe('The number of a name', () => {
  it.each(['', 'a', 'Zoë', '\ud800', 'specimen-7', '0190b2b0-6a5c-7e11-8c58-2f1d9f3a6c01', 'ffffffffffffffff'])(
    'of %j is whole, has 48 bits, and is always the same',
    (name) => {
      const number = nameHash(name);
      expect(Number.isSafeInteger(number) && number >= 0 && number < 2 ** 48).toBe(true);
      expect(nameHash(`${name}`)).toBe(number);
    },
  );

  it('keeps the order of what is made in order', () => {
    const times = ['0190b2b0-6a5c-7e11-8c58-2f1d9f3a6c01', '0190b2b0-6a5d-7b02-9a11-000000000000'];
    const positions = ['000000000000000f', '0000000000000010'];
    for (const [one, other] of [times, positions]) expect(nameHash(one!)).toBeLessThan(nameHash(other!));
  });

  it('tells names of every kind apart', () => {
    const names = Array.from({ length: 10_000 }, (_, at) => [`note-${at}`, `${at}`.padStart(UUID, 'x')]).flat();
    expect(new Set(names.map(nameHash)).size).toBe(names.length);
  });
});

const UUID = 36;
