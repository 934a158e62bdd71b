// Longer than other files on purpose: all promises of one port stand together, so that an adapter runs them in five lines.
import { randomUUID } from 'node:crypto';
import { naughtyStrings } from '../../infra/testing/naughty-strings.js';
import {
  AppendTooLarge,
  type EventStore,
  type FactRecord,
  LedgerUnavailable,
  type NewRecord,
  NO_STREAM,
  type Position,
  RevisionConflict,
  type StoredRecord,
} from './event-store.js';
import type { CommandContext } from './record.js';
import { EMPTY_STREAM, recordFacts, type StreamTail } from './record-facts.js';
import { randomSalts } from './salts.js';

/** An empty ledger of the adapter under test. */
export interface EventStoreHarness {
  /** One more member on the same ledger, as another process would be; the harness closes it at the end. */
  connect(): Promise<EventStore>;
  /** Characters of data in one append that the ledger certainly takes, and that it certainly refuses. */
  readonly sizes: { readonly taken: number; readonly refused: number };
  dispose(): Promise<void>;
}

const salts = randomSalts();

/** Records of one act on a stream, each with a text as its data. */
export function recordsOf(stream: string, texts: readonly string[], tail = EMPTY_STREAM, commandId = randomUUID()) {
  const context: CommandContext = {
    commandId,
    correlationId: commandId,
    actor: { id: commandId, role: 'curator', via: 'token' },
    source: { kind: 'api' },
    at: Date.UTC(2026, 0, 1),
  };
  return recordFacts(
    stream,
    tail,
    texts.map((text) => ({ type: 'NoteTaken', data: { text } })),
    context,
    salts,
  );
}

