// Updates: operators, replacement documents and pipelines. Documents are never changed in place; apply() returns a new one.
import { ObjectId } from 'bson';
import { fail } from './errors.mjs';
import { compileFilter, isIndex, matchedIndex } from './match.mjs';
import { checkPipeline, runPipeline } from './pipeline.mjs';
import { hasOperators } from './predicates.mjs';
import { CREATES, GONE, KEEP, OPERATORS, show } from './update-operators.mjs';
import { clone, compare, fromBson, identical, isDoc, own, put, toBson } from './values.mjs';

function changeAt(node, parts, at, entry, ctx) {
  const part = parts[at];
  if (part.startsWith('$')) {
    const walked = parts.slice(0, at).join('.');
    if (!Array.isArray(node)) fail('BadValue', `Cannot apply array updates to non-array element ${walked}`);
    for (const index of positions(node, part, walked, ctx))
      changeAt(node, parts.with(at, String(index)), at, entry, ctx);
    return;
  }
  if (Array.isArray(node) && !isIndex(part)) {
    if (!CREATES.has(entry.op)) return;
    fail('PathNotViable', `Cannot create field '${part}' in element {${parts[at - 1]}: ${show(node)}}`);
  }
  const old = Array.isArray(node) ? node[Number(part)] : own(node, part);
  if (at < parts.length - 1) {
    if (old === undefined) {
      if (!CREATES.has(entry.op) || (entry.op === '$setOnInsert' && !ctx.insert)) return;
      if (parts[at + 1].startsWith('$'))
        fail(
          'BadValue',
          `The path '${parts.slice(0, at + 1).join('.')}' must exist in the document in order to apply array updates.`,
        );
      const fresh = {};
      changeAt(fresh, parts, at + 1, entry, ctx);
      return void store(node, part, fresh);
    }
    if (isDoc(old) || Array.isArray(old)) return void changeAt(old, parts, at + 1, entry, ctx);
    if (!CREATES.has(entry.op) || (entry.op === '$setOnInsert' && !ctx.insert)) return;
    fail('PathNotViable', `Cannot create field '${parts[at + 1]}' in element {${part}: ${show(old)}}`);
  }
  const value = OPERATORS[entry.op](old, entry.arg, { id: ctx.id, path: parts.join('.'), insert: ctx.insert });
  if (value === KEEP) return;
  if (value !== GONE) store(node, part, clone(value));
  else if (Array.isArray(node)) {
    if (old !== undefined) node[Number(part)] = null;
  } else delete node[part];
}
function store(node, part, value) {
  if (!Array.isArray(node)) return put(node, part, value);
  if (Number(part) > node.length + 1_500_000) fail('BadValue', `can't backfill more than 1500000 elements`);
  while (node.length < Number(part)) node.push(null);
  node[Number(part)] = value;
  return undefined;
}
function positions(node, part, path, ctx) {
  if (part === '$[]') return node.keys();
  if (part !== '$') {
    const accepts = ctx.arrayFilters.get(part.slice(2, -1));
    return [...node.keys()].filter((i) => accepts({ [part.slice(2, -1)]: node[i] }));
  }
  const index = ctx.insert ? -1 : matchedIndex(ctx.before, ctx.filter, path, ctx.vars);
  if (index < 0) fail('BadValue', 'The positional operator did not find the match needed from the query.');
  return [index];
}
const inOrder = (a, b) => {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return isIndex(a[i]) && isIndex(b[i]) ? a[i] - b[i] : compare(a[i], b[i]);
  }
  return a.length - b.length;
};
function parse(update) {
  const entries = [];
  for (const [op, fields] of Object.entries(update)) {
    if (!OPERATORS[op] && op !== '$rename')
      fail(
        'FailedToParse',
        `Unknown modifier: ${op}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    if (!isDoc(fields))
      fail(
        'FailedToParse',
        `Modifiers operate on fields but we found type ${typeof fields} instead. For example: {$mod: {<field>: ...}} not {${op}: ${show(fields)}}`,
      );
    for (const [path, arg] of Object.entries(fields)) {
      if (path === '' || path.split('.').includes(''))
        fail(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
      if (op === '$rename' && typeof arg !== 'string')
        fail('BadValue', `The 'to' field for $rename must be a string: ${path}: ${show(arg)}`);
      entries.push({ op, path, parts: path.split('.'), arg });
      if (op === '$rename') entries.push({ op, path: arg, parts: arg.split('.'), from: path });
    }
  }
  const taken = new Set();
  for (const { parts, path } of entries) {
    const prefixes = parts.map((_, i) => parts.slice(0, i + 1).join('.'));
    const hit = prefixes.find((p) => taken.has(p)) ?? [...taken].find((t) => t.startsWith(`${path}.`));
    if (hit)
      fail(
        'ConflictingUpdateOperators',
        `Updating the path '${path}' would create a conflict at '${hit.length < path.length ? hit : path}'`,
      );
    taken.add(path);
  }
  return entries.filter((e) => e.op !== '$rename' || e.from !== undefined).sort((a, b) => inOrder(a.parts, b.parts));
}
function rename(doc, from, to, ctx) {
  const holder = from
    .split('.')
    .slice(0, -1)
    .reduce((o, p) => (isDoc(o) ? own(o, p) : undefined), doc);
  const name = from.split('.').at(-1);
  const value = isDoc(holder) ? own(holder, name) : undefined;
  if (value === undefined) return;
  delete holder[name];
  changeAt(doc, to, 0, { op: '$set', arg: value }, ctx);
}
function compileArrayFilters(list, entries, vars) {
  const filters = new Map();
  for (const filter of list ?? []) {
    let first = Object.keys(filter)[0];
    for (let f = filter; first?.startsWith('$') && Array.isArray(f[first]); first = Object.keys(f)[0]) f = f[first][0];
    filters.set(String(first).split('.')[0], compileFilter(filter, vars));
  }
  const used = new Set(
    entries
      .flatMap((e) => e.parts)
      .filter((p) => /^\$\[.+\]$/.test(p))
      .map((p) => p.slice(2, -1)),
  );
  for (const id of used) if (!filters.has(id)) fail('BadValue', `No array filter found for identifier '${id}'`);
  for (const id of filters.keys())
    if (!used.has(id)) fail('FailedToParse', `The array filter for identifier '${id}' was not used in the update`);
  return filters;
}

/** Equality conditions of a filter: the fields an upsert starts from. */
export function fieldsOfFilter(filter, doc = {}) {
  for (const [key, cond] of Object.entries(filter)) {
    if (key === '$and') for (const f of cond) fieldsOfFilter(f, doc);
    else if (key === '$or' && cond.length === 1) fieldsOfFilter(cond[0], doc);
    else if (!key.startsWith('$') && cond?._bsontype !== 'BSONRegExp') {
      const value = !hasOperators(cond)
        ? cond
        : '$eq' in cond
          ? cond.$eq
          : cond.$all?.length === 1
            ? cond.$all[0]
            : cond.$in?.length === 1
              ? cond.$in[0]
              : undefined;
      if (value === undefined) continue;
      const parts = key.split('.');
      const there = parts.reduce((o, p) => (isDoc(o) ? own(o, p) : undefined), doc);
      if (there !== undefined)
        fail('NotSingleValueField', `cannot infer query fields to set, path '${key}' is matched twice`);
      changeAt(doc, parts, 0, { op: '$set', arg: value }, { insert: true });
    }
  }
  return doc;
}
const idFirst = (doc, id) => ({ _id: id, ...doc });

/** -> {replacement, apply(doc, filter), insert(filter)} for the `u` of an update statement. */
export function compileUpdate(u, { arrayFilters, vars } = {}) {
  const finish = (before, after) => {
    const id = after._id === undefined ? before._id : after._id;
    if (before._id !== undefined && !identical(id, before._id)) {
      fail(
        'ImmutableField',
        replacement
          ? `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${show(id)}`
          : "Performing an update on the path '_id' would modify the immutable field '_id'",
      );
    }
    return idFirst(after, id ?? new ObjectId());
  };
  const replacement = !Array.isArray(u) && !(Object.keys(u)[0] ?? '').startsWith('$');
  let change;
  if (Array.isArray(u)) {
    checkPipeline(u, { update: true });
    if (arrayFilters?.length) fail('FailedToParse', 'Cannot specify arrayFilters and a pipeline update');
    change = (doc) => fromBson(toBson(runPipeline([doc], u, { vars })[0]));
  } else if (replacement) {
    if (arrayFilters?.length) fail('FailedToParse', 'arrayFilters may not be specified for replacement updates');
    change = () => clone(u);
  } else {
    const entries = parse(u);
    const filters = compileArrayFilters(arrayFilters, entries, vars);
    change = (before, filter, insert) => {
      const doc = clone(before);
      const ctx = { id: before._id, before, filter, insert, vars, arrayFilters: filters };
      for (const e of entries) {
        if (e.op === '$rename') rename(doc, e.from, e.parts, ctx);
        else changeAt(doc, e.parts, 0, e, ctx);
      }
      return doc;
    };
  }
  return {
    replacement,
    apply: (doc, filter) => finish(doc, change(doc, filter, false)),
    insert: (filter) => {
      const base = fieldsOfFilter(filter);
      return finish(replacement ? (base._id === undefined ? {} : { _id: base._id }) : base, change(base, filter, true));
    },
  };
}
