import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '#ledger/adapters/sqlite/sqlite-event-store.js';
import { NO_STREAM, type EventStore, type StreamAppend } from '#ledger/event-store.js';
import type { CommandContext } from '#ledger/record.js';
import { EMPTY_STREAM, recordFacts } from '#ledger/record-facts.js';
import { randomSalts } from '#ledger/salts.js';
import { openSqliteViewStore } from '../adapters/sqlite/sqlite-view-store.js';
import { reading, reflects, viewHealth } from './active-view.js';
import type { Projection } from './projection.js';
import { Projector } from './projector.js';
import type { ViewStore } from './view-store.js';

interface Sheet {
  readonly family: string;
  readonly remarks: readonly string[];
}

const sheets = (version = 1, suffix = ''): Projection<Sheet> => ({
  name: 'sheets',
  version,
  types: ['SheetMounted', 'SheetRemarked', 'SheetLost'],
  keysOf: (event) => [event.subject],
  evolve: (sheet, event) => {
    if (event.type === 'SheetMounted') return { family: event.data.family + suffix, remarks: [] };
    if (event.type === 'SheetLost') return null;
    if (event.data.remark === 'illegible') throw new Error('The remark cannot be read.');
    return sheet ? { ...sheet, remarks: [...sheet.remarks, event.data.remark] } : null;
  },
  schema: {
    columns: [{ name: 'family', kind: 'text', facet: true }],
    indexes: [['family']],
    row: ({ family }) => ({ family }),
  },
});

const root = mkdtempSync(join(tmpdir(), 'projector-'));
const salts = randomSalts();
let place = 0;
let written = 0;
let ledger: EventStore;
let views: ViewStore;
let folder: string;

beforeEach(async () => {
  folder = join(root, String(++place));
  ledger = await openSqliteEventStore({ file: join(folder, 'ledger.db'), writer: 'here' });
  views = await openSqliteViewStore({ folder: join(folder, 'views'), readers: 0 });
});
afterEach(async () => {
  await views.close();
  await ledger.close();
});
afterAll(() => rmSync(root, { recursive: true }));

type Facts = readonly (readonly [type: string, data: object])[];

/** The first events of a sheet, ready to be appended. */
function eventsOf(sheet: string, facts: Facts): StreamAppend {
  const commandId = `00000000-0000-4000-8000-${String(++written).padStart(12, '0')}`;
  const stream = `sheet-${sheet}`;
  const context = {
    commandId,
    correlationId: commandId,
    actor: { id: commandId, role: 'curator', via: 'session' },
    source: { kind: 'ui' },
    at: 1_790_000_000_000,
  } as const;
  const shaped = facts.map(([type, data]) => ({ type, data }));
  return {
    stream,
    expectedRevision: NO_STREAM,
    records: recordFacts(stream, EMPTY_STREAM, shaped, context, salts).records,
  };
}

const record = async (sheet: string, ...facts: Facts): Promise<string> =>
  (await ledger.append(eventsOf(sheet, facts))).position;

const mounted = (family: string) => ['SheetMounted', { family }] as const;
const remarked = (remark: string) => ['SheetRemarked', { remark }] as const;

function projector(projection: Projection<Sheet>, owner = 'this', leaseMilliseconds = 9_000): Projector {
  return new Projector({ ledger, views, projections: [projection], owner, leaseMilliseconds });
}
const families = async (): Promise<Record<string, number>> => {
  const facets = await reading(views, sheets(), (view) => view.facets(undefined, undefined, [{ column: 'family' }]));
  return Object.fromEntries(facets['family']!.map(({ value, count }) => [value, count]));
};

