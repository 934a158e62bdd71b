// Tests of single values, as the query operators make them.
import { fail, unsupported } from './errors.mjs';
import { TYPES, typeNumber } from './types.mjs';
import { compare, encode, isDoc, isNumber, own, rank, toNumber } from './values.mjs';

/** Whether a condition is made of operators rather than a value. */
export const hasOperators = (cond) =>
  isDoc(cond) && (Object.keys(cond)[0] ?? '').startsWith('$') && !('$ref' in cond || '$id' in cond);
/** Whether it is a regular expression. */
export const isRegex = (v) => v?._bsontype === 'BSONRegExp';

const regexes = new Map();
/** The JavaScript form of a pattern and its options. */
export function toRegExp(pattern, options = '') {
  if (isRegex(pattern)) [pattern, options] = [pattern.pattern, options || pattern.options];
  if (typeof pattern !== 'string' || typeof options !== 'string') fail('BadValue', '$regex has to be a string');
  const inline = /^\(\?([ims]+)\)/.exec(pattern);
  if (inline) [pattern, options] = [pattern.slice(inline[0].length), options + inline[1]];
  const wrong = /[^imsu]/.exec(options);
  if (wrong)
    wrong[0] === 'x' ? unsupported('the $regex option x') : fail(51108, `invalid flag in regex options: ${wrong[0]}`);
  const key = `/${pattern}/${options}`;
  let found = regexes.get(key);
  if (!found) {
    const flags = [...new Set(options.replaceAll('u', ''))].join('');
    try {
      try {
        found = new RegExp(pattern, `${flags}u`);
      } catch {
        found = new RegExp(pattern, flags);
      }
    } catch (error) {
      fail(51091, `Regular expression is invalid: ${error.message}`);
    }
    if (regexes.size > 500) regexes.clear();
    regexes.set(key, found);
  }
  return found;
}

/** The test of `$type`. */
export function typeTest(operand) {
  const wanted = new Set(
    (Array.isArray(operand) ? operand : [operand]).flatMap((t) => {
      if (t === 'number') return [1, 16, 18, 19];
      const code = typeof t === 'string' ? own(TYPES, t) : isNumber(t) ? toNumber(t) : undefined;
      if (code === undefined || !Object.values(TYPES).includes(code)) fail('BadValue', `Unknown type name alias: ${t}`);
      return [code];
    }),
  );
  return (v) => wanted.has(typeNumber(v));
}

/** The test of `$eq`: null means missing too. */
export function equals(operand) {
  if (operand === null || operand === undefined) return (v) => v === undefined || v === null;
  if (typeof operand === 'string') return (v) => v === operand;
  const r = rank(operand);
  return (v) => v !== undefined && rank(v) === r && compare(v, operand) === 0;
}
/** The test of `$lt`, `$lte`, `$gt` and `$gte`, within one type. */
export function ordering(op, operand) {
  const accept = { $lt: (c) => c < 0, $lte: (c) => c <= 0, $gt: (c) => c > 0, $gte: (c) => c >= 0 }[op];
  if (isRegex(operand)) fail('BadValue', `Can't have RegEx as arg to predicate over field`);
  const r = rank(operand);
  if (r === 5) return (v) => (v === undefined || v === null) && accept(0);
  if (r === 1 || r === 127) return (v) => (v !== undefined && rank(v) === r ? accept(0) : true); // MinKey, MaxKey: any type
  const nan = isNumber(operand) && Number.isNaN(toNumber(operand));
  return (v) => {
    if (v === undefined || rank(v) !== r) return false;
    if (r === 10 && (nan || Number.isNaN(toNumber(v)))) return nan && Number.isNaN(toNumber(v)) && accept(0);
    return accept(compare(v, operand));
  };
}
/** The test of `$in`. */
export function membership(operand, op) {
  if (!Array.isArray(operand)) fail('BadValue', `${op} needs an array`);
  if (operand.some(hasOperators)) fail('BadValue', `cannot nest $ under ${op}`);
  const patterns = operand.filter(isRegex).map((p) => toRegExp(p));
  const set = new Set(operand.map((v) => encode(v)));
  const withNull = operand.includes(null);
  return (v) =>
    v === undefined ? withNull : set.has(encode(v)) || (typeof v === 'string' && patterns.some((p) => p.test(v)));
}
const bitsOf = (v) =>
  v?._bsontype === 'Binary'
    ? BigInt(`0x0${Buffer.from(v.value()).reverse().toString('hex')}`)
    : isNumber(v) && Number.isInteger(toNumber(v))
      ? BigInt(v.toString())
      : undefined;
/** The tests of the bit operators. */
export function bits(op, operand) {
  const mask = Array.isArray(operand)
    ? operand.reduce((m, position) => m | (1n << BigInt(toNumber(position))), 0n)
    : bitsOf(operand);
  if (mask === undefined || mask < 0n) fail('BadValue', `${op} takes an Array, a non-negative number, or a BinData`);
  return (v) => {
    const value = bitsOf(v);
    if (value === undefined) return false;
    const hit = value & mask;
    return {
      $bitsAllSet: hit === mask,
      $bitsAnySet: hit !== 0n,
      $bitsAllClear: hit === 0n,
      $bitsAnyClear: hit !== mask,
    }[op];
  };
}
