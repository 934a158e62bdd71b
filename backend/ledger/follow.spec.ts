import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from './adapters/sqlite/sqlite-event-store.js';
import { recordsOf } from './event-store.contract.js';
import { type EventStore, NO_STREAM } from './event-store.js';
import { type Batch, Feed } from './follow.js';

describe('Following the ledger', () => {
  let folder: string;
  let store: EventStore;
  let stop: AbortController;
  let reads: number;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'follow-'));
    store = await openSqliteEventStore({ file: join(folder, 'ledger.db'), writer: 'here' });
    stop = new AbortController();
    reads = 0;
    const readFacts = store.readFacts.bind(store);
    store.readFacts = (...stretch) => (reads++, readFacts(...stretch));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    stop.abort();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const write = (...names: string[]) =>
    store.appendBatch(
      names.map((name) => ({
        stream: `note-${name}`,
        expectedRevision: NO_STREAM,
        records: recordsOf(`note-${name}`, [name]).records,
      })),
    );
  const subjects = (batches: readonly Batch[]) => batches.map(({ events }) => events.map(({ subject }) => subject));
  const collect = async (batches: AsyncIterable<Batch>): Promise<Batch[]> => {
    const all: Batch[] = [];
    for await (const batch of batches) all.push(batch);
    return all;
  };

  it('gives all events in order, in batches, up to the end', async () => {
    await write('a', 'b', 'c', 'd', 'e');
    const batches = await collect(new Feed(store, { batchSize: 2 }).follow({ signal: stop.signal, live: false }));
    expect(subjects(batches)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(batches.map(({ records, caughtUp }) => [records, caughtUp])).toEqual([
      [2, false],
      [2, false],
      [1, true],
    ]);
    expect(batches.at(-1)!.position).toBe(await store.head());
  });

  it('says at the end that it is the end, also where that is the edge of a batch', async () => {
    await write('a', 'b', 'c', 'd');
    const batches = await collect(new Feed(store, { batchSize: 2 }).follow({ signal: stop.signal, live: false }));
    expect(batches.map(({ records, caughtUp }) => [records, caughtUp])).toEqual([
      [2, false],
      [2, true],
    ]);
  });

  it('does not divide what was appended to a stream at once, unless there is nothing else', async () => {
    const written = (name: string, ...texts: string[]) => ({
      stream: `note-${name}`,
      expectedRevision: NO_STREAM,
      records: recordsOf(`note-${name}`, texts).records,
    });
    await store.appendBatch([written('a', '1'), written('b', '1', '2', '3'), written('c', '1', '2', '3', '4', '5')]);
    const batches = await collect(new Feed(store, { batchSize: 3 }).follow({ signal: stop.signal, live: false }));
    expect(subjects(batches)).toEqual([['a'], ['b', 'b', 'b'], ['c', 'c', 'c'], ['c', 'c']]);
    expect(batches.map(({ records, caughtUp }) => [records, caughtUp])).toEqual([
      [1, false],
      [3, false],
      [3, false],
      [2, true],
    ]);
  });

  it('gives events as folds see them', async () => {
    await write('a');
    const [batch] = await collect(new Feed(store).follow({ signal: stop.signal, live: false }));
    expect(batch!.events).toEqual([
      expect.objectContaining({
        position: await store.head(),
        stream: 'note-a',
        category: 'note',
        subject: 'a',
        revision: 0,
        type: 'NoteTaken',
        schema: 1,
        data: { text: 'a' },
        at: '2026-01-01T00:00:00.000Z',
      }),
    ]);
  });

  it('resumes after a position', async () => {
    await write('a', 'b', 'c');
    const after = (await store.readAll(undefined, 2))[1]!.position;
    expect(subjects(await collect(new Feed(store).follow({ after, signal: stop.signal, live: false })))).toEqual([
      ['c'],
    ]);
  });

  it('waits for more, and goes on when it comes', async () => {
    const batches = new Feed(store).follow({ signal: stop.signal });
    const first = batches.next();
    await write('a');
    expect(subjects([(await first).value as Batch])).toEqual([['a']]);
    const second = batches.next();
    await write('b', 'c');
    expect(subjects([(await second).value as Batch])).toEqual([['b', 'c']]);
  });

  it('ends when it is aborted, also while it waits', async () => {
    const waiting = new Feed(store).follow({ signal: stop.signal }).next();
    stop.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('reads no further before a batch has been dealt with', async () => {
    await write('a', 'b', 'c', 'd');
    const batches = new Feed(store, { batchSize: 1 }).follow({ signal: stop.signal });
    await batches.next();
    expect(reads).toBe(1);
    await batches.next();
    expect(reads).toBe(2);
  });

  it('passes over types that are not wanted, unparsed, but moves on', async () => {
    await write('a', 'b');
    const readFacts = store.readFacts.bind(store);
    store.readFacts = async (...stretch) =>
      (await readFacts(...stretch)).map((record) => ({ ...record, data: 'not parsed' }));
    const feed = new Feed(store);
    const [batch] = await collect(feed.follow({ types: ['Other'], signal: stop.signal, live: false }));
    expect(batch).toEqual({ events: [], records: 2, position: await store.head(), caughtUp: true });
  });

  it('does not even read the texts of types that nobody wants', async () => {
    await write('a', 'b');
    const asked: unknown[] = [];
    const readFacts = store.readFacts.bind(store);
    store.readFacts = (...stretch) => (asked.push(stretch[2]), readFacts(...stretch));
    const types = ['Other'];
    const [batch] = await collect(new Feed(store, { types }).follow({ types, signal: stop.signal, live: false }));
    expect([batch!.records, asked]).toEqual([2, [types]]);
  });

  it('parses once what several follow side by side', async () => {
    await write('a', 'b', 'c', 'd');
    const feed = new Feed(store, { batchSize: 2 });
    const followers = [undefined, ['NoteTaken'], ['Other']].map((types) => feed.follow({ types, signal: stop.signal }));
    const first: Batch[] = [];
    for (let round = 0; round < 2; round++)
      for (const follower of followers) first.push((await follower.next()).value as Batch);
    expect(reads).toBe(2);
    expect(subjects(first)).toEqual([['a', 'b'], ['a', 'b'], [], ['c', 'd'], ['c', 'd'], []]);
    expect(first[0]!.events[0]).toBe(first[1]!.events[0]);
  });

  it('reads once for one who is ahead and one whose work keeps the thread from going on', async () => {
    await write('a', 'b', 'c', 'd', 'e', 'f');
    const feed = new Feed(store, { batchSize: 1, kept: 2 });
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const slow = async (): Promise<void> => {
      for await (const _batch of feed.follow({ signal: stop.signal, live: false })) {
        await turn();
        for (const until = performance.now() + 250; performance.now() < until;);
        await turn();
      }
    };
    await Promise.all([slow(), collect(feed.follow({ signal: stop.signal, live: false }))]);
    expect(reads).toBe(6);
  });

  it('does not wait for long for one who stands still', async () => {
    await write('a', 'b', 'c', 'd', 'e');
    const feed = new Feed(store, { batchSize: 1, kept: 2 });
    const still = feed.follow({ signal: stop.signal });
    await still.next();
    expect(await collect(feed.follow({ signal: stop.signal, live: false }))).toHaveLength(5);
  });

  it('keeps only the last batches', async () => {
    await write('a', 'b', 'c', 'd');
    const feed = new Feed(store, { batchSize: 1, kept: 2 });
    await collect(feed.follow({ signal: stop.signal, live: false }));
    const before = reads;
    await collect(feed.follow({ signal: stop.signal, live: false }));
    expect(reads).toBeGreaterThan(before + 2);
  });

  it('goes on from a batch that was read while the ledger was shorter', async () => {
    await write('a');
    const feed = new Feed(store);
    await collect(feed.follow({ signal: stop.signal, live: false }));
    await write('b');
    const batches = feed.follow({ signal: stop.signal });
    expect(subjects([(await batches.next()).value as Batch, (await batches.next()).value as Batch])).toEqual([
      ['a'],
      ['b'],
    ]);
  });

  it('brings data to its newest shape', async () => {
    await write('a');
    const upcasts = new Map([
      ['note', (type: string, schema: number, data: object) => ({ ...data, from: `${type}/${schema}` })],
    ]);
    const [batch] = await collect(new Feed(store, { upcasts }).follow({ signal: stop.signal, live: false }));
    expect(batch!.events[0]!.data).toEqual({ text: 'a', from: 'NoteTaken/1' });
  });

  it('rests at the end while somebody writes without pause, and then gives all that gathered at once', async () => {
    await write('a');
    const resting = new Feed(store, { rest: { perWork: 0, leastMilliseconds: 1_000, mostMilliseconds: 1_000 } });
    const batches: Batch[] = [];
    for await (const batch of resting.follow({ signal: stop.signal })) {
      batches.push(batch);
      if (batches.length === 1) setImmediate(() => void write('b').then(() => write('c')));
      else stop.abort();
    }
    expect(subjects(batches)).toEqual([['a'], ['b', 'c']]);
  });

  it('goes along with those who read on towards a far end, instead of resting as long as their work wants it', async () => {
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    await write('a');
    const rest = { perWork: 1_000, leastMilliseconds: 30, mostMilliseconds: 3_600_000 };
    const resting = new Feed(store, { batchSize: 1, rest });
    const one = resting.follow({ signal: stop.signal });
    const { position: after } = (await one.next()).value as Batch;
    const next = one.next();
    await write('b', 'c');
    const other = resting.follow({ after, signal: stop.signal });
    expect(subjects([(await other.next()).value as Batch, (await other.next()).value as Batch])).toEqual([
      ['b'],
      ['c'],
    ]);
    now = 1_000;
    const itsNext = other.next();
    expect(subjects([(await next).value as Batch])).toEqual([['b']]);
    expect(reads).toBe(3);
    stop.abort();
    await itsNext;
  });

  it('ends at once when it is told to while it rests', async () => {
    await write('a');
    const resting = new Feed(store, {
      rest: { perWork: 0, leastMilliseconds: 3_600_000, mostMilliseconds: 3_600_000 },
    });
    for await (const _batch of resting.follow({ signal: stop.signal })) setTimeout(() => stop.abort());
    expect(stop.signal.aborted).toBe(true);
  });
});
