import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** A Redis for a spec. One of our own can be killed, frozen and started again on the same port and folder. */
export interface TestRedis {
  readonly url: string;
  /** Undefined for a server that `TEST_REDIS_URL` names: it belongs to somebody else. */
  readonly own?: OwnRedis;
  close(): Promise<void>;
}
export interface OwnRedis {
  kill(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void>;
  start(): Promise<void>;
}

/** The server of a spec: the one `TEST_REDIS_URL` names, or a `redis-server` of its own; says aloud which it is. */
export async function testRedis(...settings: string[]): Promise<TestRedis> {
  const named = process.env['TEST_REDIS_URL'];
  if (named !== undefined && named !== '' && settings.length === 0) {
    say(`Redis: the server that TEST_REDIS_URL names (${new URL(named).host}).`);
    return { url: named, close: async () => undefined };
  }
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const server = new RedisProcess(folder, await freePort(), settings);
  await server.start();
  if (settings.length === 0) say(`Redis: redis-server of this machine on port ${server.port}.`);
  return {
    url: `redis://127.0.0.1:${server.port}/0`,
    own: server,
    async close() {
      await server.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `describe`, or `describe.skip` with a sentence where there is neither a named server nor a `redis-server`. */
export function describeWithRedis(title: string, tests: () => void): void {
  const there = (process.env['TEST_REDIS_URL'] ?? '') !== '' || hasRedisServer();
  if (!there) say(`Skipped: ${title}. There is no redis-server here, and TEST_REDIS_URL names none.`);
  (there ? describe : describe.skip)(title, tests);
}

/** The same for specs that need a `redis-server` of their own, which they may kill. */
export function describeWithOwnRedis(title: string, tests: () => void): void {
  if (!hasRedisServer()) say(`Skipped: ${title}. There is no redis-server here.`);
  (hasRedisServer() ? describe : describe.skip)(title, tests);
}

/** Whether this machine has a `redis-server` to start. */
function hasRedisServer(): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, 'redis-server')));
}

class RedisProcess implements OwnRedis {
  private child: ChildProcess | undefined;

  constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly settings: readonly string[],
  ) {}

  async start(): Promise<void> {
    const own = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder, '--save', ''];
    const kept = ['--appendonly', 'yes', '--maxmemory-policy', 'noeviction'];
    this.child = spawn('redis-server', [...own, ...kept, ...this.settings], { stdio: 'ignore' });
    const client = new Redis({ port: this.port, retryStrategy: () => 50, maxRetriesPerRequest: null });
    client.on('error', () => undefined);
    try {
      const answered = client.ping().catch(() => undefined);
      const late = pause(10_000, 'late', { ref: false });
      if ((await Promise.race([answered, late])) === 'late') throw new Error('redis-server does not answer.');
    } finally {
      client.disconnect();
    }
  }

  async kill(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    if (signal === 'SIGKILL') await once(child, 'exit');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
