// Cursors, collections and indexes.
import assert from 'node:assert/strict';
import { rejects, serverAtHand } from './at-hand.mjs';

const { client, db, fresh, all } = await serverAtHand();

const many = await fresh(Array.from({ length: 10_000 }, (_, i) => ({ _id: i, pad: 'x'.repeat(50) })));
it('cursor batches over 10,000 documents', async () => {
  let n = 0;
  for await (const doc of many.find({}, { batchSize: 333, sort: { _id: 1 } })) assert.equal(doc._id, n++);
  assert.equal(n, 10_000);
  assert.equal((await all(many, {}, { batchSize: 7, limit: 20, skip: 5, sort: { _id: -1 } }))[19]._id, 9975);
});
it('killed or unknown cursor: CursorNotFound 43', async () => {
  const { cursor } = await db.command({ find: many.collectionName, batchSize: 5 });
  const reply = await db.command({ killCursors: many.collectionName, cursors: [cursor.id] });
  assert.equal(reply.cursorsKilled.length, 1);
  await rejects(db.command({ getMore: cursor.id, collection: many.collectionName }), 43);
});
it('a batch ends at 16 MiB', async () => {
  const coll = await fresh(Array.from({ length: 5 }, (_, _id) => ({ _id, pad: 'x'.repeat(5_000_000) })));
  assert.equal((await db.command({ find: coll.collectionName })).cursor.firstBatch.length, 3);
  assert.equal((await all(coll)).length, 5);
});

