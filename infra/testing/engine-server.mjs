import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.mjs';

const testing = import.meta.dirname;
const START_MILLISECONDS = 20_000;

/** Whether there is a Redis to be used; the other two bring their test servers along. */
export const hasRedis =
  Boolean(process.env.TEST_REDIS_URL) ||
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'redis-server')));

/** How each engine is started on a port, and the URL by which it is then reached. */
const ENGINES = {
  // Every write is flushed: what Redis answers for must be there after kill -9, and after a power cut.
  redis: (port, folder) => ({
    command: 'redis-server',
    words: ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory-policy', 'noeviction'], // prettier-ignore
    url: `redis://127.0.0.1:${port}/0`,
  }),
  mongodb: (port, folder) => ({
    command: process.execPath,
    words: [join(testing, 'mongodb/server/server.mjs'), '--port', port, '--data', join(folder, 'mongodb.journal')],
    url: `mongodb://127.0.0.1:${port}/collection_ledger?replicaSet=rs0`,
  }),
  eventstoredb: (port, folder) => ({
    command: process.execPath,
    words: [join(testing, 'eventstoredb/server.mjs'), join(folder, 'eventstoredb.db'), port],
    url: `esdb://127.0.0.1:${port}?tls=false`,
  }),
};
/** Servers that belong to somebody else: used, but neither killed nor frozen. Each run has a name of its own on them. */
const NAMED = {
  redis: ['TEST_REDIS_URL', (url, run) => `${url}${url.includes('?') ? '&' : '?'}prefix=${run}`],
  mongodb: ['TEST_MONGODB_URL', (url, run) => url.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${run}`)],
  eventstoredb: ['TEST_ESDB_URL', (url, run) => `${url}${url.includes('?') ? '&' : '?'}ledger=${run}`],
};

/**
 * All three, started with their data in a folder; `{ engines, settings, stop }`. `logOf`: where the one of that name writes,
 * as `spawn` takes it. When one does not start, those that did are ended again.
 */
export async function startEngines(folder, logOf = () => 'inherit') {
  const run = `run_${randomUUID().slice(0, 8)}`;
  const engines = {};
  const stop = async () => {
    await Promise.all(Object.values(engines).map((engine) => engine.kill()));
  };
  const opening = Object.keys(ENGINES).map(
    async (name) => (engines[name] = await EngineServer.open(name, folder, logOf(name), run)),
  );
  const failed = (await Promise.allSettled(opening)).find(({ status }) => status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const { eventstoredb, mongodb, redis } = engines;
  const settings = {
    LEDGER_URL: eventstoredb.url,
    VIEWS_URL: mongodb.url,
    VAULT_URL: mongodb.url,
    JOBS_URL: redis.url,
  };
  return { engines, settings, stop };
}

/** One of the three servers that the house stands on: of our own, with data that outlive it, or one that the environment names. */
export class EngineServer {
  #child;
  #command;
  #words;

  constructor(name, url, own) {
    Object.assign(this, { name, url, own: own !== undefined });
    this.#command = own?.command;
    this.#words = own?.words;
  }

  /** The engine of that name, started. */
  static async open(name, folder, log, run) {
    const [variable, withName] = NAMED[name];
    const named = process.env[variable];
    if (named) return new EngineServer(name, withName(named, run));
    const { url, ...own } = ENGINES[name](String(await freePort()), folder);
    const server = new EngineServer(name, url, own);
    server.log = log;
    await server.start();
    return server;
  }

  get alive() {
    return this.#child && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it on its data and waits until it can be connected to. */
  async start() {
    this.#child = spawn(this.#command, this.#words, {
      stdio: ['ignore', this.log === 'inherit' ? 'ignore' : this.log, this.log],
    });
    const until = performance.now() + START_MILLISECONDS;
    while (!(await this.#listens())) {
      if (!this.alive) throw new Error(`${this.name} ended at its start.`);
      if (performance.now() > until) throw new Error(`${this.name} does not listen.`);
      await pause(20);
    }
  }

  async kill() {
    if (!this.alive) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  async freeze() {
    this.#child?.kill('SIGSTOP');
  }

  async thaw() {
    this.#child?.kill('SIGCONT');
  }

  async #listens() {
    const socket = createConnection(Number(new URL(this.url).port), '127.0.0.1');
    const outcome = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    return outcome;
  }
}
