import fc from 'fast-check';
import { GrowingMap } from './growing-map.js';

const entry = fc.tuple(fc.stringMatching(/^[a-z]$/), fc.nat(9));
const steps = fc.array(fc.record({ from: fc.nat(100), entries: fc.array(entry, { maxLength: 6 }) }), { maxLength: 40 });

describe('A growing map', () => {
  it('says what a Map says, in every version, whichever was added to', () => {
    fc.assert(
      fc.property(steps, (chosen) => {
        const versions = [{ grown: GrowingMap.of<number>(), plain: new Map<string, number>() }];
        for (const { from, entries } of chosen) {
          const { grown, plain } = versions[from % versions.length]!;
          versions.push({ grown: grown.with(entries), plain: new Map([...plain, ...entries]) });
        }
        for (const { grown, plain } of versions) {
          expect([...grown]).toEqual([...plain]);
          expect([...grown.keys()]).toEqual([...plain.keys()]);
          expect([...grown.values()]).toEqual([...plain.values()]);
          expect(grown.size).toBe(plain.size);
          for (const key of 'abcdefghijklmnopqrstuvwxyz') {
            expect(grown.get(key)).toBe(plain.get(key));
            expect(grown.has(key)).toBe(plain.has(key));
          }
        }
      }),
    );
  });

  it('goes through its entries in order', () => {
    const seen: unknown[] = [];
    const map = GrowingMap.of([['a', 1]]).with([['b', 2]]);
    map.forEach((value, key, whole) => seen.push([key, value, whole === map]));
    expect(seen).toEqual([
      ['a', 1, true],
      ['b', 2, true],
    ]);
  });
});
