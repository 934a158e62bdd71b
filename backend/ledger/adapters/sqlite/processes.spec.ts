import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compiled } from '../../../../infra/testing/compiled.js';
import type { StoredRecord } from '../../event-store.js';
import { verifyLedger } from '../../verify.js';
import { openSqliteEventStore } from './sqlite-event-store.js';

const run = promisify(execFile);

/**
 * A process that counts in one stream by commands with the ids given, and prints the id of each that was acknowledged. A ledger
 * that is unavailable is asked again with the same id, three times at most.
 */
function counting(file: string, writer: 'here' | 'thread', commandIds: readonly string[]): string {
  return `
    import { writeSync } from 'node:fs';
    import { openSqliteEventStore } from '${compiled('backend/ledger/adapters/sqlite/sqlite-event-store.ts')}';
    import { handle } from '${compiled('backend/ledger/handle.ts')}';
    import { randomSalts } from '${compiled('backend/ledger/salts.ts')}';
    const store = await openSqliteEventStore({ file: ${JSON.stringify(file)}, writer: '${writer}' });
    const counter = {
      category: 'counter', guards: { Count: 'rules' }, events: { Counted: 1 }, initial: 0,
      decide: (n) => [{ type: 'Counted', data: { n } }, { type: 'Counted', data: { n } }], evolve: (n) => n + 1,
    };
    const ledger = { store, salts: randomSalts() };
    for (const id of ${JSON.stringify(commandIds)}) {
      const context = { commandId: id, correlationId: id, actor: { id, role: 'x', via: 'cli' }, source: { kind: 'cli' }, at: Date.now() };
      for (let tries = 0; tries < 3; ) {
        const done = await handle(ledger, counter, '1', { type: 'Count' }, context).catch((error) => error);
        if (done instanceof Error && done.name !== 'RevisionConflict' && done.name !== 'LedgerUnavailable') throw done;
        if (done instanceof Error) { if (done.name === 'LedgerUnavailable') tries++; continue; }
        writeSync(1, id + '\\n');
        break;
      }
    }
    await store.close();`;
}

const commandId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

describe('Processes that share a SQLite ledger', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    file = join(folder, 'ledger.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const records = async (): Promise<readonly StoredRecord[]> => {
    const store = await openSqliteEventStore({ file, writer: 'here' });
    expect(await verifyLedger(store)).toMatchObject({ ok: true });
    const all = await store.readStream('counter-1');
    await store.close();
    return all;
  };
  /** How often the events of each command stand in the stream. */
  const found = async (): Promise<Map<string, number>> => {
    const counts = new Map<string, number>();
    for (const { envelope } of await records()) {
      const id = (JSON.parse(envelope) as { commandId: string }).commandId;
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return counts;
  };

  it('race on one stream: exactly one wins each revision, and every command is recorded once', async () => {
    const shares = [0, 1].map((half) => Array.from({ length: 30 }, (_, n) => commandId(2 * n + half)));
    const scripts = shares.map((ids, half) => counting(file, half === 0 ? 'thread' : 'here', ids));
    const outputs = await Promise.all(
      scripts.map((script) => run(process.execPath, ['--input-type=module', '-e', script])),
    );
    for (const [half, { stdout }] of outputs.entries()) expect(stdout.trim().split('\n')).toEqual(shares[half]);
    const stored = await records();
    expect(stored.map(({ revision }) => revision)).toEqual(Array.from({ length: 120 }, (_, i) => i));
    expect([...(await found()).values()]).toEqual(Array(60).fill(2));
  }, 60_000);

  const canTrace = spawnSync('strace', ['-e', 'trace=none', 'true']).status === 0;
  if (!canTrace)
    console.warn('Skipped, for want of strace or the right to use it: faults at each write and flush of an append.');
  const withStrace = canTrace ? describe : describe.skip;

  withStrace('and a disk that fails', () => {
    const ids = [commandId(1), commandId(2)];
    const traced = async (...options: string[]): Promise<string[]> => {
      const arguments_ = [
        '-qq',
        '-o',
        join(folder, 'trace'),
        ...['', '-wal'].flatMap((end) => ['-P', file + end]),
        ...options,
      ];
      const child = [process.execPath, '--input-type=module', '-e', counting(file, 'here', ids)];
      const { stdout } = await run('strace', [...arguments_, ...child]).catch((error: { stdout: string }) => error);
      return stdout.split('\n').filter((line) => line !== '');
    };
    const callsTo = (name: string): number =>
      readFileSync(join(folder, 'trace'), 'utf8')
        .split('\n')
        .filter((line) => line.startsWith(name)).length;
    const countAgain = async () => {
      const { stdout } = await run(process.execPath, ['--input-type=module', '-e', counting(file, 'here', ids)]);
      expect(stdout.trim().split('\n')).toEqual(ids);
    };
    const startAnew = async () => {
      for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
      await (await openSqliteEventStore({ file, writer: 'here' })).close();
    };

    it('flushes to disk at least once for every acknowledged append', async () => {
      await startAnew();
      expect(await traced('-e', 'trace=fsync,fdatasync')).toEqual(ids);
      expect(callsTo('fdatasync') + callsTo('fsync')).toBeGreaterThanOrEqual(2);
    });

    it.each(['EIO', 'KILL'] as const)(
      '(%s) at any write or flush of an append: nothing acknowledged is lost, nothing is doubled',
      async (fault) => {
        await startAnew();
        await traced('-e', 'trace=pwrite64,fsync,fdatasync');
        const places = ['pwrite64', 'fsync', 'fdatasync'].flatMap((name) =>
          Array.from(
            { length: callsTo(name) },
            (_, i) => `${name}:${fault === 'EIO' ? 'error=EIO' : 'signal=KILL'}:when=${i + 1}`,
          ),
        );
        expect(places.length).toBeGreaterThan(6);
        for (const place of places) {
          await startAnew();
          const acknowledged = await traced('-e', `inject=${place}`);
          const counts = await found();
          for (const id of acknowledged) expect([place, counts.get(id)]).toEqual([place, 2]);
          for (const count of counts.values()) expect([place, count]).toEqual([place, 2]);
          // The ledger goes on as if nothing had been: the same commands again are recorded once.
          await countAgain();
          expect([...(await found()).values()]).toEqual([2, 2]);
        }
      },
      120_000,
    );

    it('that fails for good says so, keeps what was acknowledged, and works when it is well again', async () => {
      await startAnew();
      expect(await traced('-e', 'inject=fsync,fdatasync:error=EIO:when=3+')).toEqual(ids.slice(0, 1));
      expect((await found()).get(ids[0]!)).toBe(2);
      await countAgain();
      expect([...(await found()).values()]).toEqual([2, 2]);
    });
  });
});
