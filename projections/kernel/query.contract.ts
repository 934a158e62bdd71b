import fc from 'fast-check';
import { finds, type Find } from './contract-view.js';
import { naiveCells, naiveFacet, naiveIds, naiveMatches, type Kept } from './naive-view.js';
import type { Condition, Page, Query, Sort, TextQuery } from './query.js';
import type { View, ViewStore } from './view-store.js';

// Few values, so that ties, empty answers and crowded ones all happen; spellings that fold alike, and letters beyond the
// basic plane, whose order by UTF-8 bytes is not that of code units.
const FAMILIES = [
  'Apidae',
  'apidae',
  'Solanaceae',
  'Sölanaceae',
  'Poaceae',
  'Zamiaceae',
  '\u{1D49C}rum',
  '\uFF21rum',
  '',
];
const COLLECTORS = ['Glaziou, A.', 'Gläziou, A.', "d'Orbigny", 'Saint-Hilaire', 'A. Ducke', '北京'];
const NUMBERS = ['CNC-HYM-000123', 'CNC-HYM-000124', 'RB 45', 'RB45', 'ub12345', 'K001'];

const family = fc.constantFrom(...FAMILIES);
const collector = fc.constantFrom(...COLLECTORS);
const year = fc.integer({ min: 1899, max: 1903 });
const day = year.chain((y) => fc.constantFrom(y * 10_000 + 101, y * 10_000 + 615, y * 10_000 + 1231));
const interval = fc.tuple(day, day).map(([a, b]): [number, number] => (a <= b ? [a, b] : [b, a]));
const place = fc.tuple(fc.constantFrom(-180, -179.5, -40, 0, 40, 179.5, 180), fc.constantFrom(-90, -15, 0, 15, 90));

const find: fc.Arbitrary<Find> = fc.record(
  {
    number: fc.constantFrom(...NUMBERS),
    family,
    year,
    collected: interval,
    place,
    collectors: fc.array(collector, { maxLength: 3 }),
    note: fc.constantFrom('campo alto', 'Campo-Alto da Serra', 'on the road', 'serra'),
  },
  { requiredKeys: [] },
);

const filter: fc.Arbitrary<Condition> = fc.oneof(
  family.map((equals) => ({ column: 'family', equals })),
  fc.array(family, { maxLength: 3 }).map((values) => ({ column: 'family', in: values })),
  fc.constantFrom('', 'a', 'SOL', 'Söl', '\u{1D49C}').map((prefix) => ({ column: 'family', prefix })),
  fc.tuple(family, family).map(([from, to]) => ({ column: 'family', from, to })),
  family.map((from) => ({ column: 'family', from })),
  fc.constantFrom('cnc', 'RB', 'ub1').map((prefix) => ({ column: 'number', prefix })),
  year.map((equals) => ({ column: 'year', equals })),
  year.map((to) => ({ column: 'year', to })),
  fc.tuple(year, year).map(([from, to]) => ({ column: 'year', from, to })),
  day.map((equals) => ({ column: 'collected', equals })),
  day.map((from) => ({ column: 'collected', from })),
  interval.map(([from, to]) => ({ column: 'collected', from, to })),
  fc
    .constantFrom('number', 'family', 'year', 'collected', 'place', 'collectors')
    .chain((column) => fc.boolean().map((exists) => ({ column, exists }))),
  fc
    .tuple(place, place)
    .map(([[west, south], [east, north]]) => ({ column: 'place', box: { west, south, east, north } })),
  fc
    .array(fc.tuple(fc.constantFrom(-180, -80.5, -40, 0, 40, 99, 180), fc.constantFrom(-90, -33, -15, 0, 15, 90)), {
      minLength: 3,
      maxLength: 6,
    })
    .map((polygon) => ({ column: 'place', polygon })),
  fc.constantFrom('', 'ap', 'LAN', 'Öl', '!', '\u{1D49C}').map((contains) => ({ column: 'family', contains })),
  fc.constantFrom('hym-', 'B 4', '.').map((contains) => ({ column: 'number', contains })),
  fc.constantFrom('azi', ', A', '京', "'").map((contains) => ({ column: 'collectors', contains })),
  collector.map((equals) => ({ column: 'collectors', equals })),
  fc.array(collector, { maxLength: 2 }).map((values) => ({ column: 'collectors', in: values })),
  fc.constantFrom('gla', 'SAINT', "D'").map((prefix) => ({ column: 'collectors', prefix })),
);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    filter,
    fc.array(tie('condition'), { maxLength: 3 }).map((and) => ({ and })),
    fc.array(tie('condition'), { maxLength: 3 }).map((or) => ({ or })),
    tie('condition').map((not) => ({ not })),
  ),
}));
const text: fc.Arbitrary<TextQuery> = fc.record({
  words: fc.constantFrom(
    'glaziou',
    'Campo alto',
    'camp',
    'CNC-HYM-123',
    '123',
    'rb45',
    'dorbigny',
    'sainthil',
    '京',
    '!',
    '',
  ),
  prefix: fc.boolean(),
});
const sort: fc.Arbitrary<Sort[]> = fc.uniqueArray(
  fc.record({ column: fc.constantFrom('number', 'family', 'year', 'collected'), descending: fc.boolean() }),
  { maxLength: 3, selector: ({ column }) => column },
);
const query: fc.Arbitrary<Query> = fc.record(
  { where: condition, text, sort, limit: fc.integer({ min: 1, max: 40 }), count: fc.constant(true) },
  { requiredKeys: ['limit'] },
);

