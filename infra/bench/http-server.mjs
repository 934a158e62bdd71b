/** A server of the built house in a process of its own, with an administrator signed in and a curator per connection. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serverEnvironment, serverOptions } from '../tools/server-start.mjs';
import { threadsOf } from './threads.mjs';

const root = resolve(import.meta.dirname, '../..');
const PASSWORD = 'sphagnum under a birch';

/** Starts the server on a free port; `data` may hold a ledger already. */
export async function startServer(data = mkdtempSync(join(tmpdir(), 'bench-http-')), settings = {}) {
  const port = await freePort();
  const child = spawn(process.execPath, [...serverOptions, join(root, 'dist/server/backend/api/main.js')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      ...serverEnvironment,
      DATA: data,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      LEDGER_ADMIN_NAME: 'admin',
      LEDGER_ADMIN_PASSWORD: PASSWORD,
      ...settings,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null) throw new Error('The server did not start.');
    const up = await fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) break;
    if (tries > 3000) throw new Error('The server is not ready after a minute.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url,
    data,
    /** CPU of its threads so far. */
    threads: () => threadsOf(child.pid),
    /** Peak memory of the server, in MB. */
    peak: () => Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024),
    async stop({ keep = false } = {}) {
      child.kill('SIGTERM');
      await once(child, 'exit');
      if (!keep) rmSync(data, { recursive: true });
    },
  };
}

/** Signs in and answers the headers of a browser's changes. */
export async function signIn(url, name = 'admin', password = PASSWORD) {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password }),
  });
  if (!answer.ok) throw new Error(`Signing in failed: ${await answer.text()}`);
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
  const xsrf = cookies.find((pair) => pair.startsWith('XSRF-TOKEN=')).slice('XSRF-TOKEN='.length);
  return { cookie: cookies.join('; '), 'x-xsrf-token': xsrf, 'content-type': 'application/json' };
}

/** Sends JSON and answers JSON; anything but success is an error. */
export async function send(url, headers, method, path, body) {
  const answer = await fetch(`${url}/api/v1/${path}`, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** A curator of all collections, with a password. */
export async function makeCurator(url) {
  const admin = await signIn(url);
  const { id } = await send(url, admin, 'POST', 'accounts', {
    name: 'curator',
    displayName: 'Curator',
    password: PASSWORD,
  });
  const { position } = await send(url, admin, 'POST', `accounts/${id}/roles`, { role: 'curator', collectionId: '*' });
  await send(url, admin, 'GET', `accounts?atLeast=${position}`);
  return admin;
}

/** Runs the load generator in a process of its own. */
export async function load(job) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'http-load.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(job));
  const chunks = [];
  for await (const chunk of child.stdout) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