it('create, listCollections, drop, dropDatabase, listDatabases', async () => {
  const other = client.db('other');
  await other.createCollection('x');
  await other.createCollection('x'); // the same options: no error, manual page: create
  await other.collection('y').insertOne({});
  assert.deepEqual((await other.listCollections({}, { nameOnly: true }).toArray()).map((c) => c.name).sort(), [
    'x',
    'y',
  ]);
  assert.equal(await other.dropCollection('x'), true);
  assert.ok((await client.db().admin().listDatabases()).databases.some((d) => d.name === 'other'));
  await other.dropDatabase();
  assert.deepEqual(await other.listCollections().toArray(), []);
});
it('renameCollection: 26 no source, 48 target exists, dropTarget', async () => {
  const [a, b] = [await fresh([{ _id: 'a' }]), await fresh([{ _id: 'b' }])];
  await rejects(db.collection('nothing').rename('z'), 26);
  await rejects(a.rename(b.collectionName), 48);
  await a.rename(b.collectionName, { dropTarget: true });
  assert.deepEqual(await all(b), [{ _id: 'a' }]);
  assert.equal((await db.listCollections({ name: a.collectionName }).toArray()).length, 0);
});
it('readers during 30 switches see one whole version each', async () => {
  const make = (name, version) =>
    db.collection(name).insertMany(Array.from({ length: 300 }, (_, _id) => ({ _id, version })));
  await make('view', 0);
  let [running, reads, killed] = [true, 0, 0];
  const readers = Array.from({ length: 4 }, async (_, r) => {
    while (running) {
      try {
        const docs = await db
          .collection('view')
          .find({}, { batchSize: r % 2 ? 1000 : 50 })
          .toArray();
        assert.equal(docs.length, 300);
        assert.equal(new Set(docs.map((d) => d.version)).size, 1);
        reads += 1;
      } catch (error) {
        if (error.code !== 175) throw error; // QueryPlanKilled: the cursor's collection was replaced between two batches
        killed += 1;
      }
    }
  });
  for (let version = 1; version <= 30; version++) {
    await make('view_next', version);
    await db.collection('view_next').rename('view', { dropTarget: true });
  }
  running = false;
  await Promise.all(readers);
  assert.ok(reads > 10, `${reads} reads, ${killed} killed cursors`);
});
it('indexes: list, same again, conflicts 85 and 86, 27 on drop, 26 without a collection', async () => {
  const coll = await fresh([{ a: 1 }]);
  assert.equal(await coll.createIndex({ a: 1, 'b.c': -1 }), 'a_1_b.c_-1');
  await coll.createIndex({ a: 1, 'b.c': -1 });
  assert.deepEqual(
    (await coll.indexes()).map((i) => i.name),
    ['_id_', 'a_1_b.c_-1'],
  );
  await rejects(coll.createIndex({ a: 1, 'b.c': -1 }, { name: 'other' }), 85);
  await rejects(coll.createIndex({ z: 1 }, { name: 'a_1_b.c_-1' }), 86);
  await rejects(coll.dropIndex('none'), 27);
  await rejects(db.collection('nothing').indexes(), 26);
  await coll.dropIndexes();
  assert.equal((await coll.indexes()).length, 1);
});
it('indexed lookups agree with scans while documents change', async () => {
  const coll = await fresh(
    Array.from({ length: 2000 }, (_, i) => ({ _id: i, k: i % 50, name: `n-${String(i).padStart(4, '0')}` })),
  );
  await coll.createIndexes([{ key: { name: 1 } }, { key: { k: 1, name: 1 } }]);
  for (let i = 0; i < 300; i += 3) await coll.updateOne({ _id: i }, { $set: { name: `m-${i}`, k: 99 } });
  await coll.deleteMany({ _id: { $gte: 1900 } });
  const docs = await all(coll);
  const expect = async (filter, test, options) =>
    assert.deepEqual(
      (await all(coll, filter, options)).map((d) => d._id).sort((a, b) => a - b),
      docs.filter(test).map((d) => d._id),
    );
  await expect({ name: /^n-01/ }, (d) => d.name.startsWith('n-01'));
  await expect({ name: { $gte: 'n-0500', $lt: 'n-0600' } }, (d) => d.name >= 'n-0500' && d.name < 'n-0600');
  await expect({ k: 99 }, (d) => d.k === 99);
  await expect({ k: { $in: [1, 2] }, name: { $gt: 'n-1' } }, (d) => [1, 2].includes(d.k) && d.name > 'n-1');
  const sorted = await all(coll, { k: 7 }, { sort: { name: -1 }, limit: 5 });
  assert.deepEqual(
    sorted.map((d) => d.name),
    docs
      .filter((d) => d.k === 7)
      .map((d) => d.name)
      .sort()
      .reverse()
      .slice(0, 5),
  );
});
it('paging by _id in order, with $in in any order', async () => {
  const coll = await fresh(Array.from({ length: 500 }, (_, i) => ({ _id: (i * 77) % 500 })));
  const page = await all(coll, { _id: { $gt: 99 } }, { sort: { _id: 1 }, limit: 3 });
  assert.deepEqual(
    page.map((d) => d._id),
    [100, 101, 102],
  );
  await coll.deleteOne({ _id: 101 });
  await coll.insertOne({ _id: 100.5 });
  assert.deepEqual(
    (await all(coll, { _id: { $gt: 99, $lt: 103 } }, { sort: { _id: -1 } })).map((d) => d._id),
    [102, 100.5, 100],
  );
  assert.deepEqual(
    (await all(coll, { _id: { $in: [30, 10, 20, 10] } })).map((d) => d._id),
    [10, 20, 30],
  );
});
it('what is not supported says so', async () => {
  const coll = await fresh([{ _id: 1 }]);
  await rejects(db.command({ nonsense: 1 }), 59);
  await rejects(coll.aggregate([{ $nonsense: {} }]).toArray(), 40324);
  await rejects(coll.aggregate([{ $project: { x: { $nonsense: 1 } } }]).toArray(), 168);
  await rejects(coll.aggregate([{ $group: { _id: 1, x: { $nonsense: 1 } } }]).toArray(), 15952);
  await rejects(db.command({ find: coll.collectionName, wrongField: 1 }), 40415);
  for (const work of [
    coll.find().explain(),
    coll.find({}, { collation: { locale: 'de', strength: 2 } }).toArray(),
    coll.aggregate([{ $geoNear: {} }]).toArray(),
    coll.find({ $where: 'true' }).toArray(),
    db.createCollection('capped', { capped: true, size: 10 }),
  ]) {
    await rejects(work, 115, (e) => assert.match(e.message, /test server: .* not supported/));
  }
});