/** Compares a store's answers to some hundred random queries with an evaluation in plain words. */
export function describeQueryContract(name: string, open: () => Promise<ViewStore>): void {
  describe(`${name} answers queries`, () => {
    let store: ViewStore;
    let view: View<Find>;
    const kept: Kept[] = fc
      .sample(find, { numRuns: 240, seed: 1758 })
      .map((document, at) => ({ id: `find-${(at * 7919) % 1009}`, document }));

    beforeAll(async () => {
      store = await open();
      view = await store.open<Find>('finds', 1, finds);
      const writes = kept.map(({ id, document }) => ({ id, document, revision: 0 }));
      await view.commit(writes.slice(0, 100), { storeId: 'ledger', parked: {} });
      await view.commit(writes.slice(100), { storeId: 'ledger', position: '0240', parked: {} });
    });
    afterAll(() => store.close());

    it('as the plain evaluation does, page by page, each document once and in order', async () => {
      await fc.assert(
        fc.asyncProperty(query, async (asked) => {
          const expected = naiveIds(kept, asked);
          const walked: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await view.search({ ...asked, ...(cursor === undefined ? {} : { cursor }) });
            walked.push(...page.items.map(({ id }) => id));
            if (asked.count) expect(page.total).toBe(expected.length);
            if (page.next !== undefined) expect(page.items).toHaveLength(asked.limit!);
            cursor = page.next;
          } while (cursor !== undefined && walked.length <= expected.length);
          expect(walked).toEqual(expected);
        }),
        { numRuns: 400, seed: 1758 },
      );
    });

    it('alike when thousands match', async () => {
      const many = Array.from({ length: 4_200 }, (_, at): Kept => {
        const common = at % 3 === 0 ? { family: 'Apidae', note: 'cerrado' } : { family: 'Poaceae', note: 'campo' };
        return {
          id: `m${at}`,
          document: { ...common, number: `K${(at * 7919) % 1_501}`, ...(at % 5 && { year: 1900 + (at % 7) }) },
        };
      });
      const crowded = await store.open<Find>('crowd', 1, finds);
      await crowded.commit(many.map(({ id, document }) => ({ id, document, revision: 0 })), { storeId: 'ledger', parked: {} }); // prettier-ignore
      const asked: Query[] = [
        { where: { column: 'family', equals: 'Apidae' }, sort: [{ column: 'number' }] },
        { where: { column: 'family', equals: 'Apidae' }, sort: [{ column: 'year', descending: true }] },
        { text: { words: 'cerrado' }, sort: [{ column: 'number', descending: true }] },
        { text: { words: 'camp', prefix: true }, where: { not: { column: 'year', equals: 1901 } } },
      ];
      for (const one of asked) {
        const walked: string[] = [];
        for (let cursor: string | undefined = ''; cursor !== undefined;) {
          const page: Page<Find> = await crowded.search({ ...one, limit: 400, ...(cursor && { cursor }) });
          walked.push(...page.items.map(({ id }) => id));
          cursor = page.next;
        }
        expect(walked).toEqual(naiveIds(many, one));
      }
    });

    it('with cells of a grid over the earth, in which the points lie', async () => {
      const level = fc.integer({ min: 0, max: 24 });
      const limit = fc.integer({ min: 1, max: 40 });
      await fc.assert(
        fc.asyncProperty(fc.option(condition), fc.option(text), level, limit, async (where, words, fine, most) => {
          const matches = naiveMatches(kept, where ?? undefined, words ?? undefined);
          const asked = { column: 'place', level: fine, limit: most };
          expect(await view.cells(where ?? undefined, words ?? undefined, asked)).toEqual(
            naiveCells(matches, fine, most),
          );
        }),
        { numRuns: 120, seed: 1871 },
      );
      await expect(view.cells(undefined, undefined, { column: 'family', level: 1 })).rejects.toThrow('no points');
      await expect(view.cells(undefined, undefined, { column: 'place', level: 25 })).rejects.toThrow('level');
    });

    it('with facets that count what matches', async () => {
      const limit = fc.integer({ min: 1, max: 6 });
      await fc.assert(
        fc.asyncProperty(fc.option(condition), fc.option(text), limit, async (where, words, most) => {
          const matches = naiveMatches(kept, where ?? undefined, words ?? undefined);
          const facets = await view.facets(where ?? undefined, words ?? undefined, [
            { column: 'family', limit: most },
            { column: 'year', limit: most },
            { column: 'collectors', limit: most },
          ]);
          expect(facets).toEqual({
            family: naiveFacet(matches, 'family', most),
            year: naiveFacet(matches, 'year', most),
            collectors: naiveFacet(matches, 'collectors', most),
          });
          expect(await view.count(where ?? undefined, words ?? undefined)).toBe(matches.length);
        }),
        { numRuns: 200, seed: 1799 },
      );
    });
  });
}
