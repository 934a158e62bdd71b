// Cases whose expected answers are those of MongoDB's manual (page named at each group).
const D = (text) => new Date(`${text}T00:00:00Z`);
const sizes = [
  { _id: 1, item: 'ABC', price: 80, sizes: ['S', 'M', 'L'] },
  { _id: 2, item: 'EFG', price: 120, sizes: [] },
  { _id: 3, item: 'IJK', price: 160, sizes: 'M' },
  { _id: 4, item: 'LMN', price: 10 },
  { _id: 5, item: 'XYZ', price: 5.75, sizes: null },
];
const sales = [
  { _id: 1, item: 'abc', price: 10, quantity: 2 },
  { _id: 2, item: 'jkl', price: 20, quantity: 1 },
  { _id: 3, item: 'xyz', price: 5, quantity: 10 },
  { _id: 4, item: 'xyz', price: 5, quantity: 20 },
  { _id: 5, item: 'abc', price: 10, quantity: 10 },
];
const artists = [
  ['Bernard', 1868],
  ['Rippl-Ronai', 1861],
  ['Ostroumova', 1871],
  ['Van Gogh', 1853],
  ['Maurer', 1868],
  ['Munch', 1863],
  ['Redon', 1840],
  ['Diriks', 1855],
].map(([last_name, year_born], i) => ({ _id: i + 1, last_name, year_born }));
/** An aggregation case: [documents, pipeline, expected]. */
export const aggregations = [
  [
    sizes,
    [{ $unwind: '$sizes' }, { $project: { _id: 1, sizes: 1 } }],
    [
      { _id: 1, sizes: 'S' },
      { _id: 1, sizes: 'M' },
      { _id: 1, sizes: 'L' },
      { _id: 3, sizes: 'M' },
    ],
  ], // $unwind
  [
    sizes,
    [{ $unwind: { path: '$sizes', includeArrayIndex: 'i' } }, { $project: { i: 1 } }],
    [
      { _id: 1, i: 0 },
      { _id: 1, i: 1 },
      { _id: 1, i: 2 },
      { _id: 3, i: null },
    ],
  ],
  [
    sizes,
    [
      { $unwind: { path: '$sizes', preserveNullAndEmptyArrays: true } },
      { $group: { _id: '$sizes', averagePrice: { $avg: '$price' } } },
      { $sort: { averagePrice: -1, _id: 1 } },
    ], // $unwind: group by unwound values
    [
      { _id: 'M', averagePrice: 120 },
      { _id: 'L', averagePrice: 80 },
      { _id: 'S', averagePrice: 80 },
      { _id: null, averagePrice: 45.25 },
    ],
  ],
  [
    sales,
    [
      { $group: { _id: '$item', total: { $sum: { $multiply: ['$price', '$quantity'] } } } },
      { $match: { total: { $gte: 100 } } },
      { $sort: { _id: 1 } },
    ],
    [
      { _id: 'abc', total: 120 },
      { _id: 'xyz', total: 150 },
    ],
  ], // $group
  [
    sales,
    [
      { $group: { _id: null, n: { $sum: 1 }, max: { $max: '$price' }, items: { $addToSet: '$item' } } },
      { $project: { _id: 0 } },
    ],
    [{ n: 5, max: 20, items: ['abc', 'jkl', 'xyz'] }],
  ],
  [sales, [{ $match: { price: { $gt: 8 } } }, { $count: 'n' }], [{ n: 3 }]], // $count
  [
    sales,
    [{ $sortByCount: '$item' }, { $match: { count: 2 } }, { $sort: { _id: 1 } }],
    [
      { _id: 'abc', count: 2 },
      { _id: 'xyz', count: 2 },
    ],
  ], // $sortByCount
  [
    artists,
    [
      {
        $bucket: {
          groupBy: '$year_born',
          boundaries: [1840, 1850, 1860, 1870, 1880],
          default: 'Other',
          output: { count: { $sum: 1 }, names: { $push: '$last_name' } },
        },
      },
      { $match: { count: { $gt: 3 } } },
    ], // $bucket
    [{ _id: 1860, count: 4, names: ['Bernard', 'Rippl-Ronai', 'Maurer', 'Munch'] }],
  ],
  [
    artists,
    [
      {
        $facet: {
          early: [{ $match: { year_born: { $lt: 1860 } } }, { $count: 'n' }],
          byYear: [{ $sort: { year_born: -1 } }, { $limit: 1 }, { $project: { _id: 0, year_born: 1 } }],
        },
      },
    ],
    [{ early: [{ n: 3 }], byYear: [{ year_born: 1871 }] }],
  ], // $facet
  [
    sales.slice(0, 1),
    [
      {
        $project: {
          _id: 0,
          item: 1,
          total: { $multiply: ['$price', '$quantity'] },
          cheap: { $cond: [{ $lt: ['$price', 50] }, 'yes', 'no'] },
          gone: '$$REMOVE',
        },
      },
    ],
    [{ item: 'abc', total: 20, cheap: 'yes' }],
  ], // $project
  [
    [{ _id: 1, specs: { doors: 4 }, list: [{ a: 1 }, { a: 2 }] }],
    [{ $addFields: { 'specs.fuel': 'unleaded', 'list.b': 0, n: { $size: '$list' } } }],
    [
      {
        _id: 1,
        specs: { doors: 4, fuel: 'unleaded' },
        list: [
          { a: 1, b: 0 },
          { a: 2, b: 0 },
        ],
        n: 2,
      },
    ],
  ], // $addFields
  [
    [{ _id: 1, name: { first: 'A' } }],
    [{ $replaceRoot: { newRoot: { $mergeObjects: [{ last: '' }, '$name'] } } }],
    [{ last: '', first: 'A' }],
  ], // $replaceRoot
  [
    [{ _id: 1, d: D('2024-02-29') }],
    [{ $project: { _id: 0, y: { $year: '$d' }, s: { $dateToString: { format: '%Y-%m-%d', date: '$d' } } } }],
    [{ y: 2024, s: '2024-02-29' }],
  ], // $dateToString
];
/** $lookup: orders, inventory, pipeline, expected. */
export const lookup = {
  orders: [
    { _id: 1, item: 'almonds', price: 12, quantity: 2 },
    { _id: 2, item: 'pecans', price: 20, quantity: 1 },
    { _id: 3 },
  ],
  inventory: [
    { _id: 1, sku: 'almonds', instock: 120 },
    { _id: 2, sku: 'bread', instock: 80 },
    { _id: 4, sku: 'pecans', instock: 70 },
    { _id: 5, sku: null },
    { _id: 6 },
  ],
  expected: [
    ['almonds', [1]],
    ['pecans', [4]],
    [undefined, [5, 6]],
  ],
};
