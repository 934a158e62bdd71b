// Cases whose expected answers are those of MongoDB's manual (page named at each group).
const D = (text) => new Date(`${text}T00:00:00Z`);
/** An update case: [document before, update, document after, options]. */
export const updates = [
  // manual page: $push ($each, $sort, $slice together)
  [
    {
      _id: 5,
      quizzes: [
        { wk: 1, score: 10 },
        { wk: 2, score: 8 },
        { wk: 3, score: 5 },
        { wk: 4, score: 6 },
      ],
    },
    {
      $push: {
        quizzes: {
          $each: [
            { wk: 5, score: 8 },
            { wk: 6, score: 7 },
            { wk: 7, score: 6 },
          ],
          $sort: { score: -1 },
          $slice: 3,
        },
      },
    },
    {
      _id: 5,
      quizzes: [
        { wk: 1, score: 10 },
        { wk: 2, score: 8 },
        { wk: 5, score: 8 },
      ],
    },
  ],
  // manual pages: $position, $slice
  [
    { _id: 1, scores: [100] },
    { $push: { scores: { $each: [50, 60, 70], $position: 0 } } },
    { _id: 1, scores: [50, 60, 70, 100] },
  ],
  [
    { _id: 1, scores: [40, 50, 60] },
    { $push: { scores: { $each: [80, 78, 86], $slice: -5 } } },
    { _id: 1, scores: [50, 60, 80, 78, 86] },
  ],
  // manual page: $addToSet
  [
    { _id: 1, tags: ['electronics', 'supplies'] },
    { $addToSet: { tags: { $each: ['camera', 'electronics', 'accessories'] } } },
    { _id: 1, tags: ['electronics', 'supplies', 'camera', 'accessories'] },
  ],
  // manual page: $pull
  [{ _id: 1, votes: [3, 5, 6, 7, 7, 8] }, { $pull: { votes: { $gte: 6 } } }, { _id: 1, votes: [3, 5] }],
  [
    {
      _id: 1,
      results: [
        { item: 'A', score: 5 },
        { item: 'B', score: 8 },
      ],
    },
    { $pull: { results: { score: 8, item: 'B' } } },
    { _id: 1, results: [{ item: 'A', score: 5 }] },
  ],
  [
    {
      _id: 1,
      results: [
        {
          item: 'A',
          answers: [
            { q: 1, a: 4 },
            { q: 2, a: 6 },
          ],
        },
        {
          item: 'B',
          answers: [
            { q: 1, a: 8 },
            { q: 2, a: 9 },
          ],
        },
      ],
    },
    { $pull: { results: { answers: { $elemMatch: { q: 2, a: { $gte: 8 } } } } } },
    {
      _id: 1,
      results: [
        {
          item: 'A',
          answers: [
            { q: 1, a: 4 },
            { q: 2, a: 6 },
          ],
        },
      ],
    },
  ],
  // manual pages: $pullAll, $pop, $unset, $rename, $mul, $bit
  [{ _id: 1, scores: [0, 2, 5, 5, 1, 0] }, { $pullAll: { scores: [0, 5] } }, { _id: 1, scores: [2, 1] }],
  [{ _id: 1, scores: [8, 9, 10] }, { $pop: { scores: -1 } }, { _id: 1, scores: [9, 10] }],
  [
    { _id: 1, a: { b: 1, c: 2 }, list: [1, 2] },
    { $unset: { 'a.b': '', 'list.0': '' } },
    { _id: 1, a: { c: 2 }, list: [null, 2] },
  ],
  [
    { _id: 1, name: { first: 'george', last: 'washington' }, nmae: 'x' },
    { $rename: { 'name.first': 'name.fname', nmae: 'alias' } },
    { _id: 1, name: { last: 'washington', fname: 'george' }, alias: 'x' },
  ],
  [
    { _id: 1, price: 10.5, qty: 25 },
    { $mul: { price: 2, qty: 2, other: 100 } },
    { _id: 1, price: 21, qty: 50, other: 0 },
  ],
  [{ _id: 1, n: 13 }, { $bit: { n: { and: 10 } } }, { _id: 1, n: 8 }],
  // manual pages: $min, $max (also dates, and types that differ: BSON order)
  [
    { _id: 1, high: 800, low: 200 },
    { $max: { high: 950 }, $min: { low: 150 } },
    { _id: 1, high: 950, low: 150 },
  ],
  [{ _id: 1, d: D('2013-10-01') }, { $max: { d: D('2013-09-25') } }, { _id: 1, d: D('2013-10-01') }],
  [{ _id: 1, v: 5 }, { $max: { v: 'text' } }, { _id: 1, v: 'text' }],
  // manual page: $[<identifier>] and arrayFilters, $[], $ (update)
  [
    {
      _id: 1,
      grades: [
        { grade: 80, mean: 75 },
        { grade: 85, mean: 90 },
        { grade: 87, mean: 85 },
      ],
    },
    { $set: { 'grades.$[elem].mean': 100 } },
    {
      _id: 1,
      grades: [
        { grade: 80, mean: 75 },
        { grade: 85, mean: 100 },
        { grade: 87, mean: 100 },
      ],
    },
    { arrayFilters: [{ 'elem.grade': { $gte: 85 } }] },
  ],
  [{ _id: 1, grades: [85, 82, 80] }, { $inc: { 'grades.$[]': 10 } }, { _id: 1, grades: [95, 92, 90] }],
  [
    { _id: 1, grades: [85, 80, 80] },
    { $set: { 'grades.$': 82 } },
    { _id: 1, grades: [85, 82, 80] },
    { filter: { grades: 80 } },
  ],
  [
    {
      _id: 5,
      grades: [
        { grade: 80, std: 8 },
        { grade: 85, std: 5 },
        { grade: 90, std: 3 },
      ],
    },
    { $set: { 'grades.$.std': 6 } },
    {
      _id: 5,
      grades: [
        { grade: 80, std: 8 },
        { grade: 85, std: 6 },
        { grade: 90, std: 3 },
      ],
    },
    { filter: { grades: { $elemMatch: { grade: { $lte: 90 }, std: { $lt: 8 } } } } },
  ],
  // manual page: Update Operators (field names are processed in lexicographic order, numbers in numeric order)
  [{ _id: 1 }, { $set: { b: 1, a: 2, 'm.10': 1, 'm.x': 2 } }, { _id: 1, a: 2, b: 1, m: { 10: 1, x: 2 } }],
  // manual page: Updates with Aggregation Pipeline
  [
    { _id: 3, test1: 95, test2: 92 },
    [{ $set: { test3: 98, average: { $avg: ['$test1', '$test2'] } } }, { $unset: 'test1' }],
    { _id: 3, test2: 92, test3: 98, average: 93.5 },
  ],
  // manual page: $setOnInsert, and upsert building from the filter's equality conditions
  [
    null,
    { $setOnInsert: { dflt: 1 }, $set: { 'a.b': 2 } },
    { _id: 9, x: 'y', a: { c: 1, b: 2 }, dflt: 1 },
    { filter: { _id: 9, x: { $eq: 'y' }, 'a.c': 1, z: { $gt: 5 } }, upsert: true },
  ],
];
