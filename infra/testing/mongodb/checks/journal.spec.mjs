// What a server keeps in its file through kill -9, and how it freezes.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Long, MongoClient, UUID } from 'mongodb';
import { startServer } from '../server/server.mjs';
import { readMessage, Splitter, writeReply } from '../server/wire.mjs';

/** One command without the driver, so that lsid and txnNumber can be chosen. */
function raw(port, cmd) {
  const socket = net.connect(port, '127.0.0.1', () => socket.write(writeReply(cmd, 0, 2013).bytes));
  const splitter = new Splitter();
  return new Promise((done, failed) => {
    socket.on('error', failed).on('data', (chunk) => {
      const [message] = splitter.push(chunk);
      if (message) {
        socket.destroy();
        done(readMessage(message).cmd);
      }
    });
  });
}
const file = path.join(os.tmpdir(), `mongodb-test-server-${process.pid}.journal`);
const launch = async () => {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../server/server.mjs', import.meta.url)), '--data', file],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const line = await new Promise((done) => {
    child.stdout.once('data', done);
  });
  return { child, ...JSON.parse(line) };
};
it('kill -9 under 8 writers and restart, three times: every acknowledged write is there', async () => {
  const acknowledged = new Set();
  for (let round = 0; round < 3; round++) {
    const { child, uri } = await launch();
    const c = new MongoClient(uri, { serverSelectionTimeoutMS: 2_000 });
    const coll = c.db('test').collection('kept');
    if (round === 0) await coll.createIndex({ n: 1 }, { unique: true });
    const found = new Set((await coll.find().toArray()).map((d) => d._id));
    for (const id of acknowledged) assert.ok(found.has(id), `${id} lost`);
    const writers = Array.from({ length: 8 }, async (_, w) => {
      for (let i = 0; ; i++) {
        const id = `${round}-${w}-${i}`;
        try {
          await coll.insertOne({ _id: id, n: id }, { writeConcern: { w: 'majority', j: true } });
        } catch {
          return;
        }
        acknowledged.add(id);
      }
    });
    const before = acknowledged.size;
    while (acknowledged.size < before + 40) await sleep(20);
    const exited = new Promise((done) => {
      child.once('exit', done);
    });
    child.kill('SIGKILL');
    await exited;
    await Promise.all(writers);
    await c.close();
  }
  assert.ok(acknowledged.size > 100, `${acknowledged.size} writes`);
  const { child, uri } = await launch();
  const c = new MongoClient(uri);
  const found = new Set((await c.db('test').collection('kept').find().toArray()).map((d) => d._id));
  for (const id of acknowledged) assert.ok(found.has(id), `${id} lost`);
  assert.deepEqual(
    (await c.db('test').collection('kept').indexes()).map((i) => i.name),
    ['_id_', 'n_1'],
  );
  await c.close();
  child.kill();
});
it('a torn last frame is cut off; transactions, renames and deletes are replayed', async () => {
  fs.rmSync(file, { force: true });
  const first = await startServer({ data: file });
  const c = new MongoClient(first.uri);
  const coll = c.db('test').collection('t');
  await coll.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }]);
  await c.withSession((s) =>
    s.withTransaction(async () => {
      await coll.deleteOne({ _id: 2 }, { session: s });
      await coll.insertOne({ _id: 4 }, { session: s });
    }),
  );
  await coll.rename('u');
  await c.close();
  await first.close();
  fs.appendFileSync(file, Buffer.from([9, 0, 0, 0, 1, 2, 3]));
  const second = await startServer({ data: file });
  const d = new MongoClient(second.uri);
  assert.deepEqual(
    (await d.db('test').collection('u').find().toArray()).map((x) => x._id),
    [1, 3, 4],
  );
  await d.close();
  await second.close();
});
it('a retryable write repeated after a restart is answered from the journal, not applied again', async () => {
  const update = {
    update: 'once',
    $db: 'test',
    lsid: { id: new UUID() },
    txnNumber: Long.fromNumber(1),
    updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } }, upsert: true }],
  };
  for (const retried of [undefined, [0]]) {
    const one = await startServer({ data: file });
    const reply = await raw(one.port, update);
    assert.deepEqual([reply.ok, reply.n, reply.retriedStmtIds], [1, 1, retried]);
    assert.equal((await raw(one.port, { find: 'once', $db: 'test' })).cursor.firstBatch[0].n, 1);
    await one.close();
  }
});
it('a frozen server (SIGSTOP) times out and goes on after SIGCONT', async () => {
  const { child, uri } = await launch();
  const c = new MongoClient(uri, { socketTimeoutMS: 500, connectTimeoutMS: 500, serverSelectionTimeoutMS: 3_000 });
  await c.db('test').command({ ping: 1 });
  child.kill('SIGSTOP');
  await assert.rejects(c.db('test').collection('u').findOne());
  child.kill('SIGCONT');
  await sleep(100);
  assert.ok(await c.db('test').collection('u').findOne());
  await c.close();
  child.kill();
});
afterAll(() => fs.rmSync(file, { force: true }));
