// BSON type numbers and their names, as $type uses them.
/** Numbers of the BSON types by their names. */
export const TYPES = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
};
const BSON_TYPES = {
  Long: 18,
  Double: 1,
  Decimal128: 19,
  BSONSymbol: 14,
  Binary: 5,
  ObjectId: 7,
  Timestamp: 17,
  BSONRegExp: 11,
  MinKey: -1,
  MaxKey: 127,
};
/** The number of a value's type. */
export function typeNumber(v) {
  switch (typeof v) {
    case 'number':
      return Number.isInteger(v) && v >= -0x80000000 && v <= 0x7fffffff && !Object.is(v, -0) ? 16 : 1;
    case 'string':
      return 2;
    case 'boolean':
      return 8;
    case 'undefined':
      return 0;
  }
  if (v === null) return 10;
  if (Array.isArray(v)) return 4;
  if (v instanceof Date) return 9;
  return v._bsontype === 'Code' ? (v.scope ? 15 : 13) : (BSON_TYPES[v._bsontype] ?? 3);
}
