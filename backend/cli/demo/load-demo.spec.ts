import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '#ledger/event-store.js';
import { verifyLedger } from '#ledger/verify.js';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { SpecimenSearchRow } from '#projections/specimen-search/view.js';
import { openHouse, type House } from '#wiring/house.js';
import { readSettings } from '#wiring/settings.js';
import { COLLECTIONS } from './institution.js';
import { loadDemo } from './load-demo.js';

jest.setTimeout(120_000);

/** A part is enough to see that all of it works. */
const NTH = 5;

describe('The demonstration museum', () => {
  let data: string;
  let house: House;
  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'demo-'));
    const settings = readSettings({ DATA: data, LOG_LEVEL: 'error', DEMO: '1' }, {});
    house = await openHouse(settings, { projector: 'inline', tasks: 'none', readers: 0, ledgerWriter: 'here' });
  });
  afterAll(async () => {
    await house.close();
    rmSync(data, { recursive: true });
  });

  it('goes on where it was interrupted, and is filled once', async () => {
    await expect(loadDemo({ ...house, ledger: failingAfter(house.ledger, 5) }, NTH)).rejects.toThrow('The power went.');
    await loadDemo(house, NTH);
    const head = await house.ledger.head();
    await loadDemo(house, NTH);
    expect(await house.ledger.head()).toBe(head);
    expect(await house.allReached(head!, 60_000)).toBe(true);
  });

  it('holds 3,000 specimens in three collections, all in an order that verifies', async () => {
    expect(COLLECTIONS.reduce((sum, { specimens }) => sum + specimens, 0)).toBe(3_000);
    expect(await house.view('specimen-search').count()).toBe(3_000 / NTH);
    expect(await house.view('collection-overview').count()).toBe(3);
    expect(await verifyLedger(house.ledger)).toMatchObject({ ok: true });
  });

  it('shows what a real collection shows: opinions, doubts, types, pictures, corrections', async () => {
    const search = house.view<SpecimenSearchRow>('specimen-search');
    const { issue = [], typeStatus = [] } = (await search.facets(undefined, undefined, [
      { column: 'issue', limit: 50 },
      { column: 'typeStatus', limit: 50 },
    ])) as Record<string, readonly { value: string; count: number }[]>;
    expect(issue.map(({ value }) => value)).toEqual(
      expect.arrayContaining([
        'ZERO_COORDINATE',
        'RECORDED_DATE_INVALID',
        'IDENTIFIED_DATE_UNLIKELY',
        'TYPE_STATUS_INVALID',
      ]),
    );
    expect(typeStatus.length).toBeGreaterThan(0);
    const records = await everyRecord(house);
    const many = (has: (record: SpecimenRecord) => boolean): number => records.filter(has).length;
    expect(many(({ identifications }) => identifications.length > 1)).toBeGreaterThan(100);
    expect(many(({ media }) => (media?.length ?? 0) > 0)).toBeGreaterThan(20);
    expect(many(({ corrections }) => (corrections?.length ?? 0) > 0)).toBeGreaterThan(10);
    expect(many(({ identifications }) => identifications.some(({ status }) => status === 'withdrawn'))).toBeGreaterThan(
      0,
    );
    expect(many(({ identifications }) => identifications.some(({ verified }) => verified))).toBeGreaterThan(30);
    expect(many(({ georeferences }) => (georeferences?.length ?? 0) > 0)).toBeGreaterThan(15);
    expect(many(({ voided }) => voided !== undefined)).toBeGreaterThan(0);
  });

  it('leaves a ledger with other things in it alone', async () => {
    const other = { ...house, ledger: { ...bound(house.ledger), readStream: () => Promise.resolve([]) } };
    const head = await house.ledger.head();
    await loadDemo(other, NTH);
    expect(await house.ledger.head()).toBe(head);
  });
});

async function everyRecord(house: House): Promise<readonly SpecimenRecord[]> {
  const records: SpecimenRecord[] = [];
  const search = house.view('specimen-search');
  for (let cursor: string | undefined; ;) {
    const page = await search.search({ limit: 200, ...(cursor !== undefined && { cursor }) });
    const found = await house.view<SpecimenRecord>('specimen-record').getMany(page.items.map(({ id }) => id));
    records.push(...[...found.values()].map(({ document }) => document));
    cursor = page.next;
    if (cursor === undefined) return records;
  }
}

/** The same ledger, whose methods can be taken apart. */
function bound(ledger: EventStore): EventStore {
  return new Proxy(ledger, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
    ownKeys: () => [
      'storeId',
      'append',
      'appendBatch',
      'readStream',
      'readStreams',
      'readAll',
      'head',
      'grown',
      'close',
    ],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  });
}

function failingAfter(ledger: EventStore, batches: number): EventStore {
  let left = batches;
  return {
    ...bound(ledger),
    appendBatch: (appends) => (left-- > 0 ? ledger.appendBatch(appends) : Promise.reject(new Error('The power went.'))),
  };
}
