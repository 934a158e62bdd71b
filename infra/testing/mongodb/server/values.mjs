// Values as the test server holds them, and BSON's total order over them.
// A stored value is what `bson` yields, except that Int32 and most doubles are plain JS numbers: an integer within
// int32 IS an int32, any other number IS a double, and a double such as 5.0 stays a Double object. So nothing is lost.
import { calculateObjectSize, deserialize, serialize, Double } from 'bson';

/** Longest document, in bytes. */
export const MAX_DOC = 16 * 1024 * 1024;
/** A member of its own, never an inherited one. */
export const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);
/** Whether it is a document. */
export const isDoc = (v) =>
  typeof v === 'object' && v !== null && v._bsontype === undefined && !Array.isArray(v) && !(v instanceof Date);
/** Whether it is a number of any type. */
export const isNumber = (v) =>
  typeof v === 'number' || v?._bsontype === 'Long' || v?._bsontype === 'Double' || v?._bsontype === 'Decimal128';
/** The number as JavaScript has it. */
export const toNumber = (v) =>
  typeof v === 'number' ? v : typeof v === 'object' && v ? Number(v.toString()) : Number(v);
/** Truth as the server's expressions see it. */
export const truthy = (v) => !(v === undefined || v === null || v === false || (isNumber(v) && toNumber(v) === 0));
/** Whether it is stored as 32 bits. */
export const isInt32 = (n) => Number.isInteger(n) && n >= -0x80000000 && n <= 0x7fffffff && !Object.is(n, -0);
const sizes = new WeakMap(); // documents are not changed once they are stored, so a size stays true
/** Bytes of a document. */
export function sizeOf(doc) {
  if (!sizes.has(doc)) sizes.set(doc, calculateObjectSize(doc, { ignoreUndefined: true }));
  return sizes.get(doc);
}
/** Remembers the size of a document and gives it back. */
export const knownSize = (doc, size) => sizes.set(doc, size) && doc;
/** A document as bytes. */
export const toBson = (doc) => serialize(doc, { ignoreUndefined: true });

/** Bytes as a document of stored values. */
export function fromBson(bytes) {
  return tidy(deserialize(bytes, { promoteValues: false, promoteBuffers: false, bsonRegExp: true }));
}

function tidy(v) {
  if (typeof v !== 'object' || v === null || v instanceof Date) return v;
  switch (v._bsontype) {
    case undefined:
      for (const key of Object.keys(v)) {
        const old = v[key];
        if (typeof old === 'object' && old !== null) {
          const now = tidy(old);
          if (now !== old) v[key] = now;
        }
      }
      return v;
    case 'Int32':
      return v.value;
    case 'Double':
      return isInt32(v.value) ? v : v.value;
    case 'DBRef': {
      const ref = { $ref: v.collection, $id: v.oid, ...(v.db ? { $db: v.db } : {}), ...v.fields };
      return tidy(ref);
    }
    default:
      return v;
  }
}

