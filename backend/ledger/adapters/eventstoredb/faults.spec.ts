import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { TestServerProcess } from '../../../../infra/testing/eventstoredb/test-server.js';
import { recordsOf } from '../../event-store.contract.js';
import {
  type EventStore,
  LedgerDamaged,
  LedgerUnavailable,
  NO_STREAM,
  RevisionConflict,
  type StoredRecord,
} from '../../event-store.js';
import { Feed } from '../../follow.js';
import { EMPTY_STREAM, tailAfter } from '../../record-facts.js';
import { openEventStoreDb } from './eventstoredb-event-store.js';

// Always the test server: nobody kills a real one that a developer named.
describe('A ledger in an EventStoreDB', () => {
  let server: TestServerProcess;
  let store: EventStore;
  const open = (patience = { answer: 1000, inAll: 4000 }) => openEventStoreDb({ url: server.url, patience });
  beforeEach(async () => {
    server = await TestServerProcess.start();
    store = await open();
  });
  afterEach(async () => {
    server.thaw();
    await store.close();
    await server.remove();
  });

  const everything = async (): Promise<StoredRecord[]> => {
    const records: StoredRecord[] = [];
    for (;;) {
      const page = await store.readAll(records.at(-1)?.position, 1000);
      if (page.length === 0) return records;
      records.push(...page);
    }
  };
  /** What a command does: reads, decides, appends; after an unknown outcome reads again and never appends blindly. */
  const noteSurely = async (stream: string, text: string, until: AbortSignal): Promise<string | undefined> => {
    const id = (record: StoredRecord): boolean => record.data === `{"text":"${text}"}`;
    while (!until.aborted) {
      try {
        const stored = await store.readStream(stream);
        const mine = stored.find(id);
        if (mine) return mine.id;
        const tail = tailAfter(stored.at(-1));
        const { records } = recordsOf(stream, [text], tail);
        await store.append({ stream, expectedRevision: tail.revision, records });
        return records[0]!.id;
      } catch (error) {
        if (!(error instanceof LedgerUnavailable) && !(error instanceof RevisionConflict)) throw error;
        await pause(20);
      }
    }
    return undefined;
  };
  const restart = async (): Promise<void> => {
    await server.kill();
    await pause(200);
    await server.start();
  };

  describe('that is killed and started again', () => {
    it('keeps every acknowledged event once, while 24 writers go on', async () => {
      const end = new AbortController();
      const acknowledged = new Set<string>();
      const writers = Array.from({ length: 24 }, async (_, writer) => {
        for (let n = 0; !end.signal.aborted; n++) {
          const id = await noteSurely(`note-${writer}`, `${writer}/${n}`, end.signal);
          if (id !== undefined) acknowledged.add(id);
        }
      });
      const more = async (): Promise<void> => {
        const enough = acknowledged.size + 30;
        while (acknowledged.size < enough) await pause(10);
      };
      for (let kill = 0; kill < 3; kill++) {
        await more();
        await restart();
      }
      await more();
      end.abort();
      await Promise.all(writers);
      const stored = await everything();
      const ids = stored.map(({ id }) => id);
      expect(acknowledged.size).toBeGreaterThan(100);
      expect(new Set(ids).size).toBe(ids.length);
      expect([...acknowledged].filter((id) => !ids.includes(id))).toEqual([]);
      const texts = stored.map(({ data }) => data);
      expect(new Set(texts).size).toBe(texts.length);
    });

    it('keeps the order of batches, and tells what became of each', async () => {
      const batches = Array.from({ length: 12 }, (_, batch) =>
        Array.from({ length: 150 }, (_, i) => {
          const stream = `note-${batch}-${i}`;
          return { stream, expectedRevision: NO_STREAM, records: recordsOf(stream, ['a', 'b']).records };
        }),
      );
      const killing = (async () => {
        for (let kill = 0; kill < 3; kill++) {
          await pause(400);
          await restart();
        }
      })();
      for (const batch of batches) {
        for (;;) {
          try {
            const outcomes = await store.appendBatch(batch);
            expect(outcomes.map(({ outcome }) => outcome)).not.toContain('conflict');
            break;
          } catch (error) {
            if (!(error instanceof LedgerUnavailable)) throw error;
          }
        }
      }
      await killing;
      expect((await everything()).map(({ leaf }) => leaf)).toEqual(
        batches.flat().flatMap(({ records }) => records.map(({ leaf }) => leaf)),
      );
    });

    it('gives who follows it every event once and in order', async () => {
      const end = new AbortController();
      const seen: string[] = [];
      let after: string | undefined;
      const follower = (async () => {
        while (!end.signal.aborted) {
          try {
            for await (const batch of new Feed(store, { batchSize: 7 }).follow({
              ...(after !== undefined && { after }),
              signal: end.signal,
            })) {
              seen.push(...batch.events.map(({ id }) => id));
              after = batch.position;
            }
          } catch (error) {
            if (!(error instanceof LedgerUnavailable)) throw error;
            await pause(20);
          }
        }
      })();
      for (let round = 0; round < 3; round++) {
        for (let n = 0; n < 20; n++) await noteSurely(`note-${n % 5}`, `${round}/${n}`, end.signal);
        await restart();
      }
      await noteSurely('note-last', 'last', end.signal);
      const head = await store.head();
      while (after !== head) await pause(20);
      end.abort();
      await follower;
      expect(seen).toEqual((await everything()).map(({ id }) => id));
      expect(seen).toHaveLength(61);
    });

    it('wakes who waited for growth all the while', async () => {
      await noteSurely('note-1', 'a', new AbortController().signal);
      const waiting = store.grown(await store.head(), new AbortController().signal);
      // The subscription must be there before it can break.
      await pause(200);
      await restart();
      await noteSurely('note-1', 'b', new AbortController().signal);
      await waiting;
      expect(await store.readStream('note-1')).toHaveLength(2);
    });
  });

  describe('that is frozen', () => {
    it('is said to be away, to all who write or read; what they asked is there once or not at all; it comes back by itself', async () => {
      await noteSurely('note-0', 'before', new AbortController().signal);
      server.freeze();
      const asked = Array.from({ length: 100 }, (_, i) => {
        const stream = `note-${i + 1}`;
        return { stream, expectedRevision: NO_STREAM, records: recordsOf(stream, ['a', 'b']).records };
      });
      const calls = [
        ...asked.map((append) => store.append(append)),
        store.readStream('note-0'),
        store.readAll(undefined, 10),
        store.head(),
        store.appendBatch(asked),
      ];
      for (const outcome of await Promise.allSettled(calls))
        expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(LedgerUnavailable) });
      server.thaw();
      const outcomes = await store.appendBatch(asked);
      expect(new Set(outcomes.map(({ outcome }) => outcome)).has('conflict')).toBe(false);
      const stored = await everything();
      expect(stored).toHaveLength(201);
      expect(new Set(stored.map(({ id }) => id)).size).toBe(201);
    });

    it('for less than our patience, answers an append that was sent again, and has it once', async () => {
      const { records } = recordsOf('note-1', ['a', 'b'], EMPTY_STREAM);
      server.freeze();
      // Longer than one answer may take: the append goes out twice, and the server finds both when it goes on.
      const appending = store.append({ stream: 'note-1', expectedRevision: NO_STREAM, records });
      await pause(1500);
      server.thaw();
      expect(await appending).toMatchObject({ stream: 'note-1', revision: 1 });
      expect((await everything()).map(({ id }) => id)).toEqual(records.map(({ id }) => id));
    });
  });

  it('whose log leaves out an event stops who follows it, with a sentence that names it', async () => {
    for (const text of ['a', 'b', 'c']) await noteSurely('note-1', text, new AbortController().signal);
    const [first] = await everything();
    await server.kill();
    const log = new DatabaseSync(server.file);
    log.exec(`DELETE FROM events WHERE rev = 1 AND sid = (SELECT sid FROM streams WHERE name = 'note-1')`);
    log.close();
    await server.start();
    await store.close();
    store = await open();
    // From the beginning, and resumed from a checkpoint.
    for (const after of [undefined, first!.position]) {
      await expect(store.readAll(after, 10)).rejects.toThrow(LedgerDamaged);
      await expect(store.readAll(after, 10)).rejects.toThrow('Event 1 of the stream note-1 is missing');
    }
    await expect(store.readStream('note-1')).rejects.toThrow('lacks its event 1');
  });

  it('that is away is told at the opening, without the password', async () => {
    await server.kill();
    const url = server.url.replace('esdb://', 'esdb://anna:secret@');
    const opening = openEventStoreDb({ url, patience: { answer: 200, inAll: 500 } });
    await expect(opening).rejects.toThrow(LedgerUnavailable);
    await expect(opening).rejects.not.toThrow('secret');
  });
});
