// Query predicates: a filter document becomes a function (doc) => boolean with a real server's rules for paths through
// arrays, null and missing, and type bracketing. ($expr is evaluated by mingo, see expressions.mjs.)
import { compileExpression } from './expressions.mjs';
import { fail, unsupported } from './errors.mjs';
import { bits, equals, hasOperators, isRegex, membership, ordering, toRegExp, typeTest } from './predicates.mjs';
import { compare, identical, isDoc, isNumber, own, toNumber, truthy } from './values.mjs';

const INDEX = /^(0|[1-9]\d*)$/;
/** Whether a part of a path can be a place in an array. */
export const isIndex = (part) => INDEX.test(part);

/** Calls test() with every value at the path until one is accepted. `expand`: also with the elements of a final array. */
export function anyAt(doc, parts, expand, test, at = 0) {
  const value = own(doc, parts[at]);
  if (at < parts.length - 1) return descend(value, parts, expand, test, at + 1);
  if (expand && Array.isArray(value)) for (const item of value) if (test(item)) return true;
  return test(value);
}
function descend(value, parts, expand, test, at) {
  if (isDoc(value)) return anyAt(value, parts, expand, test, at);
  if (!Array.isArray(value)) return test(undefined);
  for (const item of value) if (isDoc(item) && anyAt(item, parts, expand, test, at)) return true;
  if (!isIndex(parts[at]) || Number(parts[at]) >= value.length) return false;
  const item = value[Number(parts[at])];
  return at === parts.length - 1 ? test(item) : descend(item, parts, expand, test, at + 1);
}

function elemMatch(operand, vars) {
  if (!isDoc(operand)) fail('BadValue', '$elemMatch needs an Object');
  const first = Object.keys(operand)[0];
  if (first?.startsWith('$') && !['$and', '$or', '$nor', '$expr', '$comment', '$where'].includes(first)) {
    const ops = operators(operand, vars);
    return (item) => ops.every((o) => run(o, (leaf) => leaf.test(item)));
  }
  const inner = compileFilter(operand, vars);
  return (item) => (isDoc(item) ? inner(item) : Array.isArray(item) && inner({ ...item }));
}

/** The condition of $pull: on the whole element; a plain document means fields of the element. */
export function elementTest(cond, vars) {
  if (isRegex(cond)) return (v) => typeof v === 'string' && toRegExp(cond).test(v);
  if (isDoc(cond)) return elemMatch(cond, vars);
  return (v) => compare(v, cond) === 0;
}

/** One condition: {test, expand, negate} on the values at a path, or {not: [...]} over several. */
function operator(op, operand, cond, vars) {
  const leaf = (test, negate = false) => [{ test, expand: true, negate }];
  switch (op) {
    case '$eq':
      return leaf(equals(operand));
    case '$ne':
      return isRegex(operand) ? fail('BadValue', "Can't have regex as arg to $ne.") : leaf(equals(operand), true);
    case '$lt':
    case '$lte':
    case '$gt':
    case '$gte':
      return leaf(ordering(op, operand));
    case '$in':
      return leaf(membership(operand, op));
    case '$nin':
      return leaf(membership(operand, op), true);
    case '$exists':
      return leaf((v) => v !== undefined, !truthy(operand));
    case '$type':
      return leaf(typeTest(operand));
    case '$regex': {
      const pattern = toRegExp(operand, cond.$options);
      return leaf((v) => typeof v === 'string' && pattern.test(v));
    }
    case '$options':
      return '$regex' in cond ? [] : fail('BadValue', '$options needs a $regex');
    case '$mod': {
      if (!Array.isArray(operand) || operand.length !== 2)
        fail('BadValue', 'malformed mod, needs to be an array of two elements');
      const [divisor, rest] = operand.map((n) =>
        isNumber(n) ? Math.trunc(toNumber(n)) : fail('BadValue', 'malformed mod, not a number'),
      );
      if (divisor === 0) fail('BadValue', 'divisor cannot be 0');
      return leaf((v) => isNumber(v) && Number.isFinite(toNumber(v)) && Math.trunc(toNumber(v)) % divisor === rest);
    }
    case '$size': {
      const size = toNumber(operand);
      if (!isNumber(operand) || !Number.isInteger(size) || size < 0)
        fail('BadValue', `Failed to parse $size. Expected a non-negative integer`);
      return [{ test: (v) => Array.isArray(v) && v.length === size, expand: false, negate: false }];
    }
    case '$elemMatch': {
      const item = elemMatch(operand, vars);
      return [{ test: (v) => Array.isArray(v) && v.some(item), expand: false, negate: false }];
    }
    case '$all': {
      if (!Array.isArray(operand)) fail('BadValue', '$all needs an array');
      if (operand.length === 0) return leaf(() => false);
      return operand.flatMap((v) =>
        isDoc(v) && '$elemMatch' in v
          ? operators(v, vars)
          : isRegex(v)
            ? operator('$regex', v, {}, vars)
            : leaf(equals(v)),
      );
    }
    case '$not':
      if (isRegex(operand)) return [{ not: operator('$regex', operand, {}, vars) }];
      if (!hasOperators(operand)) fail('BadValue', '$not needs a regex or a document');
      return [{ not: operators(operand, vars) }];
    case '$bitsAllSet':
    case '$bitsAnySet':
    case '$bitsAllClear':
    case '$bitsAnyClear':
      return leaf(bits(op, operand));
    case '$geoWithin':
    case '$geoIntersects':
    case '$near':
    case '$nearSphere':
      return unsupported(`the query operator ${op}`);
    default:
      return fail('BadValue', `unknown operator: ${op}`);
  }
}
const operators = (cond, vars) => Object.keys(cond).flatMap((op) => operator(op, cond[op], cond, vars));
const run = (o, leaf) => (o.not ? !o.not.every((inner) => run(inner, leaf)) : leaf(o) !== o.negate);

