#!/usr/bin/env node
/**
 * Jobs added and done per second on each adapter, eight at a time, beside what the store alone gives: for SQLite a
 * durable row added and changed twice, for Redis BullMQ itself. `-- N` jobs (default 2,000).
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { line, rate } from './measure.mjs';

const JOBS = Number(process.argv[2] ?? 2_000);
const SIDE_BY_SIDE = 8;
const folder = mkdtempSync(join(tmpdir(), 'jobs-bench-'));

/** Adds jobs eight at a time, a worker beside it does them; answers when all are done. */
async function throughput(queue) {
  let done = 0;
  const all = new Promise((resolve) => {
    queue.handle('nothing', async () => void (++done === JOBS && resolve()), SIDE_BY_SIDE);
  });
  queue.start();
  return rate(async () => {
    const add = async () => {
      for (let one = 0; one < JOBS / SIDE_BY_SIDE; one++) await queue.enqueue('nothing', { one });
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, add));
    await all;
    return JOBS;
  });
}

async function sqlite() {
  const { openSqliteJobQueue } = await import('../../dist/server/backend/jobs/adapters/sqlite/sqlite-job-queue.js');
  const queue = await openSqliteJobQueue({ file: join(folder, 'jobs.db'), now: Date.now, newId: randomUUID });
  const ours = await throughput(queue);
  await queue.close();
  const db = new DatabaseSync(join(folder, 'limit.db'));
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE job (id INTEGER PRIMARY KEY, state TEXT)',
  );
  const insert = db.prepare(`INSERT INTO job (id, state) VALUES (?, 'waiting')`);
  const change = db.prepare('UPDATE job SET state = ? WHERE id = ?');
  const limit = await rate(async () => {
    for (let id = 0; id < JOBS; id++) {
      insert.run(id);
      change.run('active', id);
      change.run('completed', id);
    }
    return JOBS;
  });
  db.close();
  line('Jobs on SQLite', ours, limit, 'jobs', 'one durable insert and two updates');
}

async function redis() {
  if (!existsSync('/usr/bin/redis-server')) return console.warn('Skipped jobs on Redis: redis-server is not here.');
  const port = await freePort();
  const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes'];
  const server = spawn('redis-server', own, { stdio: 'ignore' });
  await pause(500);
  try {
    const { openBullmqJobQueue } = await import('../../dist/server/backend/jobs/adapters/bullmq/bullmq-job-queue.js');
    const queue = await openBullmqJobQueue({ url: `redis://127.0.0.1:${port}/0`, now: Date.now, newId: randomUUID });
    const ours = await throughput(queue);
    await queue.close();
    line('Jobs on Redis', ours, await bullAlone(port), 'jobs', 'BullMQ itself');
  } finally {
    server.kill();
  }
}

async function bullAlone(port) {
  const { Queue, Worker } = await import('bullmq');
  const connection = { port, maxRetriesPerRequest: null };
  const queue = new Queue('limit', { connection });
  let done = 0;
  let finish;
  const all = new Promise((resolve) => (finish = resolve));
  const worker = new Worker('limit', async () => void (++done === JOBS && finish()), {
    connection,
    concurrency: SIDE_BY_SIDE,
  });
  const limit = await rate(async () => {
    const add = async () => {
      for (let one = 0; one < JOBS / SIDE_BY_SIDE; one++) await queue.add('nothing', { one });
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, add));
    await all;
    return JOBS;
  });
  await worker.close();
  await queue.close();
  return limit;
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

try {
  await sqlite();
  await redis();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
