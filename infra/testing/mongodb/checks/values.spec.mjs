// Order and types of values, and projections.
import assert from 'node:assert/strict';
import { BSONRegExp, BSONType, Binary, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'mongodb';
import { rejects, serverAtHand } from './at-hand.mjs';

const { fresh, all } = await serverAtHand();

it('sort order over all BSON types, both ways (manual: Comparison/Sort Order)', async () => {
  const ordered = [
    new MinKey(),
    [],
    null,
    NaN,
    -Infinity,
    new Double(-5.5),
    0,
    new Decimal128('1.5'),
    Long.fromString('9007199254740993'),
    'Z',
    'a',
    'b',
    'ä',
    '\uffee',
    '\u{1f600}',
    { a: 1 },
    { b: 1 },
    { a: 'x' },
    new Binary(Buffer.from('z')),
    new Binary(Buffer.from('ab')),
    new ObjectId('0'.repeat(24)),
    new ObjectId('f'.repeat(24)),
    false,
    true,
    new Date(-1),
    new Date(0),
    new Timestamp({ t: 1, i: 1 }),
    new BSONRegExp('a', 'i'),
    new MaxKey(),
  ];
  const coll = await fresh(
    ordered.map((v, i) => ({ _id: (i * 7) % ordered.length, at: i, v })).sort((a, b) => a._id - b._id),
  );
  const up = (await all(coll, {}, { sort: { v: 1 } })).map((d) => d.at);
  assert.deepEqual(
    up,
    ordered.map((_, i) => i),
  );
  assert.deepEqual(
    (await all(coll, {}, { sort: { v: -1 } })).map((d) => d.at),
    up.toReversed(),
  );
});
it('sort by an array uses its least element upwards, its greatest downwards; missing sorts as null', async () => {
  const coll = await fresh([{ _id: 1, v: [5, 1] }, { _id: 2, v: 3 }, { _id: 3 }, { _id: 4, v: [2, 9] }]);
  assert.deepEqual(
    (await all(coll, {}, { sort: { v: 1 } })).map((d) => d._id),
    [3, 1, 4, 2],
  );
  assert.deepEqual(
    (await all(coll, {}, { sort: { v: -1 } })).map((d) => d._id),
    [4, 1, 2, 3],
  );
});
it('types survive storage and updates of other fields', async () => {
  const coll = await fresh([
    {
      _id: 1,
      d: new Double(5),
      l: Long.fromNumber(7),
      i: 5,
      dec: new Decimal128('1.10'),
      b: new Binary(Buffer.from('x')),
      date: new Date(1),
      nul: null,
    },
  ]);
  await coll.updateOne({ _id: 1 }, { $set: { other: 1 }, $inc: { l: 1 } });
  for (const [field, type] of [
    ['d', 'double'],
    ['l', 'long'],
    ['i', 'int'],
    ['dec', 'decimal'],
    ['b', 'binData'],
    ['date', 'date'],
    ['nul', 'null'],
  ]) {
    assert.equal(await coll.countDocuments({ [field]: { $type: BSONType[type] ?? type } }), 1, `${field} is ${type}`);
  }
  const raw = await coll.findOne({}, { promoteValues: false });
  assert.equal(raw.d._bsontype, 'Double');
  assert.equal(raw.l.toString(), '8');
  assert.equal(raw.dec.toString(), '1.10');
});
it('$inc of int32 goes to a 64-bit long', async () => {
  const coll = await fresh([{ _id: 1, n: 2147483647 }]);
  await coll.updateOne({}, { $inc: { n: 1 } });
  assert.equal(await coll.countDocuments({ n: { $type: 'long', $eq: 2147483648 } }), 1);
});
it('projection: inclusion, exclusion, nested, $slice, $elemMatch, positional, expressions', async () => {
  const coll = await fresh([
    {
      _id: 1,
      z: 1,
      a: { b: 1, c: 2 },
      list: [
        { n: 1, m: 1 },
        { n: 2, m: 2 },
        { n: 3, m: 3 },
      ],
    },
  ]);
  const one = async (projection, filter = {}) => (await all(coll, filter, { projection }))[0];
  assert.deepEqual(await one({ 'list.n': 1, 'a.c': 1 }), { _id: 1, a: { c: 2 }, list: [{ n: 1 }, { n: 2 }, { n: 3 }] });
  assert.deepEqual(Object.keys(await one({ a: 1, z: 1 })), ['_id', 'z', 'a']);
  assert.deepEqual(await one({ list: 0, 'a.b': 0, _id: 0 }), { z: 1, a: { c: 2 } });
  assert.deepEqual((await one({ list: { $slice: [1, 1] } })).list, [{ n: 2, m: 2 }]);
  assert.deepEqual(await one({ list: { $elemMatch: { n: { $gt: 1 } } } }), { _id: 1, list: [{ n: 2, m: 2 }] });
  assert.deepEqual(await one({ 'list.$': 1 }, { 'list.n': 3 }), { _id: 1, list: [{ n: 3, m: 3 }] });
  assert.deepEqual(await one({ _id: 0, sum: { $add: ['$z', '$a.b'] } }), { sum: 2 });
  await rejects(one({ a: 1, z: 0 }), 31254);
});
it('distinct over arrays and types', async () => {
  const coll = await fresh([{ v: [1, 2] }, { v: 2 }, { v: null }, {}, { v: new Double(2) }, { v: 'x' }]);
  assert.deepEqual(await coll.distinct('v'), [1, 2, null, 'x']);
});
it('field names like constructor and __proto__ are data', async () => {
  const coll = await fresh([{ _id: 1, constructor: 1 }, { _id: 2 }]);
  assert.equal(await coll.countDocuments({ constructor: { $exists: true } }), 1);
  assert.equal(await coll.countDocuments({ toString: null }), 2);
});
