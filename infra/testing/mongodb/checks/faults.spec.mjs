// Fail points and retryable writes.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { rejects, serverAtHand } from './at-hand.mjs';

const { server, client, db, fresh, all } = await serverAtHand();

const failPoint = (mode, data, name = 'failCommand') =>
  client.db('admin').command({ configureFailPoint: name, mode, data });

it('failCommand closes the connection before the command: the retry applies it once', async () => {
  const coll = await fresh([{ _id: 1, n: 0 }]);
  await failPoint({ times: 1 }, { failCommands: ['update'], closeConnection: true });
  await coll.updateOne({ _id: 1 }, { $inc: { n: 1 } });
  assert.equal((await coll.findOne()).n, 1);
});
it('connection lost after the write was applied: the retry is answered from the record', async () => {
  const coll = await fresh([{ _id: 1, n: 0 }]);
  for (const write of [
    () => coll.updateOne({ _id: 1 }, { $inc: { n: 1 } }),
    () => coll.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }),
    () => coll.insertOne({ _id: 2 }),
    () => coll.insertMany([{ _id: 3 }, { _id: 4 }]),
  ]) {
    await failPoint({ times: 1 }, {}, 'onPrimaryTransactionalWrite');
    await write();
  }
  assert.deepEqual(await all(coll, {}, { sort: { _id: 1 } }), [{ _id: 1, n: 2 }, { _id: 2 }, { _id: 3 }, { _id: 4 }]);
});
it('failCommand: error code with labels, not primary, times and off', async () => {
  const coll = await fresh([{ _id: 1 }]);
  await failPoint({ times: 1 }, { failCommands: ['find'], errorCode: 96 });
  await rejects(coll.findOne(), 96);
  assert.ok(await coll.findOne());
  await failPoint('alwaysOn', { failCommands: ['insert'], errorCode: 10107 });
  await rejects(coll.insertOne({}), 10107, (e) => assert.ok(e.hasErrorLabel('RetryableWriteError')));
  await failPoint('off');
  await failPoint({ times: 1 }, { failCommands: ['insert'], errorCode: 10107 });
  await coll.insertOne({ _id: 2 });
  await failPoint(
    { times: 1 },
    { failCommands: ['insert'], writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' } },
  );
  await rejects(coll.insertOne({ _id: 3 }), 64);
  assert.equal(await coll.countDocuments(), 3);
});
it('failCommand: blockConnection delays', async () => {
  const coll = await fresh([{ _id: 1 }]);
  await failPoint({ times: 1 }, { failCommands: ['find'], blockConnection: true, blockTimeMS: 200 });
  const start = Date.now();
  await coll.findOne();
  assert.ok(Date.now() - start >= 190);
});
it('unacknowledged writes (w: 0) get no reply and are applied', async () => {
  const coll = await fresh([{ _id: 1 }]);
  await coll.insertOne({ _id: 2 }, { writeConcern: { w: 0 } });
  for (let i = 0; i < 50 && (await coll.countDocuments()) < 2; i++) await sleep(10);
  assert.equal(await coll.countDocuments(), 2);
});
it('w: 2 on a set of one: write concern error 100', async () =>
  rejects((await fresh([{ _id: 1 }])).insertOne({ _id: 2 }, { writeConcern: { w: 2 } }), 100));
it('handshake: 8.0 wire version, replica set primary', async () => {
  const hello = await client.db('admin').command({ hello: 1 });
  assert.deepEqual(
    [hello.maxWireVersion, hello.setName, hello.isWritablePrimary, hello.hosts],
    [25, 'rs0', true, [`127.0.0.1:${server.port}`]],
  );
  assert.match((await client.db('admin').command({ buildInfo: 1 })).version, /^8\./);
});
