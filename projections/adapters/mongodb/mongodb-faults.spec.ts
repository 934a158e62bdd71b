import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { openSqliteEventStore } from '#ledger/adapters/sqlite/sqlite-event-store.js';
import { NO_STREAM, type EventStore } from '#ledger/event-store.js';
import { EMPTY_STREAM, recordFacts } from '#ledger/record-facts.js';
import { randomSalts } from '#ledger/salts.js';
import { MongodbProcess } from '../../../infra/testing/mongodb/mongodb-at-hand.js';
import { viewHealth } from '../../kernel/active-view.js';
import { finds, type Find } from '../../kernel/contract-view.js';
import type { Projection } from '../../kernel/projection.js';
import { Projector } from '../../kernel/projector.js';
import { LeaseLost, ViewsUnavailable, type Checkpoint, type View, type ViewStore } from '../../kernel/view-store.js';
import { openMongodbViewStore } from './mongodb-view-store.js';

const QUICK = 'serverSelectionTimeoutMS=2500&socketTimeoutMS=3000&connectTimeoutMS=2000&heartbeatFrequencyMS=500';
const at = (position: string): Checkpoint => ({ storeId: 'ledger', position, parked: {} });
const write = (id: string, note: string | null, revision = 0) => ({ id, document: note === null ? null : { note }, revision }); // prettier-ignore

/** What each sheet was told, in order: an event applied twice or left out shows. */
const told: Projection<{ readonly numbers: readonly number[] }> = {
  name: 'told',
  version: 1,
  keysOf: (event) => [(event.data as { sheet: string }).sheet],
  evolve: (sheet, event) => ({ numbers: [...(sheet?.numbers ?? []), (event.data as { number: number }).number] }),
  schema: {
    columns: [{ name: 'many', kind: 'number' }],
    indexes: [['many']],
    row: ({ numbers }) => ({ many: numbers.length }),
  },
};

