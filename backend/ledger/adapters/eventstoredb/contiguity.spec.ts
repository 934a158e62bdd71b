import { LedgerDamaged, type StoredRecord } from '../../event-store.js';
import { Contiguity } from './contiguity.js';

/** Records as `stream@revision`, at the positions p0001, p0002 … from `first` on. */
function log(first: number, ...places: string[]): StoredRecord[] {
  return places.map((place, i) => {
    const [stream, revision] = place.split('@') as [string, string];
    const position = `p${String(first + i).padStart(4, '0')}`;
    return { stream, revision: Number(revision), position } as StoredRecord;
  });
}

describe('Whoever goes through the ledger', () => {
  /** Where the store itself has an event that is asked for. */
  const stored = new Map<string, string>();
  const asked: string[] = [];
  const contiguity = (remembered?: number) =>
    new Contiguity(async (stream, revision) => {
      asked.push(`${stream}@${revision}`);
      return stored.get(`${stream}@${revision}`);
    }, remembered);
  beforeEach(() => {
    stored.clear();
    asked.length = 0;
  });

  it('meets the events of each stream one after the other, across pages', async () => {
    const way = contiguity();
    await way.check(undefined, log(1, 'a@0', 'a@1', 'b@0'));
    await way.check('p0003', log(4, 'b@1', 'a@2'));
    expect(asked).toEqual([]);
  });

  it.each([
    ['within a page', ['a@0', 'a@2'], 'Event 1 of the stream a'],
    ['at the start', ['a@1'], 'Event 0 of the stream a'],
    ['backwards', ['a@0', 'a@1', 'a@0'], 'Event 2 of the stream a'],
  ])('is stopped by a gap %s', async (_, places, sentence) => {
    const check = contiguity().check(undefined, log(1, ...places));
    await expect(check).rejects.toThrow(LedgerDamaged);
    await expect(check).rejects.toThrow(sentence);
  });

  it('is stopped by a gap between pages', async () => {
    const way = contiguity();
    await way.check(undefined, log(1, 'a@0', 'b@0'));
    await expect(way.check('p0002', log(3, 'a@2'))).rejects.toThrow('Event 1 of the stream a is missing');
  });

  it('who begins in the middle asks the store once for what came before', async () => {
    stored.set('a@4', 'p0009');
    const way = contiguity();
    await way.check('p0010', log(11, 'a@5', 'a@6'));
    await way.check('p0012', log(13, 'a@7'));
    expect(asked).toEqual(['a@4']);
  });

  it('who begins in the middle is stopped when the event before was left out of the log, or is nowhere', async () => {
    stored.set('a@4', 'p0011');
    await expect(contiguity().check('p0010', log(12, 'a@5'))).rejects.toThrow('Event 4 of the stream a is missing');
    await expect(contiguity().check('p0010', log(12, 'b@5'))).rejects.toThrow('Event 4 of the stream b is missing');
  });

  it('forgets streams that were met long ago, and then asks the store', async () => {
    stored.set('a@0', 'p0001');
    const way = contiguity(2);
    await way.check(undefined, log(1, 'a@0', 'b@0'));
    await way.check('p0002', log(3, 'c@0', 'd@0'));
    await way.check('p0004', log(5, 'e@0', 'f@0', 'a@1'));
    expect(asked).toEqual(['a@0']);
    await expect(way.check('p0007', log(8, 'c@2'))).rejects.toThrow('Event 1 of the stream c is missing');
  });

  it('two who follow from the same place do not disturb each other', async () => {
    const way = contiguity();
    for (let i = 0; i < 2; i++) await way.check(undefined, log(1, 'a@0', 'b@0'));
    stored.set('a@0', 'p0001');
    for (let i = 0; i < 2; i++) await way.check('p0002', log(3, 'a@1'));
  });
});
