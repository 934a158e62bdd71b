import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describeEventStoreContract, recordsOf } from '../../event-store.contract.js';
import { type EventStore, LedgerUnavailable, NO_STREAM, RevisionConflict } from '../../event-store.js';
import { LedgerTooNew } from './database.js';
import { openSqliteEventStore } from './sqlite-event-store.js';

for (const writer of ['thread', 'here'] as const)
  describeEventStoreContract(
    `SQLite, writing ${writer === 'here' ? 'in the same thread' : 'in its own thread'}`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
      const members: EventStore[] = [];
      return {
        async connect() {
          const store = await openSqliteEventStore({
            file: join(folder, 'ledger.db'),
            writer,
            largestAppend: 2_000_000,
          });
          members.push(store);
          return store;
        },
        sizes: { taken: 1_990_000, refused: 2_000_000 },
        async dispose() {
          await Promise.all(members.map((member) => member.close()));
          rmSync(folder, { recursive: true });
        },
      };
    },
  );

describe('A SQLite ledger', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    file = join(folder, 'sub/ledger.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('has positions of 16 hexadecimal digits', async () => {
    const store = await openSqliteEventStore({ file, writer: 'here' });
    await store.append({ stream: 'note-1', expectedRevision: NO_STREAM, records: recordsOf('note-1', ['a']).records });
    expect(await store.head()).toBe('0000000000000001');
    await expect(store.readAll('1', 1)).rejects.toThrow('not a position');
    await store.close();
  });

  it('never writes an id twice into a stream, whatever revision is expected', async () => {
    const store = await openSqliteEventStore({ file, writer: 'here' });
    const { records, tail } = recordsOf('note-1', ['a']);
    await store.append({ stream: 'note-1', expectedRevision: NO_STREAM, records });
    await expect(store.append({ stream: 'note-1', expectedRevision: tail.revision, records })).rejects.toThrow(
      RevisionConflict,
    );
    const [fresh] = recordsOf('note-1', ['b'], tail).records;
    const mixed = store.append({ stream: 'note-1', expectedRevision: tail.revision, records: [fresh!, ...records] });
    await expect(mixed).rejects.toThrow(RevisionConflict);
    expect(await store.readStream('note-1')).toHaveLength(1);
    await store.close();
  });

  it('refuses a file that a newer version has written, and leaves it as it is', async () => {
    await (await openSqliteEventStore({ file, writer: 'here' })).close();
    const raw = new DatabaseSync(file);
    raw.exec('PRAGMA user_version = 99');
    await expect(openSqliteEventStore({ file })).rejects.toThrow(LedgerTooNew);
    await expect(openSqliteEventStore({ file })).rejects.toThrow(/newer version \(layout 99/);
    expect(raw.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 });
    raw.close();
  });

  it('says in words that a path cannot be opened', async () => {
    await expect(openSqliteEventStore({ file: folder, writer: 'here' })).rejects.toThrow(LedgerUnavailable);
    await expect(openSqliteEventStore({ file: folder, writer: 'here' })).rejects.toThrow(folder);
  });

  it.each(['here', 'thread'] as const)(
    'gives up on a file that another holds too long, and works on afterwards (%s)',
    async (writer) => {
      const store = await openSqliteEventStore({ file, writer, busyMilliseconds: 50 });
      const other = new DatabaseSync(file);
      other.exec('BEGIN IMMEDIATE');
      const append = { stream: 'note-1', expectedRevision: NO_STREAM, records: recordsOf('note-1', ['a']).records };
      await expect(store.append(append)).rejects.toThrow(LedgerUnavailable);
      expect(await store.head()).toBeUndefined();
      other.exec('ROLLBACK');
      other.close();
      expect(await store.append(append)).toMatchObject({ revision: 0 });
      await store.close();
    },
  );

  it('writes in one flush what is asked at the same time', async () => {
    const store = await openSqliteEventStore({ file, writer: 'here' });
    const streams = Array.from({ length: 50 }, (_, i) => `note-${i}`);
    const watcher = new DatabaseSync(file, { readOnly: true });
    const version = () => (watcher.prepare('PRAGMA data_version').get() as { data_version: number }).data_version;
    const before = version();
    await Promise.all(
      streams.map((stream) =>
        store.append({ stream, expectedRevision: NO_STREAM, records: recordsOf(stream, ['a']).records }),
      ),
    );
    expect(version()).toBe(before + 1);
    watcher.close();
    await store.close();
  });
});
