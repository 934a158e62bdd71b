import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEventStoreDb } from '#ledger/adapters/eventstoredb/eventstoredb-event-store.js';
import { openSqliteEventStore } from '#ledger/adapters/sqlite/sqlite-event-store.js';
import { recordsOf } from '#ledger/event-store.contract.js';
import type { EventStore, StoredRecord } from '#ledger/event-store.js';
import { SALT_BYTES, type SaltSource } from '#ledger/salts.js';
import { verifyLedger } from '#ledger/verify.js';
import { openHouse } from '#wiring/house.js';
import { readSettings } from '#wiring/settings.js';
import { type EventStoreDbForTests, eventStoreDbForTests } from '../../../infra/testing/eventstoredb/test-server.js';
import { loadDemo } from '../../cli/demo/load-demo.js';
import { ImportRoom } from '../import/testing/import-room.js';
import { batchesOf, migrateLedger, MigrationRefused } from './migrate-ledger.js';

/** The demo museum without its views: a twentieth of its specimens. */
const NTH = 20;

describe('Moving a ledger', () => {
  let folder: string;
  let server: EventStoreDbForTests;
  let museum: EventStore;
  const opened: EventStore[] = [];
  const sqlite = async (name: string): Promise<EventStore> => {
    const store = await openSqliteEventStore({ file: join(folder, `${name}.db`), writer: 'here' });
    opened.push(store);
    return store;
  };
  const eventStoreDb = async (name: string): Promise<EventStore> => {
    const url = `${server.url}${server.url.includes('?') ? '&' : '?'}ledger=${name}`;
    const store = await openEventStoreDb({ url });
    opened.push(store);
    return store;
  };
  const everything = async (store: EventStore): Promise<StoredRecord[]> => {
    const records: StoredRecord[] = [];
    for (;;) {
      const page = await store.readAll(records.at(-1)?.position, 1000);
      if (page.length === 0) return records;
      records.push(...page);
    }
  };
  const name = () => `m${randomUUID().replaceAll('-', '')}`;
  const note = async (store: EventStore, stream: string, ...texts: string[]): Promise<void> => {
    await store.append({ stream, expectedRevision: -1, records: recordsOf(stream, texts).records });
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'moving-'));
    server = await eventStoreDbForTests();
    const settings = readSettings({ DATA: join(folder, 'demo'), LOG_LEVEL: 'error', DEMO: '1' }, {});
    const house = await openHouse(settings, { projector: 'none', tasks: 'none', readers: 0, ledgerWriter: 'here' });
    await loadDemo(house, NTH);
    await house.close();
    museum = await openSqliteEventStore({ file: join(folder, 'demo/ledger.db'), writer: 'here' });
    opened.push(museum);
  });
  afterAll(async () => {
    for (const store of opened) await store.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('from SQLite to EventStoreDB and back changes nothing of it, nor the order', async () => {
    const there = await eventStoreDb(name());
    const back = await sqlite('back');
    const out = await migrateLedger(museum, there);
    const home = await migrateLedger(there, back);
    const { events, streams, leaves } = await verifyLedger(museum);
    expect(events).toBeGreaterThan(300);
    for (const { ok, from, to } of [out, home]) {
      expect(ok).toBe(true);
      expect(from).toMatchObject({ events, streams, leaves });
      expect(to).toEqual(from);
    }
    expect(await verifyLedger(there)).toMatchObject({ ok: true, leaves });
    // SQLite counts its positions: even those are the same.
    expect(await everything(back)).toEqual(await everything(museum));
  });

  it('goes on where it was ended, as often as it is', async () => {
    const there = await eventStoreDb(name());
    const { events } = await verifyLedger(museum);
    for (const limit of [1, 2]) {
      // The process is ended in the middle of a batch: some of its streams are written, the rest are not.
      let batches = 0;
      const dying: EventStore = Object.assign(Object.create(there) as EventStore, {
        storeId: there.storeId,
        readAll: there.readAll.bind(there),
        appendBatch: async (appends: Parameters<EventStore['appendBatch']>[0]) => {
          if (++batches < limit) return there.appendBatch(appends);
          await there.appendBatch(appends.slice(0, Math.ceil(appends.length / 2)));
          throw new Error('The power went.');
        },
      });
      await expect(migrateLedger(museum, dying)).rejects.toThrow('The power went.');
    }
    const last = await migrateLedger(museum, there);
    expect(last).toMatchObject({ ok: true });
    expect(last.found).toBeGreaterThan(0);
    expect(last.found + last.copied).toBe(events);
    expect(await migrateLedger(museum, there)).toMatchObject({ ok: true, copied: 0, found: events });
  });

  it('copies what was added meanwhile', async () => {
    const [from, to] = [await sqlite('grows'), await eventStoreDb(name())];
    await note(from, 'note-1', 'a', 'b');
    let grown: Promise<void> | undefined;
    const result = await migrateLedger(from, to, {
      progress: (step) => {
        if (step === 'Copied') grown ??= note(from, 'note-2', 'c');
      },
    });
    await grown;
    expect(result).toMatchObject({ ok: true, copied: 3 });
  });

  it('into a ledger with other events is refused, and leaves it as it is', async () => {
    const to = await eventStoreDb(name());
    await note(to, 'note-1', 'other');
    await expect(migrateLedger(museum, to)).rejects.toThrow(MigrationRefused);
    expect(await everything(to)).toHaveLength(1);
    await expect(migrateLedger(museum, museum)).rejects.toThrow('the same ledger');
  });

  it('into a ledger that holds more than the source is refused', async () => {
    const [from, to] = [await sqlite('short'), await sqlite('long')];
    await note(from, 'note-1', 'a');
    await migrateLedger(from, to);
    await note(to, 'note-2', 'b');
    await expect(migrateLedger(from, to)).rejects.toThrow('event 2 differs');
  });

  it('copies streams that take turns, and appends too large for one step, in their order', () => {
    const record = (stream: string, revision: number, data = '{}') =>
      ({ stream, revision, envelope: '{}', data }) as StoredRecord;
    const big = 'x'.repeat(300_000);
    const batches = batchesOf([
      record('a', 0),
      record('a', 1),
      record('b', 0),
      record('a', 2),
      record('c', 0, big),
      record('c', 1, big),
    ]);
    expect(
      batches.map((batch) =>
        batch.map(({ stream, expectedRevision, records }) => `${stream}@${expectedRevision}+${records.length}`),
      ),
    ).toEqual([['a@-1+2', 'b@-1+1'], ['a@1+1', 'c@-1+1'], ['c@0+1']]);
  });
});