describe.each([
  ['a replica set', false],
  ['a standalone server', true],
])('Views on %s', (_, standalone) => {
  let server: MongodbProcess;
  let operator: MongoClient;
  let url: string;
  let store: ViewStore;
  let view: View<Find>;
  let places = 0;
  const opened: ViewStore[] = [];
  const open = async (now: () => number = Date.now): Promise<ViewStore> => {
    const another = await openMongodbViewStore({ url, now });
    opened.push(another);
    return another;
  };
  const failing = (mode: object | string, data: object) =>
    operator.db('admin').command({
      configureFailPoint: 'failCommand',
      mode,
      data: { appName: 'collection-ledger views', ...data },
    });
  const notes = async (of = view): Promise<Record<string, string | undefined>> => {
    const found = await of.getMany(['a', 'b', 'c', 'd']);
    return Object.fromEntries([...found].map(([id, { document }]) => [id, document.note]));
  };

  beforeAll(async () => {
    server = await MongodbProcess.start({ standalone, keep: true });
    operator = new MongoClient(server.url('admin'));
  });
  beforeEach(async () => {
    const given = server.url(`faults_${++places}`);
    url = `${given}${given.includes('?') ? '&' : '?'}${QUICK}`;
    store = await open();
    view = await store.open('finds', 1, finds);
  });
  afterEach(async () => {
    await failing('off', { failCommands: [] });
    for (const one of opened.splice(0)) await one.close();
  });
  afterAll(async () => {
    await operator.close();
    await server.close();
  });

  it('are as they were when the server fails between documents and checkpoint, and the batch comes again in other pieces', async () => {
    await view.commit([write('a', 'one'), write('b', 'one'), write('d', 'one')], at('1'));
    // Without transactions the second word on the version is the checkpoint; with them the documents come after it.
    const about = { namespace: url.replace(/^.*\/(\w+)\?.*$/, '$1.view_versions') };
    const fault = standalone ? { failCommands: ['update'], ...about } : { failCommands: ['commitTransaction'] };
    await failing({ skip: standalone ? 1 : 0 }, { ...fault, errorCode: 8000 });
    const lost = view.commit([write('a', 'one two', 1), write('c', 'one'), write('b', null, 1)], at('3'));
    await expect(lost).rejects.toThrow();
    await failing('off', { failCommands: [] });

    const next = await open();
    const again = await next.open('finds', 1, finds);
    expect(await again.checkpoint()).toEqual(at('1'));
    expect(await notes(again)).toEqual({ a: 'one', b: 'one', d: 'one' });
    await again.commit([write('a', 'one two', 1)], at('2'));
    expect(await notes(again)).toEqual({ a: 'one two', b: 'one', d: 'one' });
    await again.commit([write('b', null, 1)], at('3'));
    expect(await notes(again)).toEqual({ a: 'one two', d: 'one' });
    const page = await again.search({ text: { words: 'one' }, count: true });
    expect(page.items.map(({ id }) => id)).toEqual(['a', 'd']);
    expect(page).toMatchObject({ total: 2, position: '3' });
  });

  it('take the batch once when its connection is lost, and when another process wrote meanwhile not at all', async () => {
    await view.commit([write('a', 'one')], at('1'));
    const commands = standalone ? ['update'] : ['update', 'commitTransaction'];
    await failing({ times: 1 }, { failCommands: commands, closeConnection: true });
    await view.commit([write('a', 'one two', 1)], at('2')).catch(async (error: unknown) => {
      // A standalone server cannot be asked the same thing twice: the projector goes on from the checkpoint.
      expect(standalone).toBe(true);
      expect(error).toBeInstanceOf(ViewsUnavailable);
      expect(await view.checkpoint()).toEqual(at('1'));
      await view.commit([write('a', 'one two', 1)], at('2'));
    });
    expect(await notes()).toEqual({ a: 'one two' });
    const other = await (await open()).open('finds', 1, finds);
    await other.checkpoint();
    await view.commit([write('a', 'one two three', 2)], at('3'));
    await expect(other.commit([write('a', 'one two four', 2)], at('3'))).rejects.toThrow(LeaseLost);
    expect(await notes()).toEqual({ a: 'one two three' });
  });

  it('are written all the same where transactions are refused', async () => {
    await failing('alwaysOn', { failCommands: ['commitTransaction'], errorCode: 20 });
    await view.commit([write('a', 'one'), write('b', 'one')], at('1'));
    await view.commit([write('a', 'one two', 1), write('b', null, 1)], at('2'));
    await failing('off', { failCommands: [] });
    expect(await notes()).toEqual({ a: 'one two' });
    expect((await view.search({ count: true })).total).toBe(1);
    expect(await view.checkpoint()).toEqual(at('2'));
  });

  it('that are too large for MongoDB are parked with a sentence, as they were before, and everything else goes on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mongodb-large-'));
    const ledger = await openSqliteEventStore({ file: join(folder, 'ledger.db'), writer: 'here' });
    const grown: typeof told = {
      ...told,
      evolve: (sheet, event, key) => {
        const next = told.evolve(sheet, event, key) as { numbers: number[] };
        return { ...next, ...(next.numbers.includes(1) && { label: 'x'.repeat(17_000_000) }) };
      },
    };
    for (const [number, sheet] of ['large', 'large', 'small', 'large', 'small'].entries())
      await tell(ledger, sheet, number);
    const trouble: string[] = [];
    const onTrouble = (_: string, error: unknown): void => void trouble.push(String(error));
    const projector = new Projector({ ledger, views: store, projections: [grown], owner: 'spec', onTrouble });
    await projector.catchUp();
    const built = (await store.active<{ numbers: number[] }>('told'))!;
    expect((await built.get('small'))?.document.numbers).toEqual([2, 4]);
    const { parked, position } = (await built.checkpoint())!;
    expect(position).toBe(await ledger.head());
    expect(parked['large']?.why).toContain('larger than MongoDB can keep (16 MiB)');
    expect(trouble).toEqual([expect.stringContaining('The document large')]);
    expect(await viewHealth(ledger, store, [grown])).toMatchObject([{ parked: 1, lagEvents: 0 }]);
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  it('cannot be read from a server that is not primary, and can as soon as it is', async () => {
    await view.commit([write('a', 'one')], at('1'));
    await failing('alwaysOn', { failCommands: ['find', 'update'], errorCode: 10107 });
    await expect(view.search({})).rejects.toThrow(ViewsUnavailable);
    await expect(view.commit([write('a', 'two', 1)], at('2'))).rejects.toThrow(ViewsUnavailable);
    await failing('off', { failCommands: [] });
    expect((await view.search({})).items).toHaveLength(1);
    await view.checkpoint();
    await view.commit([write('a', 'two', 1)], at('2'));
    expect(await notes()).toEqual({ a: 'two' });
  });

  it('are away within seconds while the server hangs, and back when it goes on', async () => {
    await view.commit([write('a', 'one')], at('1'));
    server.freeze();
    try {
      await expect(view.search({})).rejects.toThrow(ViewsUnavailable);
      await expect(view.commit([write('a', 'two', 1)], at('2'))).rejects.toThrow(ViewsUnavailable);
    } finally {
      server.thaw();
    }
    for (let tries = 0; ; tries++) {
      const { position } = (await view.checkpoint().catch(() => ({ position: undefined }))) ?? {};
      if (position !== undefined || tries === 100) break;
      await pause(100);
    }
    await view.commit([write('a', 'three', 2)], at('3'));
    expect(await notes()).toEqual({ a: 'three' });
  });

  it('are taken over from a writer that hangs in the midst of a batch, whose documents then count for nothing', async () => {
    let clock = 1_000;
    const [first, second] = [await open(() => clock), await open(() => clock)];
    const [dead, alive] = [await first.open('finds', 1, finds), await second.open('finds', 1, finds)];
    expect(await first.lease('finds', 1, 'first', 5_000)).toBe(true);
    await dead.commit([write('a', 'one'), write('b', 'one')], at('1'));
    // Longer than the takeover below takes, shorter than the patience of the one that hangs.
    const fault = standalone ? { failCommands: ['update'], namespace: url.replace(/^.*\/(\w+)\?.*$/, '$1.view_versions') } : { failCommands: ['commitTransaction'] }; // prettier-ignore
    await failing({ skip: standalone ? 1 : 0 }, { ...fault, blockConnection: true, blockTimeMS: 2_500 });
    const hanging = dead
      .commit([write('a', 'one two', 1), write('c', 'one')], at('2'))
      .catch((error: unknown) => error);
    await pause(800);
    await failing('off', { failCommands: [] });
    clock += 5_001;
    expect(await second.lease('finds', 1, 'second', 60_000)).toBe(true);
    expect(await alive.checkpoint()).toEqual(at('1'));
    expect(await notes(alive)).toEqual({ a: 'one', b: 'one' });
    await alive.commit([write('a', 'one two three', 2), write('b', 'one two', 1)], at('3'));
    expect(await hanging).toBeInstanceOf(Error);
    expect(await notes(alive)).toEqual({ a: 'one two three', b: 'one two' });
    expect(await alive.checkpoint()).toEqual(at('3'));
  });

  it('have every event once after the server was killed and started again, again and again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mongodb-faults-'));
    const ledger = await openSqliteEventStore({ file: join(folder, 'ledger.db'), writer: 'here' });
    const projector = new Projector({
      ledger,
      views: store,
      projections: [told],
      owner: 'spec',
      leaseMilliseconds: 900,
    });
    await projector.start();
    let number = 0;
    for (let kill = 0; kill < 4; kill++) {
      for (let batch = 0; batch < 12; batch++) {
        for (let many = 0; many < 15; many++) await tell(ledger, `sheet-${number % 40}`, number++);
        // At another moment of a batch each time.
        if (batch === 5) await pause(kill * 7).then(() => server.kill());
        if (batch === 8) await server.restart();
        await pause(5);
      }
    }
    const head = (await ledger.head())!;
    let position: string | undefined;
    for (let tries = 0; tries < 300 && position !== head; tries++) {
      await pause(100);
      position = (await (await store.active('told').catch(() => undefined))?.checkpoint().catch(() => undefined))
        ?.position;
    }
    await projector.stop();
    expect(position).toBe(head);
    const { items } = await (await store.active<{ numbers: number[] }>('told'))!.search({ limit: 1_000 });
    expect(items).toHaveLength(40);
    for (const { id, document } of items) {
      const first = Number(id.slice('sheet-'.length));
      expect(document.numbers).toEqual(Array.from({ length: number / 40 }, (_, nth) => first + nth * 40));
    }
    await ledger.close();
    rmSync(folder, { recursive: true });
  });
});

const salts = randomSalts();
async function tell(ledger: EventStore, sheet: string, number: number): Promise<void> {
  const commandId = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const stream = `note-${number}`;
  const context = {
    commandId,
    correlationId: commandId,
    actor: { id: commandId, role: 'curator', via: 'session' },
    source: { kind: 'ui' },
    at: 1_790_000_000_000,
  } as const;
  const { records } = recordFacts(
    stream,
    EMPTY_STREAM,
    [{ type: 'SheetTold', data: { sheet, number } }],
    context,
    salts,
  );
  await ledger.append({ stream, expectedRevision: NO_STREAM, records });
}
