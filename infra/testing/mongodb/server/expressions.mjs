// Aggregation expressions: evaluated by mingo, with BSON's order and equality put in place of mingo's own.
import { Long, ObjectId } from 'bson';
import { Aggregator } from 'mingo/aggregator';
import { Context, evalExpr } from 'mingo/core';
import * as accumulators from 'mingo/operators/accumulator';
import * as expressions from 'mingo/operators/expression';
import * as stages from 'mingo/operators/pipeline';
import * as queries from 'mingo/operators/query';
import * as windows from 'mingo/operators/window';
import { fail, ServerError, unsupported } from './errors.mjs';
import { promote } from './promote.mjs';
import { typeNumber } from './types.mjs';
import { compare, encode, isDoc, isNumber, own } from './values.mjs';

const missing = (v) => v === undefined || v === null;
const twoOf = (op, test) => (doc, args, options) => {
  if (!Array.isArray(args) || args.length !== 2) fail(16020, `Expression ${op} takes exactly 2 arguments.`);
  const [a, b] = evalExpr(doc, args, options);
  return test(compare(a, b));
};
function values(docs, arg, options) {
  if (missing(arg)) return docs;
  if (typeof arg === 'number') return Array.from({ length: docs.length }, () => arg);
  const read = /^\$[^$.]+(\.[^$.]+)*$/.test(arg)
    ? fieldReader(arg, options)
    : (doc) => {
        const root = promote(doc);
        return evalExpr(root, arg, options.update({ root }));
      };
  return docs.map(read);
}
const exactNumbers = (list) => {
  const numbers = list.filter(isNumber);
  if (numbers.some((n) => n._bsontype === 'Decimal128')) unsupported('arithmetic with Decimal128');
  return numbers;
};
const best = (sign) => (list) =>
  list.filter((v) => !missing(v)).reduce((a, b) => (a === null || compare(b, a) * sign > 0 ? b : a), null);
function sum(list) {
  const numbers = exactNumbers(list);
  if (numbers.every((n) => typeof n === 'number')) return numbers.reduce((a, b) => a + b, 0);
  if (numbers.every((n) => Number.isInteger(Number(n))))
    return Long.fromBigInt(numbers.reduce((a, b) => a + BigInt(b.toString()), 0n));
  return numbers.reduce((a, b) => a + Number(b), 0);
}
function average(list) {
  const numbers = exactNumbers(list);
  return numbers.length ? numbers.reduce((a, b) => a + Number(b), 0) / numbers.length : null;
}
const reducers = { $min: best(-1), $max: best(1), $sum: sum, $avg: average };
const accumulate = Object.fromEntries(
  Object.entries(reducers).map(([op, reduce]) => [op, (docs, arg, options) => reduce(values(docs, arg, options))]),
);
accumulate.$push = (docs, arg, options) => values(docs, arg, options).filter((v) => v !== undefined);
accumulate.$addToSet = (docs, arg, options) => [
  ...new Map(accumulate.$push(docs, arg, options).map((v) => [encode(v), v])).values(),
];

const reduced = Object.fromEntries(
  Object.entries(reducers).map(([op, reduce]) => [
    op,
    (doc, arg, options) => {
      if (Array.isArray(doc)) return accumulate[op](doc, arg, options); // as an accumulator over a group
      const value = evalExpr(doc, Array.isArray(arg) && arg.length === 1 ? arg[0] : arg, options);
      return reduce(Array.isArray(value) ? value : [value]);
    },
  ]),
);
const checkedArithmetic = Object.fromEntries(
  ['$add', '$subtract', '$multiply', '$divide', '$mod'].map((op) => [
    op,
    (doc, arg, options) => {
      const args = evalExpr(doc, arg, options);
      if ([args].flat().some((v) => v?._bsontype === 'Decimal128' || v?._bsontype === 'Long'))
        unsupported(`${op} with Decimal128 or a long beyond 2^53`);
      return expressions[op](
        doc,
        Array.isArray(args) ? args.map((v) => ({ $literal: v })) : { $literal: args },
        options,
      );
    },
  ]),
);
const ownExpressions = {
  ...reduced,
  ...checkedArithmetic,
  $eq: twoOf('$eq', (c) => c === 0),
  $ne: twoOf('$ne', (c) => c !== 0),
  $cmp: twoOf('$cmp', (c) => c),
  $lt: twoOf('$lt', (c) => c < 0),
  $lte: twoOf('$lte', (c) => c <= 0),
  $gt: twoOf('$gt', (c) => c > 0),
  $gte: twoOf('$gte', (c) => c >= 0),
  $in: (doc, args, options) => {
    const [item, list] = evalExpr(doc, args, options);
    if (!Array.isArray(list)) fail(40081, '$in requires an array as a second argument');
    return list.some((v) => compare(v, item) === 0);
  },
};
/** Operators that mingo lacks or answers differently from the manual. `of` gets the evaluated argument. */
const one = (of) => (doc, arg, options) =>
  of(evalExpr(doc, Array.isArray(arg) && arg.length === 1 ? arg[0] : arg, options));