/** The promises of {@link EventStore}, asked of an adapter. */
export function describeEventStoreContract(adapter: string, open: () => Promise<EventStoreHarness>): void {
  describe(`event store on ${adapter}`, () => {
    let harness: EventStoreHarness;
    let store: EventStore;
    beforeEach(async () => {
      harness = await open();
      store = await harness.connect();
    });
    afterEach(() => harness.dispose());

    /** Takes notes on a stream, which must be as the tail says. */
    const note = async (stream: string, texts: readonly string[], tail: StreamTail = EMPTY_STREAM) => {
      const recorded = recordsOf(stream, texts, tail);
      const receipt = await store.append({ stream, expectedRevision: tail.revision, records: recorded.records });
      return { ...recorded, receipt };
    };
    const everything = async (from: EventStore = store, page = 1000): Promise<StoredRecord[]> => {
      const records: StoredRecord[] = [];
      for (;;) {
        const next = await from.readAll(records.at(-1)?.position, page);
        if (next.length === 0) return records;
        records.push(...next);
      }
    };
    const plain = ({ id, type, envelope, data, salt, leaf }: NewRecord): NewRecord => ({
      id,
      type,
      envelope,
      data,
      salt,
      leaf,
    });

    describe('that is empty', () => {
      it('has nothing to read', async () => {
        expect(await store.head()).toBeUndefined();
        expect(await store.readAll(undefined, 10)).toEqual([]);
        expect(await store.readStream('note-1')).toEqual([]);
        expect((await store.readStreams(['note-1', 'note-2'])).size).toBe(0);
        expect(await store.appendBatch([])).toEqual([]);
      });

      it('has an identity that all its members share', async () => {
        expect(store.storeId).not.toBe('');
        expect((await harness.connect()).storeId).toBe(store.storeId);
      });
    });

    describe('append', () => {
      it('keeps every part of a record as it was given', async () => {
        const { records, receipt } = await note('note-1', ['one', 'two']);
        const stored = await store.readStream('note-1');
        expect(stored.map(plain)).toEqual(records.map(plain));
        expect(stored.map(({ stream, revision }) => [stream, revision])).toEqual([
          ['note-1', 0],
          ['note-1', 1],
        ]);
        expect(receipt).toEqual({ stream: 'note-1', revision: 1, position: stored[1]!.position });
        expect(await store.head()).toBe(receipt.position);
      });

      it('keeps any text', async () => {
        const texts = naughtyStrings.filter((text) => text.isWellFormed());
        const { records } = await note('note-1', texts);
        expect((await store.readStream('note-1')).map(plain)).toEqual(records.map(plain));
      });

      it('tells streams apart by every letter of their name', async () => {
        const names = [
          'note-a',
          'note-A',
          'note-á',
          'note-a\u0301',
          'note-a ',
          'note',
          'note-😀',
          "note-'; --",
          'note-%',
        ];
        for (const name of names) await note(name, [name]);
        const found = await store.readStreams(names);
        expect([...found.values()].map((records) => records.map(({ data }) => data))).toEqual(
          names.map((name) => [`{"text":${JSON.stringify(name)}}`]),
        );
      });

      it('refuses a stream that moved, and writes nothing', async () => {
        const { tail } = await note('note-1', ['one', 'two']);
        const before = await store.head();
        for (const revision of [NO_STREAM, 0, 2]) {
          const failure = await note('note-1', ['x'], { ...tail, revision }).catch((error: unknown) => error);
          expect(failure).toBeInstanceOf(RevisionConflict);
          expect(failure).toMatchObject({ stream: 'note-1', expectedRevision: revision, actualRevision: 1 });
        }
        expect(await store.head()).toBe(before);
      });

      it('refuses to go on with a stream that does not exist', async () => {
        await expect(note('note-1', ['x'], { revision: 0, prev: 'ff' })).rejects.toMatchObject({
          actualRevision: NO_STREAM,
        });
        expect(await store.readStream('note-1')).toEqual([]);
      });

      it('is written once, however often it is tried again', async () => {
        const { records } = recordsOf('note-1', ['one', 'two']);
        const append = { stream: 'note-1', expectedRevision: NO_STREAM, records };
        const first = await store.append(append);
        const last = await note('note-1', ['three'], { revision: 1, prev: records[1]!.leaf });
        // The store may know the append again, or say that the stream moved; both are honest.
        const again = await (await harness.connect()).append(append).catch((error: unknown) => error);
        if (!(again instanceof RevisionConflict)) expect(again).toEqual(first);
        expect((await everything()).map(({ id }) => id)).toEqual([...records, ...last.records].map(({ id }) => id));
      });

      it('takes the same event id in another stream', async () => {
        const commandId = randomUUID();
        for (const stream of ['note-1', 'note-2']) {
          const { records } = recordsOf(stream, ['x'], EMPTY_STREAM, commandId);
          await store.append({ stream, expectedRevision: NO_STREAM, records });
        }
        expect(await everything()).toHaveLength(2);
      });

      it('takes much at once, and refuses too much in words', async () => {
        const { taken, refused } = harness.sizes;
        await note('note-1', ['x'.repeat(taken)]);
        const failure = await note('note-2', ['y', 'x'.repeat(refused)]).catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(AppendTooLarge);
        expect((failure as Error).message).toContain('note-2');
        expect(await everything()).toHaveLength(1);
      });

      it.each([
        ['no records', 'note-1', (records: NewRecord[]) => records.slice(0, 0)],
        ['no name', '', (records: NewRecord[]) => records],
        ['a name of the store’s own', '$all', (records: NewRecord[]) => records],
        ['an id that is none', 'note-1', ([record]: NewRecord[]) => [{ ...record!, id: 'x' }]],
        ['one id twice', 'note-1', ([record]: NewRecord[]) => [record!, record!]],
        ['an empty type', 'note-1', ([record]: NewRecord[]) => [{ ...record!, type: '' }]],
        ['a leaf that is no hash', 'note-1', ([record]: NewRecord[]) => [{ ...record!, leaf: 'x' }]],
        ['a salt that is too short', 'note-1', ([record]: NewRecord[]) => [{ ...record!, salt: 'x' }]],
      ])('refuses %s as a mistake of the caller', async (_, stream, spoil) => {
        const records = spoil([...recordsOf('note-1', ['x']).records]);
        await expect(store.append({ stream, expectedRevision: NO_STREAM, records })).rejects.toThrow(TypeError);
        expect(await everything()).toEqual([]);
      });
    });

    describe('appends at the same time', () => {
      it('to one stream: exactly one wins each revision', async () => {
        const members = [store, await harness.connect()];
        let tail: StreamTail = EMPTY_STREAM;
        for (let round = 0; round < 5; round++) {
          const tries = Array.from({ length: 8 }, (_, i) => recordsOf('note-1', [`${round}/${i}`, 'b'], tail));
          const done = await Promise.allSettled(
            tries.map(({ records }, i) =>
              members[i % 2]!.append({ stream: 'note-1', expectedRevision: tail.revision, records }),
            ),
          );
          const winners = tries.filter((_, i) => done[i]!.status === 'fulfilled');
          expect(winners).toHaveLength(1);
          for (const { reason } of done.filter((one) => one.status === 'rejected'))
            expect(reason).toBeInstanceOf(RevisionConflict);
          tail = winners[0]!.tail;
        }
        const stored = await store.readStream('note-1');
        expect(stored.map(({ revision }) => revision)).toEqual(Array.from({ length: 10 }, (_, i) => i));
        expect(stored.at(-1)!.leaf).toBe(tail.prev);
      });

      it('to many streams: all are written, in one order that all members see', async () => {
        const members = [store, await harness.connect()];
        const streams = Array.from({ length: 60 }, (_, i) => `note-${i}`);
        await Promise.all(
          streams.map((stream, i) =>
            members[i % 2]!.append({
              stream,
              expectedRevision: NO_STREAM,
              records: recordsOf(stream, ['a', 'b']).records,
            }),
          ),
        );
        const seen = await everything();
        expect(seen.map(({ stream }) => stream).sort()).toEqual([...streams, ...streams].sort());
        expect(await everything(members[1], 7)).toEqual(seen);
        expect(seen.map(({ position }) => position)).toEqual(seen.map(({ position }) => position).sort());
      });
    });

    describe('append to many streams', () => {
      it('writes them in the order given', async () => {
        const streams = ['note-c', 'note-a', 'note-b'];
        const outcomes = await store.appendBatch(
          streams.map((stream) => ({
            stream,
            expectedRevision: NO_STREAM,
            records: recordsOf(stream, ['1', '2']).records,
          })),
        );
        const seen = await everything();
        expect(seen.map(({ stream, revision }) => `${stream}@${revision}`)).toEqual(
          streams.flatMap((stream) => [`${stream}@0`, `${stream}@1`]),
        );
        expect(outcomes).toEqual(
          [1, 3, 5].map((i) => ({ outcome: 'written', revision: 1, position: seen[i]!.position })),
        );
      });

      it('tells for each what became of it, and writes what it can', async () => {
        const known = await note('note-known', ['one', 'two']);
        const moved = await note('note-moved', ['one']);
        const outcomes = await store.appendBatch([
          { stream: 'note-new', expectedRevision: NO_STREAM, records: recordsOf('note-new', ['x']).records },
          { stream: 'note-known', expectedRevision: NO_STREAM, records: known.records },
          { stream: 'note-moved', expectedRevision: NO_STREAM, records: recordsOf('note-moved', ['x', 'y']).records },
          {
            stream: 'note-missing',
            expectedRevision: 3,
            records: recordsOf('note-missing', ['x'], { revision: 3 }).records,
          },
          { stream: 'note-last', expectedRevision: NO_STREAM, records: recordsOf('note-last', ['x']).records },
        ]);
        expect(outcomes).toEqual([
          { outcome: 'written', revision: 0, position: expect.any(String) },
          { outcome: 'already', revision: 1, position: known.receipt.position },
          { outcome: 'conflict', actualRevision: 0 },
          { outcome: 'conflict', actualRevision: NO_STREAM },
          { outcome: 'written', revision: 0, position: expect.any(String) },
        ]);
        expect((await everything()).map(({ stream }) => stream)).toEqual([
          'note-known',
          'note-known',
          'note-moved',
          'note-new',
          'note-last',
        ]);
        expect((await store.readStream('note-moved')).map(({ leaf }) => leaf)).toEqual([moved.tail.prev]);
      });

      it('knows its own events again behind later ones', async () => {
        const first = await note('note-1', ['one', 'two']);
        await note('note-1', ['three'], first.tail);
        const again = { stream: 'note-1', expectedRevision: NO_STREAM, records: first.records };
        expect(await (await harness.connect()).appendBatch([again])).toEqual([
          { outcome: 'already', revision: 1, position: first.receipt.position },
        ]);
        expect(await everything()).toHaveLength(3);
      });

      it('knows its own events again whatever revision is expected, and never writes them twice', async () => {
        const first = await note('note-1', ['one']);
        const { receipt } = await note('note-1', ['two'], first.tail);
        const again = { stream: 'note-1', expectedRevision: receipt.revision, records: first.records };
        expect(await store.appendBatch([again])).toEqual([
          { outcome: 'already', revision: 0, position: first.receipt.position },
        ]);
        expect(await everything()).toHaveLength(2);
      });

      it('takes a stream once only', async () => {
        const append = { stream: 'note-1', expectedRevision: NO_STREAM, records: recordsOf('note-1', ['x']).records };
        await expect(store.appendBatch([append, append])).rejects.toThrow(TypeError);
        expect(await everything()).toEqual([]);
      });

      it('takes a thousand', async () => {
        const appends = Array.from({ length: 1000 }, (_, i) => ({
          stream: `note-${i}`,
          expectedRevision: NO_STREAM,
          records: recordsOf(`note-${i}`, ['a', 'b']).records,
        }));
        const outcomes = await store.appendBatch(appends);
        expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['written']));
        expect((await everything()).map(({ leaf }) => leaf)).toEqual(
          appends.flatMap(({ records }) => records.map(({ leaf }) => leaf)),
        );
        expect((await store.readStreams(appends.map(({ stream }) => stream))).size).toBe(1000);
      });
    });

    describe('reading', () => {
      it('of a stream can begin at a revision', async () => {
        const { tail } = await note('note-1', ['0', '1', '2']);
        await note('note-2', ['other']);
        await note('note-1', ['3'], tail);
        const revisions = async (from: number) =>
          (await store.readStream('note-1', from)).map(({ revision }) => revision);
        expect(await revisions(0)).toEqual([0, 1, 2, 3]);
        expect(await revisions(2)).toEqual([2, 3]);
        expect(await revisions(4)).toEqual([]);
      });

      it('of several streams leaves out those without events', async () => {
        await note('note-1', ['a']);
        await note('note-3', ['b', 'c']);
        const found = await store.readStreams(['note-3', 'note-2', 'note-1']);
        expect([...found].map(([stream, records]) => [stream, records.length])).toEqual([
          ['note-3', 2],
          ['note-1', 1],
        ]);
        expect(found.get('note-3')).toEqual(await store.readStream('note-3'));
      });

      it('of everything goes page by page without gap or repetition', async () => {
        for (let i = 0; i < 7; i++) await note(`note-${i}`, ['a', 'b', 'c'].slice(0, 1 + (i % 3)));
        const whole = await store.readAll(undefined, 1000);
        for (const page of [1, 2, 5, whole.length]) expect(await everything(store, page)).toEqual(whole);
        expect(await store.readAll(await store.head(), 10)).toEqual([]);
      });

      it('of everything for those who follow tells the same, but for what proves it', async () => {
        for (let i = 0; i < 7; i++) await note(`note-${i}`, ['a', 'b', 'c'].slice(0, 1 + (i % 3)));
        const told = (records: readonly FactRecord[]) =>
          records.map((r) => [r.position, r.stream, r.revision, r.id, r.type, r.envelope, r.data]);
        const whole = await store.readAll(undefined, 1000);
        expect(told(await store.readFacts(undefined, 1000))).toEqual(told(whole));
        expect(told(await store.readFacts(whole[2]!.position, 4))).toEqual(told(whole.slice(3, 7)));
        expect(told(await store.readFacts(undefined, 1000, ['Other', 'NoteTaken']))).toEqual(told(whole));
        const places = (records: readonly FactRecord[]) => records.map(({ position, type }) => [position, type]);
        expect(places(await store.readFacts(whole[2]!.position, 4, ['Other']))).toEqual(places(whole.slice(3, 7)));
        await expect(store.readFacts(undefined, 0)).rejects.toThrow(TypeError);
      });

      it('sees what was acknowledged, on every member', async () => {
        const other = await harness.connect();
        for (let i = 0; i < 10; i++) {
          const { receipt } = await note(`note-${i}`, ['x']);
          expect(await other.head()).toBe(receipt.position);
          expect(await other.readStream(`note-${i}`)).toHaveLength(1);
        }
      });

      it('refuses a limit that is no number of records', async () => {
        for (const limit of [0, -1, 1.5, NaN]) await expect(store.readAll(undefined, limit)).rejects.toThrow(TypeError);
      });
    });

    describe('waiting for growth', () => {
      const never = new AbortController().signal;
      const waiting = (after: Position | undefined, member = store) => {
        let over = false;
        const promise = member.grown(after, never).then(() => void (over = true));
        return { promise, over: () => over };
      };

      it('ends at once when there is something already', async () => {
        const { receipt } = await note('note-1', ['a', 'b']);
        await store.grown(undefined, never);
        await store.grown((await store.readAll(undefined, 1))[0]!.position, never);
        expect(waiting(receipt.position).over()).toBe(false);
      });

      it('ends with our own append', async () => {
        const { receipt, tail } = await note('note-1', ['a']);
        const wait = waiting(receipt.position);
        await note('note-1', ['b'], tail);
        await wait.promise;
        expect(await store.readAll(receipt.position, 10)).toHaveLength(1);
      });

      it('ends with an append of another member', async () => {
        const other = await harness.connect();
        const { receipt, tail } = await note('note-1', ['a']);
        const waits = [waiting(receipt.position, other), waiting(receipt.position, other)];
        await note('note-1', ['b'], tail);
        await Promise.all(waits.map(({ promise }) => promise));
        expect(await other.readAll(receipt.position, 10)).toHaveLength(1);
      });

      it('ends when it is aborted, before and while it waits', async () => {
        await store.grown(undefined, AbortSignal.abort());
        const controller = new AbortController();
        const wait = store.grown(undefined, controller.signal);
        controller.abort();
        await wait;
        expect(await store.head()).toBeUndefined();
      });
    });

    describe('closing', () => {
      it('keeps everything for the next who opens it', async () => {
        await note('note-1', ['a', 'b']);
        const before = await everything();
        await store.close();
        const again = await harness.connect();
        expect(again.storeId).toBe(store.storeId);
        expect(await everything(again)).toEqual(before);
      });

      it('ends waiting, and refuses what comes after', async () => {
        const wait = store.grown(undefined, new AbortController().signal);
        await store.close();
        await wait;
        await store.close();
        await expect(store.head()).rejects.toThrow(LedgerUnavailable);
        await expect(note('note-1', ['a'])).rejects.toThrow(LedgerUnavailable);
      });
    });
  });
}
