// What each update operator makes of one field.
import { Long, Timestamp } from 'bson';
import { fail, unsupported } from './errors.mjs';
import { elementTest } from './match.mjs';
import { compileSort } from './project.mjs';
import { compare, double, isDoc, isNumber, toNumber } from './values.mjs';

/** The field stays as it is. */
export const KEEP = Symbol('keep');
/** The field goes. */
export const GONE = Symbol('gone');
/** A value as error messages show it. */
export const show = (v) => JSON.stringify(v);
const isDouble = (v) =>
  typeof v === 'number' ? !(Number.isInteger(v) && Math.abs(v) <= 0x80000000) : v._bsontype === 'Double';
function arithmetic(op, a, b) {
  if (a?._bsontype === 'Decimal128' || b?._bsontype === 'Decimal128') unsupported(`${op} with Decimal128`);
  const times = op === '$mul';
  if (isDouble(a) || isDouble(b)) return double(times ? toNumber(a) * toNumber(b) : toNumber(a) + toNumber(b));
  const [x, y] = [BigInt(a.toString()), BigInt(b.toString())];
  const result = times ? x * y : x + y;
  if (typeof a === 'number' && typeof b === 'number' && result >= -0x80000000n && result <= 0x7fffffffn)
    return Number(result);
  if (BigInt.asIntN(64, result) !== result)
    fail('BadValue', `Failed to apply ${op} operations to current value: the result does not fit a 64-bit integer`);
  return Long.fromBigInt(result);
}
function numeric(op, old, arg, { id, path }) {
  if (!isNumber(arg))
    fail(
      'TypeMismatch',
      `Cannot ${op === '$inc' ? 'increment' : 'multiply'} with non-numeric argument: {${path}: ${show(arg)}}`,
    );
  if (old === undefined) return op === '$mul' ? arithmetic('$mul', arg, 0) : arg;
  if (!isNumber(old))
    fail(
      'TypeMismatch',
      `Cannot apply ${op} to a value of non-numeric type. {_id: ${show(id)}} has the field '${path}' of non-numeric type`,
    );
  return arithmetic(op, old, arg);
}
function array(op, old, { id, path }) {
  if (!Array.isArray(old))
    fail('BadValue', `The field '${path}' must be an array but is of another type in document {_id: ${show(id)}}`);
  return [...old];
}
function push(old, arg, where) {
  const list = old === undefined ? [] : array('$push', old, where);
  if (!isDoc(arg) || !('$each' in arg)) return [...list, arg];
  const extra = Object.keys(arg).find((k) => !['$each', '$slice', '$sort', '$position'].includes(k));
  if (extra) fail('BadValue', `Unrecognized clause in $push: ${extra}`);
  if (!Array.isArray(arg.$each)) fail('BadValue', 'The argument to $each in $push must be an array');
  const at = arg.$position === undefined ? list.length : toNumber(arg.$position);
  list.splice(at < 0 ? Math.max(0, list.length + at) : at, 0, ...arg.$each);
  let out = list;
  if (isNumber(arg.$sort)) out = compileSort({ v: arg.$sort })(list.map((v) => ({ v }))).map((d) => d.v);
  else if (isDoc(arg.$sort))
    out = compileSort(Object.fromEntries(Object.entries(arg.$sort).map(([k, w]) => [`v.${k}`, w])))(
      list.map((v) => ({ v })),
    ).map((d) => d.v);
  const slice = arg.$slice === undefined ? undefined : toNumber(arg.$slice);
  return slice === undefined ? out : slice < 0 ? out.slice(slice) : out.slice(0, slice);
}
function addToSet(old, arg, where) {
  const list = old === undefined ? [] : array('$addToSet', old, where);
  for (const v of isDoc(arg) && '$each' in arg ? arg.$each : [arg])
    if (!list.some((item) => compare(item, v) === 0)) list.push(v);
  return list;
}

/** op -> (old value or undefined, argument, {id, path, insert}) -> new value, KEEP or GONE */
export const OPERATORS = {
  $set: (old, arg) => arg,
  $setOnInsert: (old, arg, { insert }) => (insert ? arg : KEEP),
  $unset: () => GONE,
  $inc: (old, arg, where) => numeric('$inc', old, arg, where),
  $mul: (old, arg, where) => numeric('$mul', old, arg, where),
  $min: (old, arg) => (old === undefined || compare(arg, old) < 0 ? arg : KEEP),
  $max: (old, arg) => (old === undefined || compare(arg, old) > 0 ? arg : KEEP),
  $currentDate: (old, arg) =>
    isDoc(arg) && arg.$type === 'timestamp' ? new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 }) : new Date(),
  $push: push,
  $addToSet: addToSet,
  $pull: (old, arg, where) => {
    if (old === undefined) return KEEP;
    const unwanted = elementTest(arg);
    return array('$pull', old, where).filter((v) => !unwanted(v));
  },
  $pullAll: (old, arg, where) =>
    old === undefined ? KEEP : array('$pullAll', old, where).filter((v) => !arg.some((w) => compare(v, w) === 0)),
  $pop: (old, arg, where) => {
    if (![1, -1].includes(toNumber(arg))) fail('FailedToParse', `$pop expects 1 or -1, found: ${show(arg)}`);
    if (old === undefined) return KEEP;
    return toNumber(arg) === 1 ? array('$pop', old, where).slice(0, -1) : array('$pop', old, where).slice(1);
  },
  $bit: (old, arg) =>
    Object.entries(arg).reduce((value, [kind, n]) => {
      if (!Number.isInteger(value) || !Number.isInteger(n)) unsupported('$bit on anything but int32');
      return (
        { and: value & n, or: value | n, xor: value ^ n }[kind] ??
        fail('BadValue', `The $bit modifier only supports 'and', 'or', and 'xor', not '${kind}'`)
      );
    }, old ?? 0),
};
/** Operators that make a field that is not there. */
export const CREATES = new Set([
  '$set',
  '$setOnInsert',
  '$inc',
  '$mul',
  '$min',
  '$max',
  '$currentDate',
  '$push',
  '$addToSet',
  '$bit',
  '$rename',
]);