/** Deep copy of documents and arrays; leaf values are never changed in place and are shared. */
export function clone(v) {
  if (Array.isArray(v)) return v.map(clone);
  if (!isDoc(v)) return v;
  const copy = {};
  for (const key of Object.keys(v)) put(copy, key, clone(v[key]));
  return copy;
}
/** Sets a member, whatever it is called. */
export function put(object, key, value) {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

// ---- order: every value is encoded as a string so that JS string order is BSON's order -----------------------------
const RANK = {
  minKey: 1,
  missing: 2,
  null: 5,
  number: 10,
  string: 15,
  object: 20,
  array: 25,
  binary: 30,
  objectId: 35,
  bool: 40,
  date: 45,
  timestamp: 47,
  regex: 50,
  code: 60,
  codeScope: 65,
  maxKey: 127,
};
const BSON_RANK = {
  Long: 10,
  Double: 10,
  Decimal128: 10,
  Int32: 10,
  BSONSymbol: 15,
  Binary: 30,
  ObjectId: 35,
  Timestamp: 47,
  BSONRegExp: 50,
  Code: 60,
  MinKey: 1,
  MaxKey: 127,
};
/** The canonical type: values of one rank compare with each other ("type bracketing"). */
export function rank(v) {
  switch (typeof v) {
    case 'number':
      return RANK.number;
    case 'string':
      return RANK.string;
    case 'boolean':
      return RANK.bool;
    case 'undefined':
      return RANK.missing;
    case 'bigint':
      return RANK.number;
  }
  if (v === null) return RANK.null;
  if (Array.isArray(v)) return RANK.array;
  if (v instanceof Date) return RANK.date;
  if (v instanceof RegExp) return RANK.regex;
  if (v._bsontype === undefined) return RANK.object;
  if (v._bsontype === 'Code' && v.scope) return RANK.codeScope;
  return BSON_RANK[v._bsontype] ?? RANK.object;
}

const scratch = new DataView(new ArrayBuffer(8));
function encodeDouble(n) {
  if (Number.isNaN(n)) return '\0\0\0\0';
  scratch.setFloat64(0, n === 0 ? 0 : n);
  const flip = scratch.getUint8(0) & 0x80;
  const word = (at) => scratch.getUint16(at) ^ (flip ? 0xffff : at === 0 ? 0x8000 : 0);
  return String.fromCharCode(word(0), word(2), word(4), word(6));
}
function encodeBig(big) {
  let near = Number(big);
  if (BigInt(near) > big) {
    scratch.setFloat64(0, near); // step down to the next smaller double, the rest fits one character
    scratch.setBigUint64(0, scratch.getBigUint64(0) + (near > 0 ? -1n : 1n));
    near = scratch.getFloat64(0);
  }
  return encodeDouble(near) + String.fromCharCode(Number(big - BigInt(near)));
}
const BEYOND_ASCII = /[\ud800-\uffff]/;
/** UTF-16 order made code point order (= UTF-8 byte order): surrogates move above U+FFFF's place. */
/** A text whose order is that of the values. */
export function encodeText(text) {
  if (text.includes('\0')) text = text.replaceAll('\0', '\0\u0001');
  if (!BEYOND_ASCII.test(text)) return text;
  return text.replace(/[\ud800-\uffff]/g, (c) => {
    const unit = c.charCodeAt(0);
    return String.fromCharCode(unit >= 0xe000 ? unit - 0x800 : unit + 0x2000);
  });
}
const bytesText = (bytes) => String.fromCharCode(...bytes);

function payload(v, r) {
  switch (r) {
    case RANK.number:
      if (typeof v === 'number') return encodeDouble(v) + '\0';
      if (typeof v === 'bigint') return encodeBig(v);
      if (v._bsontype === 'Long') return encodeBig(v.toBigInt());
      return encodeDouble(toNumber(v)) + '\0'; // Decimal128 is compared with double precision
    case RANK.string:
      return encodeText(typeof v === 'string' ? v : v.value) + '\0\0';
    case RANK.bool:
      return v ? '\u0002' : '\u0001';
    case RANK.date:
      return encodeDouble(v.getTime());
    case RANK.objectId:
      return bytesText(v.id);
    case RANK.binary: {
      let out = String.fromCharCode(v.position >>> 16, v.position & 0xffff, v.sub_type);
      for (let i = 0; i < v.position; i += 8192) out += bytesText(v.buffer.subarray(i, Math.min(i + 8192, v.position)));
      return out;
    }
    case RANK.timestamp:
      return encodeDouble(v.getHighBitsUnsigned()) + encodeDouble(v.getLowBitsUnsigned());
    case RANK.regex:
      return `${encodeText(v.pattern ?? v.source)}\0\0${v.options ?? v.flags}\0\0`;
    case RANK.code:
    case RANK.codeScope:
      return encodeText(String(v.code)) + '\0\0' + (v.scope ? payload(v.scope, RANK.object) : '');
    case RANK.array: {
      let out = '';
      for (const item of v) out += encode(item === undefined ? null : item);
      return out + '\0';
    }
    case RANK.object: {
      let out = '';
      for (const key of Object.keys(v)) {
        const kind = rank(v[key]);
        if (kind !== RANK.missing) out += String.fromCharCode(kind) + encodeText(key) + '\0\0' + payload(v[key], kind);
      }
      return out + '\0';
    }
    default:
      return '';
  }
}
export function encode(v) {
  const r = rank(v);
  return String.fromCharCode(r) + payload(v, r);
}
/** Order of two values. */
export function compare(a, b) {
  if (typeof a === 'number' && typeof b === 'number' && a === a && b === b) return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string' && !BEYOND_ASCII.test(a)) return a < b ? -1 : a > b ? 1 : 0;
  const x = encode(a);
  const y = encode(b);
  return x < y ? -1 : x > y ? 1 : 0;
}
/** Equal to the byte: same types (5 and 5.0 differ), same field order. */
export const identical = (a, b) => a === b || Buffer.compare(toBson({ v: a }), toBson({ v: b })) === 0;
/** A number that stays a double. */
export const double = (n) => (isInt32(n) ? new Double(n) : n);