const ascii = (from, change) => one((v) => (missing(v) ? '' : String(v).replace(from, change)));
const TYPE_NAMES = {
  0: 'missing',
  2: 'string',
  3: 'object',
  4: 'array',
  5: 'binData',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  10: 'null',
  11: 'regex',
  16: 'int',
  17: 'timestamp',
  18: 'long',
  19: 'decimal',
};
Object.assign(ownExpressions, {
  $size: one((v) =>
    Array.isArray(v)
      ? v.length
      : fail(17124, `The argument to $size must be an array, but was of type: ${missing(v) ? 'missing' : typeof v}`),
  ),
  $toLower: ascii(/[A-Z]/g, (c) => c.toLowerCase()),
  $toUpper: ascii(/[a-z]/g, (c) => c.toUpperCase()),
  $type: one((v) => TYPE_NAMES[v instanceof RegExp ? 11 : typeNumber(v)] ?? 'double'),
  $toString: (doc, arg, options) => {
    const v = one((x) => x)(doc, arg, options);
    return ['ObjectId', 'Long', 'Decimal128'].includes(v?._bsontype)
      ? v.toString()
      : expressions.$toString(doc, { $literal: v }, options);
  },
  $toObjectId: one((v) =>
    missing(v) || v._bsontype === 'ObjectId'
      ? (v ?? null)
      : ObjectId.isValid(v) && String(v).length === 24
        ? new ObjectId(v)
        : fail(241, `Failed to parse objectId '${v}' in $convert with no onError value`),
  ),
  $indexOfCP: (doc, args, options) => {
    const [text, part, from = 0, to] = evalExpr(doc, args, options);
    return missing(text)
      ? null
      : [...text].slice(0, to).findIndex((_, i, all) => i >= from && all.slice(i).join('').startsWith(part));
  },
});
for (const op of ['$top', '$bottom'])
  accumulate[op] = (docs, arg, options) => accumulators[op](docs.map(promote), arg, options)[0];
let grabbed;
const context = Context.init({
  accumulator: { ...accumulators, ...accumulate },
  expression: { ...expressions, ...ownExpressions },
  pipeline: {
    ...stages,
    $grab: (docs, _expr, options) => {
      grabbed = options;
      return docs;
    },
  },
  query: queries,
  window: windows,
});
const mingoOptions = (vars) => ({
  context,
  variables: vars,
  scriptEnabled: true,
  useStrictMode: true,
  failOnError: true,
});

/** Fails when an expression holds an operator that nobody knows. */
export function checkExpression(expr) {
  if (Array.isArray(expr)) return expr.forEach(checkExpression);
  if (!isDoc(expr)) return undefined;
  const keys = Object.keys(expr);
  if (keys[0]?.startsWith('$')) {
    if (keys.length !== 1) fail(15983, 'an object representing an expression must have exactly one field');
    if (!context.getOperator('expression', keys[0]) && !context.getOperator('accumulator', keys[0])) {
      fail('InvalidPipelineOperator', `Unrecognized expression '${keys[0]}'`);
    }
    if (keys[0] === '$function' || keys[0] === '$accumulator') unsupported(keys[0]);
    if (keys[0] === '$literal') return undefined;
  }
  return keys.forEach((key) => checkExpression(expr[key]));
}

function guarded(work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof ServerError) throw error;
    const text = String(error.message);
    return fail(text.startsWith('Use of undefined variable') ? 17276 : 'BadValue', `${text} (reported by mingo)`);
  }
}
function optionsFor(vars) {
  new Aggregator([{ $grab: 1 }], mingoOptions(vars)).run([]);
  return grabbed;
}
/** A plain '$a.b' without mingo, as long as no array is on the way. */
function fieldReader(text, options) {
  const parts = text.slice(1).split('.');
  return (doc) => {
    let value = doc;
    for (const part of parts) {
      if (Array.isArray(value)) return guarded(() => evalExpr(promote(doc), text, options));
      value = isDoc(value) ? own(value, part) : undefined;
    }
    return promote(value);
  };
}
/** (doc) => value of an aggregation expression; `doc` may be in stored form. */
export function compileExpression(expr, vars = {}) {
  checkExpression(expr);
  const wanted = promote(expr);
  if (typeof wanted !== 'object' && !String(wanted).startsWith('$')) return () => wanted;
  const options = optionsFor(promote(vars));
  if (/^\$[^$.]+(\.[^$.]+)*$/.test(wanted)) return fieldReader(wanted, options);
  return (doc) => guarded(() => evalExpr(promote(doc), wanted, options));
}
/** (docs, id) => value of an accumulator such as {$sum: '$x'} over a group of documents in stored form. */
export function compileAccumulator(expr, vars = {}) {
  const [op] = isDoc(expr) && Object.keys(expr).length === 1 ? Object.keys(expr) : [];
  if (!op?.startsWith('$')) fail(40234, 'The field must be an accumulator object');
  if (!context.getOperator('accumulator', op)) fail(15952, `unknown group operator '${op}'`);
  checkExpression(expr);
  const options = optionsFor(promote(vars));
  const wanted = promote(expr);
  const ready = Object.hasOwn(accumulate, op) ? (docs) => docs : (docs) => docs.map(promote);
  return (docs, groupId) => guarded(() => evalExpr(ready(docs), wanted, options.update({ root: null, groupId })));
}
/** A stage left to mingo; it may change its input, so it gets a copy. */
export function mingoStage(docs, stage, vars, copy) {
  const script = /"(\$function|\$accumulator|\$where)"/.exec(JSON.stringify(stage));
  if (script) unsupported(script[1]);
  const rows = guarded(() =>
    new Aggregator([promote(stage)], mingoOptions(promote(vars ?? {}))).run(docs.map((d) => copy(promote(d)))),
  );
  return rows.filter((row) => row !== undefined);
}