describe('The same import at the same time with the same salts', () => {
  it('gives the same hashes on SQLite and on EventStoreDB', async () => {
    const server = await eventStoreDbForTests();
    const url = `${server.url}${server.url.includes('?') ? '&' : '?'}ledger=twin${randomUUID().replaceAll('-', '')}`;
    const rows = Array.from({ length: 300 }, (_, i) => `urn:twin:${i},T-${i},Rosa canina L.,Norway,"Ås, løkka ${i}"`);
    const sheet = ['occurrenceID,catalogNumber,scientificName,country,locality', ...rows].join('\n');
    const importId = randomUUID();
    const sums = [];
    for (const events of [undefined, await openEventStoreDb({ url })]) {
      const given = { now: () => Date.UTC(2026, 0, 1), salts: countedSalts(), ...(events && { events }) };
      const room = await ImportRoom.open(undefined, given);
      const { counts } = await room.import(await room.bring(sheet, 'twin.csv'), { importId });
      expect(counts).toMatchObject({ new: 300, identifications: 300 });
      sums.push(await verifyLedger(room.desk.events));
      await room.close();
    }
    await server.stop();
    expect(sums[0]).toMatchObject({ ok: true, events: 902 });
    expect(sums[1]).toEqual(sums[0]);
  });
});

function countedSalts(): SaltSource {
  let count = 0;
  return () => {
    const salt = Buffer.alloc(SALT_BYTES);
    salt.writeUInt32BE(++count);
    return salt;
  };
}
