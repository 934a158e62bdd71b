import { finds, type Find } from './contract-view.js';
import type { ViewStorePlace } from './view-store.contract.js';
import { LeaseLost, type Checkpoint, type View, type ViewStore } from './view-store.js';

const at = (position: string): Checkpoint => ({ storeId: 'ledger', position, parked: {} });
const write = (id: string, document: Find) => ({ id, document, revision: 0, fresh: true });

/** What a view store promises that can hold a commit open; its spec calls this beside the contract of all view stores. */
export function describeWriteAheadContract(name: string, place: () => ViewStorePlace): void {
  describe(`${name}, written ahead of a commit`, () => {
    let store: ViewStore;
    let elsewhere: ViewStore;
    let here: View<Find>;
    let there: View<Find>;

    beforeEach(async () => {
      const shared = place();
      store = await shared.open();
      here = await store.open('finds', 1, finds);
      elsewhere = await shared.open();
      there = await elsewhere.open('finds', 1, finds);
      await here.commit([write('first', { family: 'Apidae' })], at('1'), true);
    });
    afterEach(async () => {
      await store.close();
      await elsewhere.close();
    });

    it('is read here at once, and elsewhere with the commit', async () => {
      await here.writeAhead!([write('a', { family: 'Apidae', note: 'campo' })], true);
      await here.writeAhead!([write('b', { family: 'Apidae', note: 'serra' })], true);
      expect((await here.getMany(['a', 'b'])).size).toBe(2);
      expect(await there.get('a')).toBeUndefined();
      expect(await there.checkpoint()).toEqual(at('1'));
      await here.commit([write('c', { family: 'Apidae' })], at('4'), true);
      expect(await there.checkpoint()).toEqual(at('4'));
      expect(await there.count({ column: 'family', equals: 'Apidae' })).toBe(4);
      expect(await there.count(undefined, { words: 'serra' })).toBe(1);
    });

    it('is changed ahead like what was committed', async () => {
      await here.writeAhead!([write('a', { family: 'Apidae', note: 'campo' })], true);
      await here.writeAhead!([{ id: 'a', document: { family: 'Poaceae', note: 'campo' }, revision: 1 }], true);
      await here.commit([], at('3'));
      expect(await there.get('a')).toEqual({ document: { family: 'Poaceae', note: 'campo' }, revision: 1 });
      expect(await there.count({ column: 'family', equals: 'Apidae' })).toBe(1);
    });

    it.each(['writeAhead', 'commit'] as const)(
      'is gone when %s fails, and what comes next begins anew',
      async (step) => {
        const unfit = [write('b', { year: 'MCM' as unknown as number })];
        await here.writeAhead!([write('a', { family: 'Vespidae' })], true);
        const failing = step === 'commit' ? here.commit(unfit, at('3'), true) : here.writeAhead!(unfit, true);
        await expect(failing).rejects.toThrow();
        expect(await here.get('a')).toBeUndefined();
        expect(await here.checkpoint()).toEqual(at('1'));
        await here.commit([write('a', { family: 'Poaceae' })], at('2'));
        const facets = await there.facets(undefined, undefined, [{ column: 'family' }]);
        expect(facets['family']!.map(({ value }) => value).sort()).toEqual(['Apidae', 'Poaceae']);
      },
    );

    it('is gone when the lease is given back', async () => {
      await store.lease('finds', 1, 'me', 60_000);
      await here.writeAhead!([write('a', {})], true);
      await store.release('finds', 1, 'me');
      expect(await here.get('a')).toBeUndefined();
      expect(await elsewhere.lease('finds', 1, 'they', 60_000)).toBe(true);
    });

    it('is refused to one who lost the lease', async () => {
      await elsewhere.lease('finds', 1, 'they', 60_000);
      await expect(here.writeAhead!([write('a', {})], true)).rejects.toThrow(LeaseLost);
      expect(await here.get('a')).toBeUndefined();
    });
  });
}
