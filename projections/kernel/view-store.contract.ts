// Longer than other files on purpose: all promises of one port stand together, so that an adapter runs them in five lines.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithSharedData } from '../../infra/testing/shared-data.js';
import { finds, type Find } from './contract-view.js';
import { describeQueryContract } from './query.contract.js';
import { InvalidQuery, type Query } from './query.js';
import { compareUtf8 } from './sort-key.js';
import { LeaseLost, ViewHeld, type Checkpoint, type View, type ViewStore } from './view-store.js';

/** A place for a store's data, fresh for each test, that can be opened several times: as other processes would. */
export interface ViewStorePlace {
  open(now?: () => number): Promise<ViewStore>;
}

const at = (position: string): Checkpoint => ({ storeId: 'ledger', position, parked: {} });
const write = (id: string, document: Find | null, revision = 0) => ({ id, document, revision });

/** Everything a view store promises; each adapter's spec calls this. */
export function describeViewStoreContract(name: string, place: () => ViewStorePlace): void {
  describe(`${name} as a view store`, () => {
    let here: ViewStorePlace;
    let store: ViewStore;
    let view: View<Find>;
    const opened: ViewStore[] = [];
    const openAgain = async (now?: () => number): Promise<ViewStore> => {
      const again = await here.open(now);
      opened.push(again);
      return again;
    };
    const ids = async (query: Query): Promise<string[]> => (await view.search(query)).items.map(({ id }) => id);

    beforeEach(async () => {
      here = place();
      store = await openAgain();
      view = await store.open('finds', 1, finds);
    });
    afterEach(async () => {
      for (const one of opened.splice(0)) await one.close();
    });

    describe('keeps documents', () => {
      it('as they were committed, with their revision', async () => {
        const document: Find = {
          number: 'K001',
          collected: [18980101, 18981231],
          place: [-43.5, -22.9],
          collectors: [],
        };
        await view.commit([write('a', document, 7)], at('1'));
        expect(await view.get('a')).toEqual({ document, revision: 7 });
        expect(await view.get('b')).toBeUndefined();
        expect(await view.getMany(['a', 'b'])).toEqual(new Map([['a', { document, revision: 7 }]]));
      });

      it('and finds a changed one by what it is now, not by what it was', async () => {
        await view.commit(
          [write('a', { number: 'K001', family: 'Apidae', collectors: ['Ducke'], note: 'cerrado' })],
          at('1'),
        );
        await view.commit(
          [write('a', { number: 'K002', family: 'Poaceae', collectors: ['Ule'], note: 'campo' }, 1)],
          at('2'),
        );
        expect(await ids({ where: { column: 'family', equals: 'Poaceae' }, text: { words: 'campo' } })).toEqual(['a']);
        expect(await ids({ where: { column: 'collectors', equals: 'Ule' } })).toEqual(['a']);
        expect(await ids({ where: { column: 'family', equals: 'Apidae' } })).toEqual([]);
        expect(await ids({ where: { column: 'collectors', equals: 'Ducke' } })).toEqual([]);
        expect(await ids({ text: { words: 'cerrado' } })).toEqual([]);
        const facets = await view.facets(undefined, undefined, [{ column: 'family' }, { column: 'collectors' }]);
        expect(facets).toEqual({ family: [{ value: 'Poaceae', count: 1 }], collectors: [{ value: 'Ule', count: 1 }] });
      });

      it('and forgets a removed one altogether', async () => {
        await view.commit([write('a', { family: 'Apidae', collectors: ['Ule'], note: 'campo' })], at('1'));
        await view.commit([write('a', null, 1), write('never', null)], at('2'));
        expect(await view.get('a')).toBeUndefined();
        expect(await view.count()).toBe(0);
        expect(await view.count(undefined, { words: 'campo' })).toBe(0);
        expect(await view.facets(undefined, undefined, [{ column: 'collectors' }])).toEqual({ collectors: [] });
      });

      it('through a reopening', async () => {
        await view.commit([write('a', { family: 'Apidae' })], at('1'));
        await opened.pop()!.close();
        store = await openAgain();
        view = await store.open('finds', 1, finds);
        expect((await view.get('a'))!.document).toEqual({ family: 'Apidae' });
        expect(await view.checkpoint()).toEqual(at('1'));
      });

      it('loaded in bulk, like those that came one by one', async () => {
        await view.commit([write('a', { family: 'Apidae', note: 'campo' })], at('1'), true);
        await view.commit([write('b', { family: 'Poaceae', note: 'campo' })], at('2'), true);
        await view.finish();
        await view.commit([write('c', { family: 'Apidae' })], at('3'));
        expect(await ids({ where: { column: 'family', equals: 'Apidae' } })).toEqual(['a', 'c']);
        expect(await ids({ text: { words: 'campo' } })).toEqual(['a', 'b']);
      });
    });

    describe('commits documents and checkpoint together', () => {
      it('and says the position in every page', async () => {
        expect(await view.checkpoint()).toBeUndefined();
        expect((await view.search({})).position).toBeUndefined();
        const parked = { b: { eventId: 'e', why: 'illegible' } };
        await view.commit([write('a', {})], { ...at('0009'), parked });
        expect(await view.checkpoint()).toEqual({ ...at('0009'), parked });
        expect((await view.search({})).position).toBe('0009');
      });

      it('or not at all, when one document cannot be written', async () => {
        await view.commit([write('a', { family: 'Apidae' })], at('1'));
        const unfit = write('b', { year: 'MCM' as unknown as number });
        const writes = [write('a', { family: 'Poaceae' }, 1), write('c', { family: 'Vespidae' }), unfit];
        await expect(view.commit(writes, at('2'))).rejects.toThrow();
        expect(await view.checkpoint()).toEqual(at('1'));
        expect((await view.get('a'))!.document).toEqual({ family: 'Apidae' });
        expect(await ids({ where: { column: 'family', exists: true } })).toEqual(['a']);
        await view.commit([write('c', { family: 'Vespidae' })], at('2'));
        expect(await view.facets(undefined, undefined, [{ column: 'family' }])).toEqual({
          family: [
            { value: 'Apidae', count: 1 },
            { value: 'Vespidae', count: 1 },
          ],
        });
      });
    });

    describe('lets one owner write a view', () => {
      it('while its lease lasts, and the next one afterwards', async () => {
        let clock = 1_000;
        const now = (): number => clock;
        const [first, second] = [await openAgain(now), await openAgain(now)];
        const mine = await first.open('finds', 1, finds);
        const theirs = await second.open('finds', 1, finds);
        expect(await first.lease('finds', 1, 'first', 5_000)).toBe(true);
        expect(await second.lease('finds', 1, 'second', 5_000)).toBe(false);
        await expect(theirs.commit([write('b', {})], at('1'))).rejects.toThrow(LeaseLost);
        clock += 4_000;
        expect(await first.lease('finds', 1, 'first', 5_000)).toBe(true);
        clock += 4_000;
        expect(await second.lease('finds', 1, 'second', 5_000)).toBe(false);
        await mine.commit([write('a', {})], at('1'));
        clock += 1_001;
        expect(await second.lease('finds', 1, 'second', 5_000)).toBe(true);
        await expect(mine.commit([write('c', {})], at('2'))).rejects.toThrow(LeaseLost);
        await theirs.commit([write('d', {})], at('2'));
        expect((await theirs.search({})).items.map(({ id }) => id)).toEqual(['a', 'd']);
      });

      it('and the next one at once when it is given back', async () => {
        const second = await openAgain();
        await second.open('finds', 1, finds);
        expect(await store.lease('finds', 1, 'first', 60_000)).toBe(true);
        await store.release('finds', 1, 'second');
        expect(await second.lease('finds', 1, 'second', 60_000)).toBe(false);
        await store.release('finds', 1, 'first');
        expect(await second.lease('finds', 1, 'second', 60_000)).toBe(true);
      });
    });

    describe('drops a version', () => {
      it('not while another owner holds its lease, but when that has run out', async () => {
        let clock = 1_000;
        const [writer, other] = [await openAgain(() => clock), await openAgain(() => clock)];
        const written = await writer.open('finds', 1, finds);
        await writer.activate('finds', 1);
        expect(await writer.lease('finds', 1, 'first', 5_000)).toBe(true);
        await expect(other.drop('finds', 1)).rejects.toThrow(ViewHeld);
        expect(await other.versions('finds')).toEqual({ active: 1, all: [1] });
        await written.commit([write('a', {})], at('1'));
        clock += 5_001;
        await other.drop('finds', 1);
        expect(await other.versions('finds')).toEqual({ all: [] });
      });

      it('of which it holds the lease itself', async () => {
        expect(await store.lease('finds', 1, 'first', 60_000)).toBe(true);
        await store.drop('finds', 1);
        expect(await store.versions('finds')).toEqual({ all: [] });
      });
    });

    describe('keeps versions beside each other', () => {
      it('and switches its readers from one to the next', async () => {
        expect(await store.active('finds')).toBeUndefined();
        await view.commit([write('a', { family: 'Apidae' })], at('1'));
        await store.activate('finds', 1);
        const reader = await openAgain();
        const { row: _, ...schema } = finds;
        const next = await store.open('finds', 2, {
          ...schema,
          columns: finds.columns.slice(0, 2),
          indexes: [],
          row: () => ({}),
        });
        await next.commit([write('a', { family: 'Halictidae' })], at('1'));
        expect(await reader.versions('finds')).toEqual({ active: 1, all: [1, 2] });
        const old = (await reader.active<Find>('finds'))!;
        expect((await old.search({ where: { column: 'year', exists: false } })).items).toHaveLength(1);
        await store.activate('finds', 2);
        expect((await old.get('a'))!.document).toEqual({ family: 'Apidae' });
        const active = (await reader.active<Find>('finds'))!;
        expect(active.version).toBe(2);
        expect((await active.get('a'))!.document).toEqual({ family: 'Halictidae' });
        await store.drop('finds', 1);
        expect(await reader.versions('finds')).toEqual({ active: 2, all: [2] });
      });

      it('and does not activate one that was never built', async () => {
        await expect(store.activate('finds', 9)).rejects.toThrow('build it first');
      });

      it('and begins anew after a version was dropped', async () => {
        await view.commit([write('a', {})], at('1'));
        await store.drop('finds', 1);
        expect(await (await store.open('finds', 1, finds)).checkpoint()).toBeUndefined();
      });
    });

    describe('has a checksum', () => {
      it('equal for equal content, in whatever order and however often it was written', async () => {
        const second = await store.open('finds', 2, finds);
        await view.commit([write('a', { number: '1', family: 'Apidae' }), write('b', { number: '2' })], at('1'));
        await second.commit([write('b', { number: '9' }), write('c', {})], at('1'));
        await second.commit([write('a', { family: 'Apidae', number: '1' }), write('c', null)], at('2'));
        expect(await second.checksum()).not.toBe(await view.checksum());
        await second.commit([write('b', { number: '2' })], at('3'));
        expect(await second.checksum()).toBe(await view.checksum());
        expect(await view.checksum()).toMatch(/^[0-9a-f]{64}$/);
      });
    });

    describe('refuses in words', () => {
      const refused: [string, Query][] = [
        ['a column that the view does not have', { where: { column: 'colour', equals: 'red' } }],
        ['order by a list', { sort: [{ column: 'collectors' }] }],
        ['a box on a text', { where: { column: 'family', box: { west: 0, south: 0, east: 1, north: 1 } } }],
        ['a prefix of a number', { where: { column: 'year', prefix: '19' } }],
        ['a text where a number is kept', { where: { column: 'year', equals: '1900' } }],
        ['a page of none', { limit: 0 }],
        ['a page of 1,001', { limit: 1_001 }],
        ['what is no cursor', { cursor: 'next please' }],
      ];
      it.each(refused)('%s', async (_, query) => {
        await expect(view.search(query)).rejects.toThrow(InvalidQuery);
      });

      it('the cursor of another order', async () => {
        await view.commit([write('a', { number: '1' }), write('b', { number: '2' })], at('1'));
        const { next } = await view.search({ limit: 1, sort: [{ column: 'number' }] });
        expect(next).toBeDefined();
        await expect(view.search({ limit: 1, sort: [{ column: 'family' }], cursor: next! })).rejects.toThrow(
          InvalidQuery,
        );
      });
    });

    it('pages of up to 1,000, 50 when none is asked for', async () => {
      const writes = Array.from({ length: 1_100 }, (_, number) => write(`find-${number}`, { year: 1900 }));
      await view.commit(writes, at('1'));
      expect((await view.search({})).items).toHaveLength(50);
      const page = await view.search({ limit: 1_000, sort: [{ column: 'year', descending: true }] });
      expect(page.items).toHaveLength(1_000);
      expect(
        (await view.search({ limit: 1_000, sort: [{ column: 'year', descending: true }], cursor: page.next! })).items,
      ).toHaveLength(100);
    });

    describeWithSharedData('with the big list of naughty strings', (data) => {
      const strings = JSON.parse(readFileSync(join(data, 'suites/blns.json'), 'utf8')) as string[];
      it('gives each back byte for byte, finds it by its value and orders them alike', async () => {
        const documents = strings.map((note, number): [string, Find] => [
          `n${String(number).padStart(4, '0')}`,
          { number: note, family: note, collectors: [note], note },
        ]);
        await view.commit(
          documents.map(([id, document]) => write(id, document)),
          at('1'),
        );
        for (const [id, document] of documents) {
          expect((await view.get(id))!.document).toEqual(document);
          const where = { column: 'family', equals: document.family! };
          const found = await view.search({ where, limit: 1_000 });
          expect(found.items.map((item) => item.id)).toContain(id);
          expect(new Set(found.items.map((item) => item.document.note))).toEqual(new Set([document.note]));
          expect(await ids({ where: { column: 'collectors', equals: document.note! }, limit: 1_000 })).toContain(id);
          expect(await ids({ text: { words: document.note! }, limit: 1_000 })).toContain(id);
        }
        const facets = await view.facets(undefined, undefined, [{ column: 'family', limit: 1_000 }]);
        expect(new Set(facets['family']!.map(({ value }) => value))).toEqual(new Set(strings));
        expect([...facets['family']!.map(({ count }) => count)]).toEqual(
          facets['family']!.map(({ count }) => count).sort((a, b) => b - a),
        );
        expect(compareUtf8('\uFFFD', '\u{1F600}')).toBeLessThan(0);
      });
    });
  });

  describeQueryContract(name, () => place().open());
}