describe('The projector', () => {
  it('folds what was recorded, and resumes where it stopped', async () => {
    await record('1', mounted('Apidae'), remarked('dusty'));
    await record('2', mounted('Apidae'), ['SheetLost', {}]);
    await projector(sheets()).catchUp();
    await record('3', mounted('Poaceae'));
    const position = await record('4', ['SheetPraised', {}]);
    await projector(sheets()).catchUp();
    const view = (await views.active<Sheet>('sheets'))!;
    expect(await view.get('1')).toEqual({ document: { family: 'Apidae', remarks: ['dusty'] }, revision: 1 });
    expect(await view.get('2')).toBeUndefined();
    expect(await families()).toEqual({ Apidae: 1, Poaceae: 1 });
    expect(await view.checkpoint()).toEqual({ storeId: ledger.storeId, position, parked: {} });
  });

  it('follows the ledger while it runs, so that a reader sees what was just written', async () => {
    const running = projector(sheets());
    await running.start();
    for (const sheet of ['1', '2', '3']) {
      const position = await record(sheet, mounted('Apidae'));
      expect(await reflects(views, sheets(), position, 5_000)).toBe(true);
      expect(await families()).toEqual({ Apidae: Number(sheet) });
    }
    await running.stop();
    const unseen = await record('4', mounted('Apidae'));
    expect(await reflects(views, sheets(), unseen, 20)).toBe(false);
  });

  describe('that an import fills', () => {
    const clock = performance.now.bind(performance);
    let time: () => number;
    let importing: AbortController;
    let finishing: jest.SpyInstance;
    let waiting: jest.SpyInstance;
    let running: Projector;
    const head = async (): Promise<string> => (await ledger.head())!;
    const waitsForMore = async (): Promise<void> => {
      const end = await head();
      while (!waiting.mock.calls.some(([after]) => after === end)) await new Promise((ready) => setTimeout(ready, 5));
    };
    const sheetsFrom = (first: number, count: number): StreamAppend[] =>
      Array.from({ length: count }, (_, at) => eventsOf(String(first + at), [mounted('Apidae')]));
    const finished = async (): Promise<void> => {
      while (finishing.mock.calls.length === 0) await new Promise((ready) => setTimeout(ready, 5));
    };
    beforeEach(async () => {
      await projector(sheets()).catchUp();
      await ledger.appendBatch(sheetsFrom(0, 4_500));
      finishing = jest.spyOn(await views.open('sheets', 1, sheets().schema), 'finish');
      time = () => 0;
      jest.spyOn(performance, 'now').mockImplementation(() => time());
      // No patience runs out here: whoever waits for more gets more, until the import rests.
      importing = new AbortController();
      const grown = ledger.grown.bind(ledger);
      waiting = jest
        .spyOn(ledger, 'grown')
        .mockImplementation((after, signal) => grown(after, importing.signal.aborted ? signal : importing.signal));
      running = projector(sheets());
      await running.start();
      for (const [first, count] of [
        [4_500, 150],
        [4_650, 20],
        [4_670, 280],
      ] as const) {
        await waitsForMore();
        await ledger.appendBatch(sheetsFrom(first, count));
      }
      await waitsForMore();
      expect(finishing).not.toHaveBeenCalled();
    });
    afterEach(async () => {
      importing.abort();
      await running.stop();
      jest.restoreAllMocks();
    });

    it('makes the indexes of a view when the import rests, and not at each moment it has caught up', async () => {
      importing.abort();
      expect(await reflects(views, sheets(), await head(), 5_000)).toBe(true);
      await finished();
      expect(await families()).toEqual({ Apidae: 4_950 });
      expect(finishing).toHaveBeenCalledTimes(1);
    });

    it('does not put them off for what people do after the import', async () => {
      const later = clock();
      time = () => 1_001 + clock() - later;
      await ledger.appendBatch(sheetsFrom(4_950, 1));
      await finished();
      expect(await families()).toEqual({ Apidae: 4_951 });
    });
  });

  it('tells how far views are behind, reading once what waits behind several of them', async () => {
    await record('1', mounted('Apidae'));
    const names = ['sheets', 'covers', 'folders'].map((name) => ({ ...sheets(), name }));
    for (const one of names) await projector(one).catchUp();
    await record('2', mounted('Poaceae'), remarked('fine'));
    const reading = jest.spyOn(ledger, 'readAll');
    const told = await viewHealth(ledger, views, names);
    expect(told.map(({ name, lagEvents }) => [name, lagEvents])).toEqual(names.map(({ name }) => [name, 2]));
    expect(reading).toHaveBeenCalledTimes(1);
  });

  it('parks a sheet whose event cannot be folded, and goes on with the others', async () => {
    await record('1', mounted('Apidae'), remarked('illegible'), remarked('later'));
    await record('2', mounted('Poaceae'), remarked('fine'));
    await projector(sheets()).catchUp();
    const view = (await views.active<Sheet>('sheets'))!;
    expect((await view.get('1'))!.document.remarks).toEqual([]);
    expect((await view.get('2'))!.document.remarks).toEqual(['fine']);
    const { parked } = (await view.checkpoint())!;
    expect(Object.keys(parked)).toEqual(['1']);
    expect(parked['1']!.why).toBe('Error: The remark cannot be read.');
    expect(await viewHealth(ledger, views, [sheets()])).toMatchObject([{ parked: 1, lagEvents: 0 }]);
  });

  it('parks a sheet whose column the store cannot take', async () => {
    const base = sheets();
    const odd: Projection<Sheet> = {
      ...base,
      schema: {
        ...base.schema,
        columns: [{ name: 'remarks', kind: 'number' }],
        indexes: [],
        row: ({ family }) => ({ remarks: family === 'Apidae' ? NaN : 1 }),
      },
    };
    await record('1', mounted('Apidae'));
    await record('2', mounted('Poaceae'));
    await projector(odd).catchUp();
    const view = (await views.active<Sheet>('sheets'))!;
    expect(await view.get('1')).toBeUndefined();
    expect(await view.get('2')).toBeDefined();
    expect(Object.keys((await view.checkpoint())!.parked)).toEqual(['1']);
  });

  it('refuses a view that was built from another ledger', async () => {
    await projector(sheets()).catchUp();
    await record('1', mounted('Apidae'));
    await projector(sheets()).catchUp();
    const other = await openSqliteEventStore({ file: join(folder, 'other.db'), writer: 'here' });
    const settings = { views, projections: [sheets()], owner: 'this' };
    await expect(new Projector({ ...settings, ledger: other }).start()).rejects.toThrow('was built from the ledger');
    await other.close();
  });

  it('stands by while another process projects, and takes over when that one is gone', async () => {
    const first = projector(sheets(), 'first', 300);
    await first.start();
    await reflects(views, sheets(), await record('1', mounted('Apidae')), 5_000);
    const elsewhere = await openSqliteViewStore({ folder: join(folder, 'views'), readers: 0 });
    const second = new Projector({
      ledger,
      views: elsewhere,
      projections: [sheets()],
      owner: 'second',
      leaseMilliseconds: 300,
    });
    await second.start();
    await expect(elsewhere.lease('sheets', 1, 'third', 1)).resolves.toBe(false);
    await first.stop();
    expect(await reflects(views, sheets(), await record('2', mounted('Apidae')), 5_000)).toBe(true);
    expect(await families()).toEqual({ Apidae: 2 });
    await second.stop();
    await elsewhere.close();
  });
});