function compileField(path, cond, vars) {
  const parts = path.split('.');
  const ops = isRegex(cond)
    ? [
        {
          test: (v) => (typeof v === 'string' ? toRegExp(cond).test(v) : isRegex(v) && identical(v, cond)),
          expand: true,
          negate: false,
        },
      ]
    : hasOperators(cond)
      ? operators(cond, vars)
      : operator('$eq', cond, {}, vars);
  if (isRegex(cond)) toRegExp(cond);
  return (doc) => ops.every((o) => run(o, (leaf) => anyAt(doc, parts, leaf.expand, leaf.test)));
}

function list(op, operand) {
  if (!Array.isArray(operand) || operand.length === 0) fail('BadValue', `${op} must be a nonempty array`);
  return operand;
}
/** A filter as a test of documents; `vars` are those of `$expr`. */
export function compileFilter(filter, vars) {
  if (!isDoc(filter)) fail('TypeMismatch', 'the filter must be an object');
  const tests = Object.keys(filter).map((key) => {
    const operand = filter[key];
    const clauses = () =>
      list(key, operand).map((f) =>
        isDoc(f) ? compileFilter(f, vars) : fail('BadValue', `${key} argument's entries must be objects`),
      );
    switch (key) {
      case '$and': {
        const all = clauses();
        return (doc) => all.every((t) => t(doc));
      }
      case '$or': {
        const any = clauses();
        return (doc) => any.some((t) => t(doc));
      }
      case '$nor': {
        const none = clauses();
        return (doc) => !none.some((t) => t(doc));
      }
      case '$expr': {
        const value = compileExpression(operand, vars);
        return (doc) => truthy(value(doc));
      }
      case '$comment':
        return () => true;
      case '$where':
      case '$text':
      case '$jsonSchema':
      case '$sampleRate':
        return unsupported(`the query operator ${key}`);
      default:
        if (key.startsWith('$'))
          fail(
            'BadValue',
            `unknown top level operator: ${key}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
          );
        return compileField(key, operand, vars);
    }
  });
  return tests.length === 1 ? tests[0] : (doc) => tests.every((t) => t(doc));
}

/** Index of the array element that the filter's conditions on `arrayPath` matched: what a positional `$` means. */
export function matchedIndex(doc, filter, arrayPath, vars) {
  let array = doc;
  for (const part of arrayPath.split('.')) array = array === undefined ? undefined : own(array ?? {}, part);
  if (!Array.isArray(array)) return -1;
  const tests = [];
  const collect = (f) => {
    for (const [key, cond] of Object.entries(f)) {
      if (key === '$and' || key === '$or') cond.forEach(collect);
      else if (key === arrayPath || key.startsWith(`${arrayPath}.`)) {
        tests.push(compileFilter({ [`e${key.slice(arrayPath.length)}`]: cond }, vars));
      }
    }
  };
  collect(filter);
  if (tests.length === 0) return -1;
  const all = array.findIndex((item) => tests.every((t) => t({ e: [item] })));
  return all >= 0 ? all : array.findIndex((item) => tests.at(-1)({ e: [item] }));
}
