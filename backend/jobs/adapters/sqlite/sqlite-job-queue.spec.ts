import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { spawnEndlessWorker, type EndlessWorker } from '../../../../infra/testing/endless-worker.js';
import { describeJobQueueContract } from '../../job-queue.contract.js';
import type { JobQueue } from '../../job-queue.js';
import { MOST_RECOVERIES } from './job-table.js';
import { openSqliteJobQueue, type SqliteJobQueueOptions } from './sqlite-job-queue.js';

// So long that no pause of a busy machine lets the lease of a living worker end.
const LEASE = 3_000;

describeJobQueueContract('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jobs-'));
  const file = join(folder, 'jobs.db');
  const queues: JobQueue[] = [];
  const workers: EndlessWorker[] = [];
  return {
    async connect() {
      const queue = await openSqliteJobQueue({
        file,
        now: Date.now,
        newId: randomUUID,
        leaseMilliseconds: LEASE,
        pollMilliseconds: 20,
      });
      queues.push(queue);
      return queue;
    },
    async spawnEndlessWorker() {
      const settings = { file, leaseMilliseconds: LEASE };
      const adapter = 'backend/jobs/adapters/sqlite/sqlite-job-queue.ts';
      const worker = await spawnEndlessWorker(adapter, 'openSqliteJobQueue', settings);
      workers.push(worker);
      return worker;
    },
    async dispose() {
      for (const worker of workers) await worker.kill();
      await Promise.all(queues.map((queue) => queue.close(100)));
      rmSync(folder, { recursive: true });
    },
  };
});

describe('SQLite job queue', () => {
  let folder: string;
  let time: number;
  const open: JobQueue[] = [];
  const connect = async (more: Partial<SqliteJobQueueOptions> = {}): Promise<JobQueue> => {
    const file = join(folder, 'jobs.db');
    const queue = await openSqliteJobQueue({ file, now: () => time, newId: randomUUID, pollMilliseconds: 5, ...more });
    open.push(queue);
    return queue;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jobs-'));
    time = Date.UTC(2026, 0, 31, 23, 0);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((queue) => queue.close(0)));
    rmSync(folder, { recursive: true });
  });

  it('takes the job of a process that was killed again at once, and none of one that lives', async () => {
    const ended = new Set<string>();
    const as = (self: string) => ({ processes: { self, hasEnded: (process: string) => ended.has(process) } });
    const [dying, living, other] = [await connect(as('p1')), await connect(as('p2')), await connect(as('p3'))];
    const begun: string[] = [];
    for (const [name, queue] of Object.entries({ dying, living, other }))
      queue.handle('label', ({ id }) => (begun.push(`${name} ${id}`), new Promise(() => undefined)));
    dying.start();
    const { id: first } = await dying.enqueue('label', {});
    while (begun.length < 1) await pause(1);
    living.start();
    const { id: second } = await living.enqueue('label', {});
    while (begun.length < 2) await pause(1);
    other.start();
    await pause(50);
    expect(begun).toEqual([`dying ${first}`, `living ${second}`]);
    // The clock of this spec stands still: no lease runs out.
    ended.add('p1');
    while (begun.length < 3) await pause(1);
    await pause(50);
    expect(begun.slice(2)).toEqual([`other ${first}`]);
  });

  it('gives up a job that outlives its process too often', async () => {
    const queue = await connect();
    queue.handle('deadly', () => new Promise(() => undefined), MOST_RECOVERIES + 1);
    queue.start();
    const { id } = await queue.enqueue('deadly', {});
    const raw = new DatabaseSync(join(folder, 'jobs.db'), { timeout: 5000 });
    // As if the process had died, again and again: the lease belongs to somebody who does not renew it.
    const die = raw.prepare(`UPDATE job SET token = 'dead', lease = 0 WHERE status = 'active' AND token <> 'dead'`);
    for (let deaths = 0; deaths <= MOST_RECOVERIES;) {
      deaths += Number(die.run().changes);
      await pause(2);
    }
    while ((await queue.get(id))?.status !== 'failed') await pause(5);
    expect((await queue.get(id))?.error).toContain(`${MOST_RECOVERIES + 1} times`);
    raw.close();
  });

  it('shows a job whose process fell silent as waiting, and cancels it, also where nobody takes it', async () => {
    const queue = await connect();
    queue.handle('silent', () => new Promise(() => undefined));
    queue.start();
    const { id } = await queue.enqueue('silent', {});
    while ((await queue.get(id))?.status !== 'active') await pause(5);
    await queue.close(0);
    const raw = new DatabaseSync(join(folder, 'jobs.db'), { timeout: 5000 });
    raw.exec(`UPDATE job SET status = 'active', token = 'dead', lease = ${time + 10_000}`);
    raw.close();
    const looker = await connect();
    expect((await looker.get(id))?.status).toBe('active');
    time += 10_001;
    expect((await looker.get(id))?.status).toBe('waiting');
    expect((await looker.list({ status: 'waiting' })).map((job) => job.id)).toEqual([id]);
    expect(await looker.list({ status: 'active' })).toEqual([]);
    expect(await looker.cancel(id)).toBe(true);
    expect((await looker.get(id))?.status).toBe('cancelled');
  });

  it('shows a job as cancelled that was asked to stop and whose process fell silent', async () => {
    const queue = await connect();
    const { id } = await queue.enqueue('silent', {});
    const raw = new DatabaseSync(join(folder, 'jobs.db'), { timeout: 5000 });
    raw.exec(`UPDATE job SET status = 'active', token = 'dead', lease = ${time + 10_000}`);
    raw.close();
    expect(await queue.cancel(id)).toBe(true);
    expect((await queue.get(id))?.status).toBe('active');
    time += 10_001;
    expect((await queue.get(id))?.status).toBe('cancelled');
    expect((await queue.list({ status: 'cancelled' })).map((job) => job.id)).toEqual([id]);
  });

  it('knows cron expressions in UTC', async () => {
    const queue = await connect();
    const ran: number[] = [];
    queue.handle('monthly', async () => void ran.push(time));
    await queue.schedule('k', 'monthly', {}, { cron: '30 2 1 * *' });
    queue.start();
    time = Date.UTC(2026, 1, 1, 2, 29, 59);
    await pause(30);
    expect(ran).toEqual([]);
    time = Date.UTC(2026, 1, 1, 2, 30);
    while (ran.length === 0) await pause(5);
    await pause(30);
    expect(ran).toEqual([Date.UTC(2026, 1, 1, 2, 30)]);
  });

  it('does not put a schedule off because a restart states it again', async () => {
    const first = await connect();
    await first.schedule('weekly', 'w', {}, { milliseconds: 1000 });
    time += 600;
    await first.schedule('weekly', 'w', {}, { milliseconds: 1000 });
    time += 600;
    first.start();
    while ((await first.list({ name: 'w' })).length === 0) await pause(5);
    expect(await first.list({ name: 'w' })).toHaveLength(1);
  });

  it('refuses a file that a newer version has written', async () => {
    await connect();
    const raw = new DatabaseSync(join(folder, 'jobs.db'));
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    await expect(connect()).rejects.toThrow('newer version');
  });

  it('forgets jobs that ended more than thirty days ago', async () => {
    const queue = await connect();
    const old = await queue.enqueue('x', {});
    await queue.cancel(old.id);
    time += 31 * 24 * 3600 * 1000;
    queue.start();
    while (await queue.get(old.id)) await pause(5);
    expect(await queue.list()).toEqual([]);
  });
});
