// Writes, their results and their errors.
import assert from 'node:assert/strict';
import { MongoClient } from 'mongodb';
import { rejects, serverAtHand } from './at-hand.mjs';

const { server, client, db, fresh, all } = await serverAtHand();

it('_id cannot change (66)', async () => {
  const coll = await fresh([{ _id: 1, a: 1 }]);
  await rejects(coll.updateOne({ _id: 1 }, { $set: { _id: 2 } }), 66);
  await rejects(coll.replaceOne({ a: 1 }, { _id: 2 }), 66);
  assert.equal((await coll.updateOne({ _id: 1 }, { $set: { _id: 1 } })).modifiedCount, 0);
});
it('update results: matched, modified, upserted', async () => {
  const coll = await fresh([
    { _id: 1, a: 1 },
    { _id: 2, a: 1 },
  ]);
  const same = await coll.updateMany({ a: 1 }, { $set: { a: 1 } });
  assert.deepEqual([same.matchedCount, same.modifiedCount], [2, 0]);
  const up = await coll.replaceOne({ _id: 'new' }, { b: 1 }, { upsert: true });
  assert.deepEqual([up.matchedCount, up.upsertedCount, up.upsertedId], [0, 1, 'new']);
});
it('operator errors: 40 conflict, 14 type, 28 path, 9 unknown modifier, 2 bad values', async () => {
  const coll = await fresh([{ _id: 1, s: 'x', n: 1, list: [1] }]);
  await rejects(coll.updateOne({}, { $set: { a: 1, 'a.b': 1 } }), 40);
  await rejects(coll.updateOne({}, { $inc: { s: 1 } }), 14);
  await rejects(coll.updateOne({}, { $set: { 'n.x': 1 } }), 28);
  await rejects(coll.updateOne({}, { $nonsense: { a: 1 } }), 9);
  await rejects(coll.updateOne({}, { $push: { s: 1 } }), 2);
  await rejects(all(coll, { a: { $nonsense: 1 } }), 2);
  await rejects(all(coll, { $nonsense: 1 }), 2);
  await rejects(coll.updateOne({ _id: 1, $and: [{ x: 1 }, { x: 2 }] }, { $set: { y: 1 } }, { upsert: true }), 54);
});
it('findOneAndUpdate, Replace, Delete with sort, projection, returnDocument, upsert', async () => {
  const coll = await fresh([
    { _id: 1, a: 1 },
    { _id: 2, a: 2 },
  ]);
  assert.deepEqual(
    await coll.findOneAndUpdate(
      {},
      { $inc: { a: 10 } },
      { sort: { a: -1 }, returnDocument: 'after', projection: { a: 1, _id: 0 } },
    ),
    { a: 12 },
  );
  assert.deepEqual(await coll.findOneAndReplace({ _id: 1 }, { b: 1 }), { _id: 1, a: 1 });
  assert.deepEqual(await coll.findOneAndDelete({ _id: 1 }), { _id: 1, b: 1 });
  assert.equal(await coll.findOneAndUpdate({ _id: 7 }, { $set: { x: 1 } }), null);
  const meta = await coll.findOneAndUpdate(
    { _id: 7 },
    { $set: { x: 1 } },
    { upsert: true, includeResultMetadata: true, returnDocument: 'after' },
  );
  assert.deepEqual([meta.lastErrorObject.upserted, meta.value], [7, { _id: 7, x: 1 }]);
});
it('duplicate key 11000 with keyPattern and keyValue, on _id and on a compound unique index', async () => {
  const coll = await fresh([{ _id: 1, a: 1, b: 1 }]);
  await rejects(coll.insertOne({ _id: 1 }), 11000, (e) =>
    assert.deepEqual([e.keyPattern, e.keyValue], [{ _id: 1 }, { _id: 1 }]),
  );
  await coll.createIndex({ a: 1, b: 1 }, { unique: true });
  await coll.insertOne({ _id: 2, a: 1, b: 2 });
  await rejects(coll.updateOne({ _id: 2 }, { $set: { b: 1 } }), 11000, (e) =>
    assert.deepEqual(
      [e.keyPattern, e.keyValue],
      [
        { a: 1, b: 1 },
        { a: 1, b: 1 },
      ],
    ),
  );
  assert.match(
    await coll.insertOne({ a: 1, b: 2 }).catch((e) => e.message),
    /^E11000 duplicate key error collection: test\.c\d+ index: a_1_b_1 dup key: \{ a: 1, b: 2 \}$/,
  );
  await coll.deleteOne({ _id: 2 });
  await coll.insertOne({ a: 1, b: 2 });
});
it('unique indexes: missing counts as null, sparse and partial leave out, arrays by element, build refused on duplicates', async () => {
  const coll = await fresh([{ _id: 1 }]);
  await coll.createIndex({ u: 1 }, { unique: true });
  await rejects(coll.insertOne({ _id: 2 }), 11000);
  await coll.dropIndex('u_1');
  await coll.createIndex({ s: 1 }, { unique: true, sparse: true });
  await coll.createIndex({ p: 1 }, { unique: true, partialFilterExpression: { on: true } });
  await coll.insertMany([
    { _id: 2, p: 1 },
    { _id: 3, p: 1 },
    { _id: 4, p: 1, on: true, s: ['x', 'y'] },
  ]);
  await rejects(coll.insertOne({ p: 1, on: true }), 11000);
  await rejects(coll.insertOne({ s: ['y', 'z'] }), 11000);
  await rejects(coll.createIndex({ p: 1 }, { unique: true, name: 'all' }), 11000);
});
it('bulkWrite stops at the first error when ordered, goes on when unordered', async () => {
  for (const ordered of [true, false]) {
    const coll = await fresh([{ _id: 0, u: 1 }]);
    await coll.createIndex({ u: 1 }, { unique: true });
    const error = await coll
      .bulkWrite(
        [
          { insertOne: { document: { _id: 1, u: 2 } } },
          { insertOne: { document: { _id: 2, u: 1 } } },
          { insertOne: { document: { _id: 3, u: 3 } } },
          { updateOne: { filter: { _id: 0 }, update: { $set: { x: 1 } } } },
        ],
        { ordered },
      )
      .catch((e) => e);
    assert.equal(error.code, 11000);
    assert.deepEqual(
      error.writeErrors.map((w) => w.index),
      [1],
    );
    assert.equal(await coll.countDocuments(), ordered ? 2 : 3);
    assert.equal(await coll.countDocuments({ x: 1 }), ordered ? 0 : 1);
  }
});
it('client.bulkWrite over two collections', async () => {
  const [a, b] = [await fresh(), await fresh([{ _id: 1 }])];
  const result = await client.bulkWrite([
    { name: 'insertOne', namespace: a.namespace, document: { _id: 5 } },
    { name: 'updateOne', namespace: b.namespace, filter: { _id: 1 }, update: { $set: { x: 1 } } },
    { name: 'deleteMany', namespace: b.namespace, filter: {} },
  ]);
  assert.deepEqual([result.insertedCount, result.modifiedCount, result.deletedCount], [1, 1, 1]);
});
it('16 MiB: insert refused (10334), growing update refused (17419)', async () => {
  const coll = await fresh();
  const half = 'x'.repeat(9 * 1024 * 1024);
  const error = await db
    .command({ insert: coll.collectionName, documents: [{ _id: 1, a: half, b: half.slice(0, 7 * 1024 * 1024) }] })
    .catch((e) => e);
  assert.ok(
    error.code === 10334 || error.writeErrors?.[0].code === 10334,
    `${error.code} ${error.message} ${JSON.stringify(error.writeErrors)}`,
  );
  await coll.insertOne({ _id: 2, a: half });
  await rejects(coll.updateOne({ _id: 2 }, { $set: { b: half } }), 17419);
  assert.equal(await coll.countDocuments(), 1);
});
it('32 clients increment one document 50 times each: exactly 1,600', async () => {
  const coll = await fresh([{ _id: 1, n: 0 }]);
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      const own = new MongoClient(server.uri, { maxPoolSize: 1 });
      for (let i = 0; i < 50; i++)
        await own
          .db('test')
          .collection(coll.collectionName)
          .updateOne({ _id: 1 }, { $inc: { n: 1 } });
      await own.close();
    }),
  );
  assert.equal((await coll.findOne()).n, 1600);
});
