// Cases whose expected answers are those of MongoDB's manual (page named at each group).
import { Binary, Decimal128, Double, Int32, Long } from 'mongodb';

const named = (list) => list.map(([_id, rest]) => ({ _id, ...rest }));
const ids = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => first + i);
/** Documents, and cases over them: [filter, expected _ids]. One line a case. */
// prettier-ignore
export const queries = [
  { // manual page: $eq
    docs: [
      { _id: 1, item: { name: 'ab', code: '123' }, qty: 15, tags: ['A', 'B', 'C'] }, { _id: 2, item: { name: 'cd', code: '123' }, qty: 20, tags: ['B'] },
      { _id: 3, item: { name: 'ij', code: '456' }, qty: 25, tags: ['A', 'B'] }, { _id: 4, item: { name: 'xy', code: '456' }, qty: 30, tags: ['B', 'A'] },
      { _id: 5, item: { name: 'mn', code: '000' }, qty: 20, tags: [['A', 'B'], 'C'] }],
    cases: [[{ qty: { $eq: 20 } }, [2, 5]], [{ qty: 20 }, [2, 5]], [{ 'item.name': { $eq: 'ab' } }, [1]], [{ tags: { $eq: 'B' } }, [1, 2, 3, 4]], [{ tags: { $eq: ['A', 'B'] } }, [3, 5]]],
  },
  { // manual page: $eq (regex match behaviour)
    docs: [{ _id: 1, company: 'MongoDB' }, { _id: 2, company: 'MongoDB2' }],
    cases: [[{ company: { $eq: 'MongoDB' } }, [1]], [{ company: { $eq: /MongoDB/ } }, []], [{ company: /MongoDB/ }, [1, 2]]],
  },
  { // manual page: Query an Array
    docs: named([['journal', { tags: ['blank', 'red'], dim_cm: [14, 21] }], ['notebook', { tags: ['red', 'blank'], dim_cm: [14, 21] }],
      ['paper', { tags: ['red', 'blank', 'plain'], dim_cm: [14, 21] }], ['planner', { tags: ['blank', 'red'], dim_cm: [22.85, 30] }], ['postcard', { tags: ['blue'], dim_cm: [10, 15.25] }]]),
    cases: [[{ tags: ['red', 'blank'] }, ['notebook']], [{ tags: { $all: ['red', 'blank'] } }, ['journal', 'notebook', 'paper', 'planner']],
      [{ tags: 'red' }, ['journal', 'notebook', 'paper', 'planner']], [{ dim_cm: { $gt: 25 } }, ['planner']],
      [{ dim_cm: { $gt: 15, $lt: 20 } }, ['journal', 'notebook', 'paper', 'postcard']], [{ dim_cm: { $elemMatch: { $gt: 22, $lt: 30 } } }, ['planner']],
      [{ 'dim_cm.1': { $gt: 25 } }, ['planner']], [{ tags: { $size: 3 } }, ['paper']]],
  },
  { // manual page: Query an Array of Embedded Documents
    docs: named([['journal', { instock: [{ warehouse: 'A', qty: 5 }, { warehouse: 'C', qty: 15 }] }], ['notebook', { instock: [{ warehouse: 'C', qty: 5 }] }],
      ['paper', { instock: [{ warehouse: 'A', qty: 60 }, { warehouse: 'B', qty: 15 }] }], ['planner', { instock: [{ warehouse: 'A', qty: 40 }, { warehouse: 'B', qty: 5 }] }],
      ['postcard', { instock: [{ warehouse: 'B', qty: 15 }, { warehouse: 'C', qty: 35 }] }]]),
    cases: [[{ instock: { warehouse: 'A', qty: 5 } }, ['journal']], [{ instock: { qty: 5, warehouse: 'A' } }, []],
      [{ 'instock.qty': { $lte: 20 } }, ['journal', 'notebook', 'paper', 'planner', 'postcard']], [{ 'instock.0.qty': { $lte: 20 } }, ['journal', 'notebook', 'postcard']],
      [{ instock: { $elemMatch: { qty: 5, warehouse: 'A' } } }, ['journal']], [{ instock: { $elemMatch: { qty: { $gt: 10, $lte: 20 } } } }, ['journal', 'paper', 'postcard']],
      [{ 'instock.qty': { $gt: 10, $lte: 20 } }, ['journal', 'paper', 'planner', 'postcard']], [{ 'instock.qty': 5, 'instock.warehouse': 'A' }, ['journal', 'planner']]],
  },
  { // manual page: Query on Embedded/Nested Documents
    docs: named([['journal', { size: { h: 14, w: 21, uom: 'cm' } }], ['notebook', { size: { h: 8.5, w: 11, uom: 'in' } }], ['planner', { size: { h: 22.85, w: 30, uom: 'cm' } }]]),
    cases: [[{ size: { h: 14, w: 21, uom: 'cm' } }, ['journal']], [{ size: { w: 21, h: 14, uom: 'cm' } }, []], [{ 'size.uom': 'in' }, ['notebook']], [{ 'size.h': { $lt: 15 } }, ['journal', 'notebook']]],
  },
  { // manual page: Query for Null or Missing Fields
    docs: [{ _id: 1, item: null }, { _id: 2 }],
    cases: [[{ item: null }, [1, 2]], [{ item: { $type: 10 } }, [1]], [{ item: { $exists: false } }, [2]], [{ item: { $ne: null } }, []], [{ item: { $in: [null, 5] } }, [1, 2]], [{ item: { $gte: null } }, [1, 2]]],
  },
  { // manual page: $exists
    docs: [{ a: 5, b: 5, c: null }, { a: 3, b: null, c: 8 }, { a: null, b: 3, c: 9 }, { a: 1, b: 2, c: 3 }, { a: 2, c: 5 }, { a: 3, b: 2 }, { a: 4 }, { b: 2, c: 4 }, { b: 2 }, { c: 6 }].map((d, i) => ({ _id: i + 1, ...d })),
    cases: [[{ a: { $exists: true } }, ids(1, 7)], [{ b: { $exists: false } }, [5, 7, 10]]],
  },
  { // manual page: $type
    docs: [{ _id: 1, zipCode: '90698345' }, { _id: 2, zipCode: new Double(43339374) }, { _id: 3, zipCode: Long.fromNumber(3921412) }, { _id: 4, zipCode: new Int32(87920819) }, { _id: 5, zipCode: ['834847278', '1893289032'] }],
    cases: [[{ zipCode: { $type: 'string' } }, [1, 5]], [{ zipCode: { $type: 2 } }, [1, 5]], [{ zipCode: { $type: 'number' } }, [2, 3, 4]], [{ zipCode: { $type: 'double' } }, [2]], [{ zipCode: { $type: ['long', 'int'] } }, [3, 4]]],
  },
  { // manual page: $type (querying by array type)
    docs: [{ _id: 1, readings: [25, 23, ['Warn: High Temp!', 55]] }, { _id: 2, readings: [25, 25, 24, 23] }, { _id: 3, readings: [22, 24, []] }, { _id: 4, readings: [] }, { _id: 5, readings: 24 }],
    cases: [[{ readings: { $type: 'array' } }, [1, 2, 3, 4]]],
  },
  { // manual page: $mod
    docs: [{ _id: 1, qty: 0 }, { _id: 2, qty: 5 }, { _id: 3, qty: 12 }],
    cases: [[{ qty: { $mod: [4, 0] } }, [1, 3]], [{ qty: { $mod: [4.5, 0] } }, [1, 3]]],
  },
  { // manual page: $regex
    docs: [{ _id: 100, sku: 'abc123', description: 'Single line description.' }, { _id: 101, sku: 'abc789', description: 'First line\nSecond line' }, { _id: 102, sku: 'xyz456', description: 'Many spaces before     line' },
      { _id: 103, sku: 'xyz789', description: 'Multiple\nline description' }, { _id: 104, sku: 'Abc789', description: 'SKU starts with A' }],
    cases: [[{ sku: { $regex: /789$/ } }, [101, 103, 104]], [{ sku: { $regex: /^ABC/i } }, [100, 101, 104]], [{ description: { $regex: /^S/, $options: 'm' } }, [100, 101, 104]],
      [{ description: { $regex: /m.*line/, $options: 'si' } }, [102, 103]], [{ sku: { $in: [/^xyz/, 'Abc789'] } }, [102, 103, 104]], [{ sku: { $not: /^abc/ } }, [102, 103, 104]]],
  },
  { // manual page: $all
    docs: [{ _id: 'xyz', tags: ['school', 'book', 'bag', 'headphone', 'appliance'], qty: [{ size: 'S', num: 10, color: 'blue' }, { size: 'M', num: 45, color: 'blue' }, { size: 'L', num: 100, color: 'green' }] },
      { _id: 'abc', tags: ['appliance', 'school', 'book'], qty: [{ size: '6', num: 100, color: 'green' }, { size: '6', num: 50, color: 'blue' }, { size: '8', num: 100, color: 'brown' }] },
      { _id: 'efg', tags: ['school', 'book'], qty: [{ size: 'S', num: 10, color: 'blue' }, { size: 'M', num: 100, color: 'blue' }, { size: 'L', num: 100, color: 'green' }] },
      { _id: 'ijk', tags: ['electronics', 'school'], qty: [{ size: 'M', num: 100, color: 'green' }] }],
    cases: [[{ tags: { $all: ['appliance', 'school', 'book'] } }, ['xyz', 'abc']], [{ 'qty.num': { $all: [50] } }, ['abc']],
      [{ qty: { $all: [{ $elemMatch: { size: 'M', num: { $gt: 50 } } }, { $elemMatch: { num: 100, color: 'green' } }] } }, ['efg', 'ijk']]],
  },
  { // manual page: $elemMatch (query)
    docs: [{ _id: 1, results: [{ product: 'abc', score: 10 }, { product: 'xyz', score: 5 }] }, { _id: 2, results: [{ product: 'abc', score: 8 }, { product: 'xyz', score: 7 }] },
      { _id: 3, results: [{ product: 'abc', score: 7 }, { product: 'xyz', score: 8 }] }, { _id: 4, results: [{ product: 'abc', score: 7 }, { product: 'def', score: 8 }] }],
    cases: [[{ results: { $elemMatch: { product: 'xyz', score: { $gte: 8 } } } }, [3]], [{ results: { $elemMatch: { product: { $ne: 'xyz' } } } }, [1, 2, 3, 4]], [{ 'results.product': { $ne: 'xyz' } }, [4]]],
  },
  { // manual pages: $bitsAllSet, $bitsAllClear, $bitsAnySet, $bitsAnyClear
    docs: [{ _id: 1, a: 54 }, { _id: 2, a: 20 }, { _id: 3, a: new Double(20) }, { _id: 4, a: new Binary(Buffer.from('Zg==', 'base64')) }],
    cases: [[{ a: { $bitsAllSet: [1, 5] } }, [1, 4]], [{ a: { $bitsAllSet: 50 } }, [1]], [{ a: { $bitsAllSet: new Binary(Buffer.from('MA==', 'base64')) } }, [1]],
      [{ a: { $bitsAllClear: [1, 5] } }, [2, 3]], [{ a: { $bitsAnySet: [1, 5] } }, [1, 4]], [{ a: { $bitsAnyClear: [1, 5] } }, [2, 3]]],
  },
  { // manual pages: $not, $nor, $nin, $ne (documents without the field match)
    docs: [{ _id: 1, price: 1.99, sale: true }, { _id: 2, price: 5, sale: false }, { _id: 3, sale: true }, { _id: 4, price: 1 }],
    cases: [[{ price: { $not: { $gt: 1.99 } } }, [1, 3, 4]], [{ $nor: [{ price: 1.99 }, { sale: true }] }, [2, 4]], [{ price: { $nin: [5, 1] } }, [1, 3]], [{ price: { $ne: 5 } }, [1, 3, 4]], [{ $or: [{ price: 5 }, { sale: true }] }, [1, 2, 3]]],
  },
  { // manual page: $expr
    docs: [{ _id: 1, budget: 400, spent: 450 }, { _id: 2, budget: 100, spent: 150 }, { _id: 3, budget: 100, spent: 50 }, { _id: 4, budget: 500, spent: 300 }, { _id: 5, budget: 200, spent: 650 }],
    cases: [[{ $expr: { $gt: ['$spent', '$budget'] } }, [1, 2, 5]], [{ $and: [{ budget: { $gte: 200 } }, { spent: { $lt: 600 } }] }, [1, 4]]],
  },
  { // manual page: Comparison/Sort Order (numeric types are equal across types; type bracketing)
    docs: [{ _id: 1, v: 5 }, { _id: 2, v: new Double(5) }, { _id: 3, v: Long.fromNumber(5) }, { _id: 4, v: '5' }, { _id: 5, v: new Decimal128('5') }, { _id: 6, v: NaN }, { _id: 7, v: true }],
    cases: [[{ v: 5 }, [1, 2, 3, 5]], [{ v: { $gt: 4 } }, [1, 2, 3, 5]], [{ v: { $lt: 'a' } }, [4]], [{ v: NaN }, [6]], [{ v: { $lt: 6 } }, [1, 2, 3, 5]], [{ v: { $gte: false } }, [7]]],
  },
];
