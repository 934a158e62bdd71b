// Query and update operators and pipelines, through the official driver.
import assert from 'node:assert/strict';
import { serverAtHand } from './at-hand.mjs';
import { aggregations, lookup } from './pipeline-cases.mjs';
import { queries } from './query-cases.mjs';
import { updates } from './update-cases.mjs';

const { db, fresh, all } = await serverAtHand();

for (const { docs, cases } of queries) {
  const coll = await fresh(docs);
  for (const [filter, expected] of cases) {
    it(`query ${JSON.stringify(filter)}`, async () =>
      assert.deepEqual(
        (await all(coll, filter)).map((d) => d._id),
        expected,
      ));
  }
  it(`the same answers with indexes (${cases.length} filters)`, async () => {
    for (const path of Object.keys(docs[0]).filter((k) => k !== '_id'))
      await coll.createIndex({ [path]: 1 }).catch(() => {});
    for (const [filter, expected] of cases)
      assert.deepEqual(
        (await all(coll, filter)).map((d) => d._id).sort(),
        [...expected].sort(),
        JSON.stringify(filter),
      );
  });
}
for (const [before, update, after, { filter, ...options } = {}] of updates) {
  it(`update ${JSON.stringify(update)}`, async () => {
    const coll = await fresh(before ? [before] : []);
    await coll.updateOne({ _id: after._id, ...filter }, update, options);
    const [got] = await all(coll);
    assert.deepEqual(got, after);
    assert.deepEqual(Object.keys(got), Object.keys(after), 'field order');
  });
}
for (const [docs, pipeline, expected] of aggregations) {
  it(`aggregate ${JSON.stringify(pipeline)}`, async () =>
    assert.deepEqual(await (await fresh(docs)).aggregate(pipeline).toArray(), expected));
}
it('$lookup by equality (null matches missing) and with a pipeline', async () => {
  const orders = await fresh(lookup.orders);
  const inventory = await fresh(lookup.inventory);
  const joined = await orders
    .aggregate([{ $lookup: { from: inventory.collectionName, localField: 'item', foreignField: 'sku', as: 'found' } }])
    .toArray();
  assert.deepEqual(
    joined.map((o) => [o.item, o.found.map((f) => f._id)]),
    lookup.expected,
  );
  const [first] = await orders
    .aggregate([
      {
        $lookup: {
          from: inventory.collectionName,
          let: { q: '$quantity', i: '$item' },
          pipeline: [
            { $match: { $expr: { $and: [{ $eq: ['$sku', '$$i'] }, { $gte: ['$instock', '$$q'] }] } } },
            { $project: { _id: 0, instock: 1 } },
          ],
          as: 'found',
        },
      },
    ])
    .toArray();
  assert.deepEqual(first.found, [{ instock: 120 }]);
});
it('$out and $merge', async () => {
  const from = await fresh([
    { _id: 1, g: 'a' },
    { _id: 2, g: 'a' },
    { _id: 3, g: 'b' },
  ]);
  await from.aggregate([{ $group: { _id: '$g', n: { $sum: 1 } } }, { $out: 'outcome' }]).toArray();
  await from
    .aggregate([
      { $group: { _id: '$g', last: { $max: '$_id' } } },
      { $merge: { into: 'outcome', whenMatched: 'merge' } },
    ])
    .toArray();
  assert.deepEqual(await all(db.collection('outcome'), {}, { sort: { _id: 1 } }), [
    { _id: 'a', n: 2, last: 2 },
    { _id: 'b', n: 1, last: 3 },
  ]);
});
