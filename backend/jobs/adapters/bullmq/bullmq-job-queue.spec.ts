import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { spawnEndlessWorker, type EndlessWorker } from '../../../../infra/testing/endless-worker.js';
import {
  describeWithOwnRedis,
  describeWithRedis,
  testRedis,
  type TestRedis,
} from '../../../../infra/testing/redis/redis-server.js';
import { until, whenActive, whenEnded } from '../../contract/harness.contract.js';
import { describeJobQueueContract } from '../../job-queue.contract.js';
import { JobsUnavailable, type JobQueue } from '../../job-queue.js';
import { openBullmqJobQueue } from './bullmq-job-queue.js';

// So long that no pause of a busy machine lets the lease of a living worker end.
const LEASE = 3_000;
const open: JobQueue[] = [];
const workers: EndlessWorker[] = [];
const heard: unknown[] = [];

async function connect(url: string): Promise<JobQueue> {
  const queue = await openBullmqJobQueue({
    url,
    now: Date.now,
    newId: randomUUID,
    leaseMilliseconds: LEASE,
    pollMilliseconds: 20,
    onError: (error) => void heard.push(error),
    onWarning: (sentence) => void heard.push(sentence),
  });
  open.push(queue);
  return queue;
}

async function spawnWorker(url: string): Promise<EndlessWorker> {
  const settings = { url, leaseMilliseconds: LEASE };
  const worker = await spawnEndlessWorker(
    'backend/jobs/adapters/bullmq/bullmq-job-queue.ts',
    'openBullmqJobQueue',
    settings,
  );
  workers.push(worker);
  return worker;
}

async function leave(): Promise<void> {
  for (const worker of workers.splice(0)) await worker.kill();
  await Promise.all(open.splice(0).map((queue) => queue.close(100)));
}

describeWithRedis('BullMQ', () => {
  let redis: TestRedis;
  beforeAll(async () => (redis = await testRedis()));
  afterAll(() => redis.close());

  describeJobQueueContract('Redis', async () => {
    const url = `${redis.url}?prefix=test-${randomUUID().slice(0, 8)}`;
    return { connect: () => connect(url), spawnEndlessWorker: () => spawnWorker(url), dispose: leave };
  });
});

describeWithOwnRedis('BullMQ job queue on a Redis of its own', () => {
  let redis: TestRedis;
  let url: string;
  beforeEach(async () => {
    delete process.env['TEST_REDIS_URL'];
    redis = await testRedis('--loglevel', 'warning');
    url = redis.url;
    heard.length = 0;
  });
  afterEach(async () => {
    await redis.own?.kill('SIGCONT');
    await leave();
    await redis.close();
  });
  const raw = async <T>(ask: (client: Redis) => Promise<T>): Promise<T> => {
    const client = new Redis(url);
    try {
      return await ask(client);
    } finally {
      client.disconnect();
    }
  };

  it('refuses a Redis that may drop jobs, and says what to set', async () => {
    await raw((client) => client.config('SET', 'maxmemory-policy', 'allkeys-lru'));
    await expect(connect(url)).rejects.toThrow('Set "maxmemory-policy noeviction"');
  });

  it('says that Redis forgets jobs at its restart when it keeps no journal', async () => {
    await raw((client) => client.config('SET', 'appendonly', 'no'));
    await connect(url);
    expect(heard).toEqual([expect.stringContaining('set "appendonly yes"')]);
  });

  it('refuses a wrong password without repeating it', async () => {
    await raw((client) => client.config('SET', 'requirepass', 'right'));
    const wrong = url.replace('//', '//:wr%3Ang@');
    await expect(connect(wrong)).rejects.toThrow(/refuses the name or the password/);
    expect(heard.map(String).join()).not.toContain('wr:ng');
    await connect(url.replace('//', '//:right@'));
  });

  it('loses nothing when Redis is killed, says that it is away, and goes on by itself', async () => {
    const queue = await connect(url);
    const done = new Set<unknown>();
    queue.handle('count', async (job) => {
      await pause(5);
      done.add(job.data);
    });
    queue.start();
    const added: string[] = [];
    for (let number = 0; number < 20; number++) added.push((await queue.enqueue('count', number)).id);
    await redis.own?.kill('SIGKILL');
    await until(
      async () => (await queue.enqueue('count', 'lost').catch((error: unknown) => error)) instanceof JobsUnavailable,
      'the news that Redis is away',
    );
    await expect(queue.list()).rejects.toThrow(JobsUnavailable);
    await redis.own?.start();
    await until(() => queue.list().catch(() => false as const), 'Redis');
    for (const id of added) expect((await whenEnded(queue, id)).status).toBe('completed');
    expect([...done].filter((number) => typeof number === 'number')).toHaveLength(20);
  });

  it('answers while Redis is frozen, and a running job goes on or is taken again afterwards', async () => {
    const queue = await connect(url);
    queue.handle('long', async (_job, { signal }) => {
      await pause(800, undefined, { signal }).catch(() => undefined);
      signal.throwIfAborted();
      return 'done';
    });
    queue.start();
    const { id } = await queue.enqueue('long', {});
    await whenActive(queue, id);
    await redis.own?.kill('SIGSTOP');
    await expect(queue.get(id)).rejects.toThrow(JobsUnavailable);
    await redis.own?.kill('SIGCONT');
    expect(await whenEnded(queue, id)).toMatchObject({ status: 'completed', result: 'done' });
  });

  it('opens while Redis is away, and closes in time while it is frozen', async () => {
    await redis.own?.kill('SIGKILL');
    const queue = await connect(url);
    await expect(queue.get(randomUUID())).rejects.toThrow(JobsUnavailable);
    await redis.own?.start();
    await until(() => queue.list().catch(() => false as const), 'Redis');
    queue.handle('stuck', () => new Promise(() => undefined));
    queue.start();
    const { id } = await queue.enqueue('stuck', {});
    await whenActive(queue, id);
    await redis.own?.kill('SIGSTOP');
    // Five seconds of this process's own time: a pause of the whole machine counts as one beat.
    let beats = 0;
    const heart = setInterval(() => beats++, 50);
    await queue.close(200);
    clearInterval(heart);
    expect(beats).toBeLessThan(100);
  });
});
