// EventStoreDB, MongoDB and Redis as processes of their own, and what the program's settings say of them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const testing = resolve(import.meta.dirname, '../testing');
const REDIS = process.env.REDIS_SERVER ?? '/usr/bin/redis-server';

/** Whether there is a Redis to be started; the other two bring their test servers along. */
export const hasRedis = existsSync(REDIS);

/** Starts the three with their data in a folder; `{ settings, stop }`. */
export async function startThreeStores(folder) {
  const children = [];
  const start = (command, ...words) => {
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    return child;
  };
  const stop = () =>
    Promise.all(
      children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        child.kill('SIGKILL');
        await once(child, 'exit');
      }),
    );
  try {
    const port = await freePort();
    const redis = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--maxmemory-policy', 'noeviction']; // prettier-ignore
    const [events, { uri }] = await Promise.all([
      told(start(process.execPath, join(testing, 'eventstoredb/server.mjs'), join(folder, 'events.db'), '0'), /^listening (\d+)/), // prettier-ignore
      told(start(process.execPath, join(testing, 'mongodb/server/server.mjs')), /^(\{.*)/).then(JSON.parse),
      told(start(REDIS, ...redis), /Ready to accept connections()/),
    ]);
    const mongodb = uri.replace(/^(mongodb:\/\/[^/?]+)\/?/, '$1/collection_ledger');
    const settings = {
      LEDGER_URL: `esdb://127.0.0.1:${events}?tls=false`,
      VIEWS_URL: mongodb,
      VAULT_URL: mongodb,
      JOBS_URL: `redis://127.0.0.1:${port}/0`,
    };
    return { settings, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What a process says on the first line that fits. */
async function told(child, line) {
  for await (const text of createInterface({ input: child.stdout })) {
    const found = line.exec(text)?.[1];
    if (found === undefined) continue;
    child.stdout.resume();
    return found;
  }
  throw new Error(`${child.spawnargs.join(' ')} ended before it said ${line}.`);
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return String(port);
}
