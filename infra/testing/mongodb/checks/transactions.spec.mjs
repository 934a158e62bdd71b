// Transactions.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { startServer } from '../server/server.mjs';
import { rejects, serverAtHand } from './at-hand.mjs';

const { client, db, fresh, all } = await serverAtHand();

const session = () => client.startSession();
it('transaction: own writes visible inside only, then committed', async () => {
  const coll = await fresh([{ _id: 1, n: 1 }]);
  const s = session();
  s.startTransaction();
  await coll.insertOne({ _id: 2, n: 5 }, { session: s });
  await coll.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: s });
  assert.deepEqual(
    (await all(coll, { n: { $gte: 2 } }, { session: s, sort: { _id: 1 } })).map((d) => d.n),
    [2, 5],
  );
  assert.deepEqual(await all(coll), [{ _id: 1, n: 1 }]);
  await s.commitTransaction();
  await s.commitTransaction(); // again: answered from the record
  assert.equal(await coll.countDocuments({ n: { $gte: 2 } }), 2);
  await s.endSession();
});
it('transaction: a snapshot, also through an index', async () => {
  const coll = await fresh([
    { _id: 1, k: 'a' },
    { _id: 2, k: 'a' },
  ]);
  await coll.createIndex({ k: 1 });
  const s = session();
  s.startTransaction({ readConcern: { level: 'snapshot' } });
  assert.equal((await all(coll, { k: 'a' }, { session: s })).length, 2);
  await coll.updateOne({ _id: 1 }, { $set: { k: 'b' } });
  await coll.deleteOne({ _id: 2 });
  await coll.insertOne({ _id: 3, k: 'a' });
  assert.deepEqual(
    (await all(coll, { k: 'a' }, { session: s })).map((d) => d._id),
    [1, 2],
  );
  await s.commitTransaction();
  assert.deepEqual(
    (await all(coll, { k: 'a' })).map((d) => d._id),
    [3],
  );
  await s.endSession();
});
it('transaction: abort leaves nothing, also no created collection; then NoSuchTransaction', async () => {
  const coll = await fresh();
  const s = session();
  s.startTransaction();
  await coll.insertOne({ _id: 1 }, { session: s });
  await s.abortTransaction();
  assert.equal((await db.listCollections({ name: coll.collectionName }).toArray()).length, 0);
  s.startTransaction();
  await coll.insertOne({ _id: 1 }, { session: s });
  await client.db('admin').command({ killSessions: [s.id] });
  await rejects(coll.findOne({}, { session: s }), 251, (e) => assert.ok(e.hasErrorLabel('TransientTransactionError')));
  await s.abortTransaction();
  await s.endSession();
});
it('transaction: second writer of a document gets WriteConflict 112, TransientTransactionError', async () => {
  const coll = await fresh([{ _id: 1, n: 0 }]);
  const [a, b] = [session(), session()];
  a.startTransaction();
  b.startTransaction();
  await coll.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: a });
  await rejects(coll.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: b }), 112, (e) =>
    assert.ok(e.hasErrorLabel('TransientTransactionError')),
  );
  await rejects(coll.findOne({}, { session: b }), 251);
  await a.commitTransaction();
  await b.abortTransaction();
  assert.equal((await coll.findOne()).n, 1);
  await Promise.all([a.endSession(), b.endSession()]);
});
it('transaction: a document changed after the snapshot conflicts; unique keys conflict too', async () => {
  const coll = await fresh([{ _id: 1, n: 0 }]);
  await coll.createIndex({ u: 1 }, { unique: true, sparse: true });
  const s = session();
  s.startTransaction();
  await coll.findOne({}, { session: s });
  await coll.updateOne({ _id: 1 }, { $set: { n: 5 } });
  await rejects(coll.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: s }), 112);
  await s.abortTransaction();
  const [a, b] = [session(), session()];
  a.startTransaction();
  b.startTransaction();
  await coll.insertOne({ u: 1 }, { session: a });
  await rejects(coll.insertOne({ u: 1 }, { session: b }), 112);
  await a.commitTransaction();
  await b.abortTransaction();
  await Promise.all([s, a, b].map((x) => x.endSession()));
});
it('a write outside waits for the transaction that holds the document; maxTimeMS ends the wait (50)', async () => {
  const coll = await fresh([{ _id: 1, n: 0 }]);
  const s = session();
  s.startTransaction();
  await coll.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: s });
  await rejects(
    db.command({ update: coll.collectionName, updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }], maxTimeMS: 50 }),
    50,
  );
  let done = false;
  const outside = coll.updateOne({ _id: 1 }, { $inc: { n: 10 } }).then(() => {
    done = true;
  });
  await sleep(50);
  assert.equal(done, false);
  await s.commitTransaction();
  await outside;
  assert.equal((await coll.findOne()).n, 11);
  await s.endSession();
});
it('withTransaction: 8 sessions with retries reach the exact total', async () => {
  const coll = await fresh([
    { _id: 'a', n: 100 },
    { _id: 'b', n: 0 },
  ]);
  let attempts = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const s = session();
      for (let i = 0; i < 5; i++) {
        await s.withTransaction(async () => {
          attempts += 1;
          const { n } = await coll.findOne({ _id: 'a' }, { session: s });
          await coll.updateOne({ _id: 'a' }, { $set: { n: n - 1 } }, { session: s });
          await coll.updateOne({ _id: 'b' }, { $inc: { n: 1 } }, { session: s });
        });
      }
      await s.endSession();
    }),
  );
  assert.deepEqual(
    (await all(coll, {}, { sort: { _id: 1 } })).map((d) => d.n),
    [60, 40],
  );
  assert.ok(attempts > 40, 'there were conflicts');
});
it('transaction: duplicate key ends it; count is refused (263)', async () => {
  const coll = await fresh([{ _id: 1 }]);
  const s = session();
  s.startTransaction();
  await rejects(coll.insertOne({ _id: 1 }, { session: s }), 11000);
  await rejects(s.commitTransaction(), 251);
  s.startTransaction();
  await rejects(coll.estimatedDocumentCount({ session: s }), 263);
  await s.abortTransaction();
  await s.endSession();
});
it('standalone: transactions refused with code 20', async () => {
  const single = await startServer({ standalone: true });
  const c = new MongoClient(single.uri, { retryWrites: false });
  await c.db('test').collection('x').insertOne({ _id: 1 });
  const s = c.startSession();
  s.startTransaction();
  const error = await c
    .db('test')
    .collection('x')
    .insertOne({ _id: 2 }, { session: s })
    .catch((e) => e);
  const { code, message } = error.originalError ?? error; // the driver wraps it
  assert.deepEqual([code, message], [20, 'Transaction numbers are only allowed on a replica set member or mongos']);
  await s.endSession();
  await c.close();
  await single.close();
});
