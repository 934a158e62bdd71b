import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { recordsOf } from '../../event-store.contract.js';
import { type EventStore, NO_STREAM } from '../../event-store.js';
import { openSqliteEventStore } from './sqlite-event-store.js';
import { streamHash, WAITING_AT_MOST } from './stream-names.js';

let folder: string;
let file: string;
const opened: EventStore[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  file = join(folder, 'ledger.db');
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
  rmSync(folder, { recursive: true });
});

const open = async (): Promise<EventStore> => {
  const store = await openSqliteEventStore({ file, writer: 'here' });
  opened.push(store);
  return store;
};
const beginning = (stream: string) => ({
  stream,
  expectedRevision: NO_STREAM,
  records: recordsOf(stream, ['a']).records,
});
const begin = async (store: EventStore, streams: readonly string[]): Promise<string[]> =>
  (await store.appendBatch(streams.map(beginning))).map(({ outcome }) => outcome);
const names = (many: number): string[] => Array.from({ length: many }, () => `note-${randomUUID()}`);
const ask = <Row>(sql: string): Row[] => {
  const db = new DatabaseSync(file);
  const rows = db.prepare(sql).all() as Row[];
  db.close();
  return rows;
};
const state = () =>
  ask<{ complete_to: number; sorting_to: number | null; sorted: number }>('SELECT * FROM stream_index_state')[0]!;

/** Every stream is found, none can be begun twice, and none of those that are not there is found. */
async function expectAllThere(store: EventStore, streams: readonly string[]): Promise<void> {
  const found = await store.readStreams(streams);
  expect([...found.keys()].sort()).toEqual([...streams].sort());
  const again = streams.map((stream) => ({ ...beginning(stream), records: recordsOf(stream, ['other']).records }));
  const outcomes = await store.appendBatch(again);
  expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['conflict']));
  expect((await store.readStreams(names(3))).size).toBe(0);
}

describe('Streams of a SQLite ledger, by their names', () => {
  it('are found by all who have the file open, while they wait, while they are sorted in, and afterwards', async () => {
    const [one, other, reader] = [await open(), await open(), await open()];
    const streams: string[] = [];
    const seen = new Set<string>();
    for (let round = 0; seen.size < 3 || round < 60; round++) {
      const more = names(round % 3 === 0 ? 7 : 150);
      await begin(round % 2 === 0 ? one : other, more);
      streams.push(...more);
      const { complete_to, sorting_to } = state();
      seen.add(sorting_to !== null ? 'being sorted in' : complete_to === 0 ? 'waiting' : 'sorted in');
      const some = [more[0]!, streams[round]!, streams[streams.length >> 1]!];
      expect((await reader.readStreams(some)).size).toBe(new Set(some).size);
    }
    expect(streams.length).toBeGreaterThan(WAITING_AT_MOST);
    for (const store of [one, other, reader, await open()]) await expectAllThere(store, streams);
    const [indexed] = ask<{ n: number; last: number }>('SELECT count(*) AS n, max(stream) AS last FROM stream_index');
    expect(indexed!.n).toBe(indexed!.last);
  }, 60_000);

  it('go on being sorted in where a process that ended had come to', async () => {
    const first = await open();
    const streams = names(WAITING_AT_MOST + 10);
    await begin(first, streams.slice(0, WAITING_AT_MOST - 1));
    await begin(first, streams.slice(WAITING_AT_MOST - 1));
    expect(state()).toEqual({ complete_to: 0, sorting_to: streams.length, sorted: 64 });
    await first.close();
    const next = await open();
    while (state().sorting_to !== null) {
      const more = names(40);
      await begin(next, more);
      streams.push(...more);
    }
    expect(ask('SELECT count(*) AS n FROM stream_index')).toEqual([{ n: state().complete_to }]);
    await expectAllThere(next, streams);
  }, 60_000);

  it('are told apart when their numbers in the index are the same', async () => {
    const id = randomUUID();
    const alike = [`note-${id}`, `sheet-${id}`, id];
    expect(new Set(alike.map(streamHash)).size).toBeLessThan(3);
    const store = await open();
    await begin(store, alike);
    await begin(store, names(WAITING_AT_MOST));
    while (state().complete_to < 3) await begin(store, names(200));
    await expectAllThere(await open(), alike);
  }, 60_000);

  it('are taken over from a file of the first layout', async () => {
    const streams = names(30);
    await begin(await open(), streams);
    await opened.pop()!.close();
    const db = new DatabaseSync(file);
    db.exec(`
      DROP TABLE stream_index; DROP TABLE stream_index_state;
      CREATE TABLE streams_then (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
      INSERT INTO streams_then SELECT * FROM streams; DROP TABLE streams; ALTER TABLE streams_then RENAME TO streams;
      PRAGMA user_version = 1;`);
    db.close();
    const store = await open();
    const more = names(5);
    await begin(store, more);
    await expectAllThere(store, [...streams, ...more]);
    expect([state().complete_to, ask('PRAGMA user_version')]).toEqual([30, [{ user_version: 2 }]]);
    expect(ask('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });
});