describe('Documents written ahead of their commit', () => {
  const many = (families: readonly string[]): Promise<unknown> =>
    ledger.appendBatch(families.map((family, sheet) => eventsOf(String(sheet), [mounted(family)])));

  it('are written again without the one that the store cannot take', async () => {
    const base = sheets();
    const row = ({ family }: Sheet) => ({ number: family === 'odd' ? NaN : 1 });
    const odd: Projection<Sheet> = {
      ...base,
      schema: { columns: [{ name: 'number', kind: 'number' }], indexes: [], row },
    };
    await many(Array.from({ length: 1_500 }, (_, sheet) => (sheet === 1_200 ? 'odd' : 'Apidae')));
    const view = await views.open('sheets', 1, odd.schema);
    const ahead = jest.spyOn(view, 'writeAhead' as never);
    await projector(odd).catchUp();
    expect(ahead.mock.calls.length).toBeGreaterThan(1);
    expect(await view.count()).toBe(1_499);
    expect(Object.keys((await view.checkpoint())!.parked)).toEqual(['1200']);
    expect(await views.lease('sheets', 1, 'the next one', 1)).toBe(true);
  });

  it('are folded once, when the ledger fails to be read before they are committed', async () => {
    await many(Array.from({ length: 1_000 }, () => 'Apidae'));
    for (const sheet of ['1', '999']) {
      const [record] = await ledger.readStream(`sheet-${sheet}`);
      const context = JSON.parse(record!.envelope) as CommandContext;
      const tail = { revision: 0, prev: record!.leaf };
      const facts = [{ type: 'SheetRemarked', data: { remark: 'dusty' } }];
      const at = { ...context, commandId: randomUUID(), at: 1_790_000_000_000 };
      const { records } = recordFacts(`sheet-${sheet}`, tail, facts, at, salts);
      await ledger.append({ stream: `sheet-${sheet}`, expectedRevision: 0, records });
    }
    const read = ledger.readFacts.bind(ledger);
    let reads = 0;
    const failing = jest.spyOn(ledger, 'readFacts').mockImplementation((...asked) => {
      if (++reads === 3) throw new Error('The disk does not answer.');
      return read(...asked);
    });
    await projector(sheets()).catchUp();
    expect(failing.mock.calls.length).toBeGreaterThan(5);
    const view = (await views.active<Sheet>('sheets'))!;
    expect(await view.count()).toBe(1_000);
    expect((await view.get('1'))!.document.remarks).toEqual(['dusty']);
    expect((await view.get('999'))!.document.remarks).toEqual(['dusty']);
  });

  it('are waited for, when another process takes the view over in between', async () => {
    await many(Array.from({ length: 1_000 }, () => 'Apidae'));
    const read = ledger.readFacts.bind(ledger);
    let reads = 0;
    jest.spyOn(ledger, 'readFacts').mockImplementation((...asked) => {
      if (++reads === 3) throw new Error('The disk does not answer.');
      return read(...asked);
    });
    const elsewhere = await openSqliteViewStore({ folder: join(folder, 'views'), readers: 0 });
    await elsewhere.open('sheets', 1, sheets().schema);
    const release = views.release.bind(views);
    jest.spyOn(views, 'release').mockImplementationOnce(async (...view) => {
      await release(...view);
      expect(await elsewhere.lease('sheets', 1, 'another', 150)).toBe(true);
    });
    await projector(sheets()).catchUp();
    expect(await (await views.active<Sheet>('sheets'))!.count()).toBe(1_000);
    await elsewhere.close();
  });

  it('are as if they had never been written, when the process ends before their commit', async () => {
    await many(Array.from({ length: 600 }, () => 'Apidae'));
    const view = await views.open<Sheet>('sheets', 1, sheets().schema);
    await view.commit([], { storeId: ledger.storeId, parked: {} });
    await view.writeAhead!([{ id: '7', document: { family: 'half', remarks: [] }, revision: 0, fresh: true }], true);
    await views.close();
    views = await openSqliteViewStore({ folder: join(folder, 'views'), readers: 0 });
    await projector(sheets()).catchUp();
    expect(await families()).toEqual({ Apidae: 600 });
  });
});

describe('A fold changed to version 2', () => {
  it('is built beside version 1 while searches go on without an error, and then takes its place', async () => {
    const all = Array.from({ length: 2_500 }, (_, sheet) => eventsOf(String(sheet), [mounted('Apidae')]));
    await ledger.appendBatch(all);
    await projector(sheets()).catchUp();
    const seen = new Set<string>();
    let searching = true;
    const searches = (async () => {
      while (searching) {
        const page = await reading(views, sheets(2), (view) => view.search({ limit: 5, count: true }));
        expect(page.total).toBe(2_500);
        seen.add(page.items[0]!.document.family);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const rebuilding = projector(sheets(2, ' (bees)'));
    await rebuilding.start();
    while ((await views.versions('sheets')).active !== 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 20));
    searching = false;
    await searches;
    await rebuilding.stop();
    expect([...seen]).toEqual(['Apidae', 'Apidae (bees)']);
    expect(await views.versions('sheets')).toEqual({ active: 2, all: [2] });
  });
});
