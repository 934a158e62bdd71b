// Projections of find and $project, and $addFields: a tree of fields applied to a document. Sort keys are here as well.
import { compileExpression } from './expressions.mjs';
import { fail, unsupported } from './errors.mjs';
import { compileFilter, isIndex, matchedIndex } from './match.mjs';
import { hasOperators } from './predicates.mjs';
import { clone, encode, isDoc, isNumber, own, put, toNumber, truthy } from './values.mjs';

const flag = (v) => typeof v === 'boolean' || isNumber(v);
function plant(tree, path, leaf) {
  const parts = path.split('.');
  if (parts.some((p) => p === '')) fail(40352, `FieldPath '${path}' must not have an empty part`);
  let node = tree;
  parts.forEach((part, i) => {
    const last = i === parts.length - 1;
    const there = node.get(part);
    if (there && (last || !(there instanceof Map))) fail(31249, `Path collision at ${path}`);
    if (last) node.set(part, leaf);
    else if (!there) node.set(part, new Map());
    node = node.get(part);
  });
}
/** Spec to a flat list of [path, value]; {a: {b: 1}} is 'a.b': 1. */
function flatten(spec, prefix = '') {
  return Object.keys(spec).flatMap((key) => {
    const value = spec[key];
    if (prefix && key.startsWith('$')) fail(31325, `an expression must stand alone at ${prefix}`);
    return isDoc(value) && !hasOperators(value) && Object.keys(value).length
      ? flatten(value, `${prefix}${key}.`)
      : [[prefix + key, value]];
  });
}

/** (doc) => doc. `find`: allow $slice, $elemMatch and the positional $, which find has and $project has not. */
export function compileProjection(spec, { find = false, filter = {}, vars } = {}) {
  const entries = flatten(spec);
  const tree = new Map();
  const after = [];
  let including;
  let keepId = true;
  const mode = (include, path) => {
    if (including !== undefined && including !== include) {
      fail(
        include ? 31253 : 31254,
        `Cannot do ${include ? 'inclusion' : 'exclusion'} on field ${path} in ${include ? 'exclusion' : 'inclusion'} projection`,
      );
    }
    including = include;
  };
  for (const [path, value] of entries) {
    const op = hasOperators(value) ? Object.keys(value)[0] : undefined;
    if (path === '_id' && flag(value)) {
      keepId = truthy(value);
      if (entries.length === 1) including = keepId;
    } else if (flag(value)) {
      const positional = find && path.endsWith('.$');
      if (positional) after.push(positionalStep(path.slice(0, -2), filter, vars));
      mode(truthy(value), path);
      plant(tree, positional ? path.slice(0, -2) : path, { keep: truthy(value) });
    } else if (find && op === '$elemMatch') {
      mode(true, path);
      const accepts = compileFilter({ e: value }, vars);
      plant(tree, path, { value: (doc) => firstMatching(own(doc, path), accepts) });
    } else if (find && op === '$slice' && [value.$slice].flat().every(isNumber)) {
      after.push((out) => sliceAt(out, path.split('.'), [value.$slice].flat().map(toNumber)));
      plant(tree, path, { slice: true });
    } else if (op === '$meta') unsupported('$meta');
    else {
      mode(true, path);
      plant(tree, path, { value: compileExpression(value, vars) });
    }
  }
  if (keepId && including && !tree.has('_id')) tree.set('_id', { keep: true });
  if (!keepId && !including) tree.set('_id', { keep: false });
  return (doc) => {
    let out = including ? include(doc, tree, doc) : exclude(doc, tree);
    if (after.length) out = clone(out);
    for (const step of after) step(out, doc);
    return out;
  };
}
const firstMatching = (array, accepts) => {
  const found = Array.isArray(array) ? array.find((item) => accepts({ e: [item] })) : undefined;
  return found === undefined ? undefined : [found];
};
function positionalStep(path, filter, vars) {
  return (out, doc) => {
    const at = matchedIndex(doc, filter, path, vars);
    const parts = path.split('.');
    const holder = parts.slice(0, -1).reduce((o, p) => own(o ?? {}, p), out);
    const array = own(holder ?? {}, parts.at(-1));
    if (!Array.isArray(array)) return;
    if (at < 0)
      fail(
        51246,
        "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
      );
    holder[parts.at(-1)] = [array[at]];
  };
}
function sliceAt(node, [part, ...rest], [skip, count]) {
  const value = own(node, part);
  if (rest.length)
    return [value]
      .flat()
      .filter(isDoc)
      .forEach((d) => sliceAt(d, rest, [skip, count]));
  if (!Array.isArray(value)) return undefined;
  if (count === undefined) node[part] = skip >= 0 ? value.slice(0, skip) : value.slice(skip);
  else node[part] = value.slice(skip).slice(0, count);
  return undefined;
}

function include(doc, tree, root) {
  const out = {};
  if (doc === root && tree.get('_id')?.keep && own(doc, '_id') !== undefined) out._id = doc._id; // _id comes first
  for (const key of Object.keys(doc)) {
    const node = tree.get(key);
    if (node === undefined || node.value) continue;
    if (node instanceof Map) {
      const inner = nested(doc[key], (d) => include(d, node, root), false);
      if (inner !== undefined) put(out, key, inner);
    } else put(out, key, doc[key]);
  }
  compute(out, tree, root, false);
  return out;
}
function compute(out, tree, root, replace) {
  for (const [key, node] of tree) {
    if (node.value) {
      const value = node.value(root);
      if (value !== undefined) put(out, key, value);
      else if (replace) delete out[key];
    } else if (node instanceof Map && hasValue(node)) {
      if (replace && Array.isArray(out[key])) out[key] = out[key].map((d) => overlay(d, node, root));
      else if (replace) put(out, key, overlay(out[key], node, root));
      else if (out[key] === undefined) put(out, key, overlay({}, node, root));
    }
  }
}
const hasValue = (node) => [...node.values()].some((n) => (n instanceof Map ? hasValue(n) : n.value));
function overlay(doc, tree, root) {
  const out = isDoc(doc) ? { ...doc } : {};
  compute(out, tree, root, true);
  return out;
}
function exclude(doc, tree) {
  const out = {};
  for (const key of Object.keys(doc)) {
    const node = tree.get(key);
    if (node === undefined || node.slice) put(out, key, doc[key]);
    else if (node instanceof Map)
      put(
        out,
        key,
        nested(doc[key], (d) => exclude(d, node), true),
      );
  }
  return out;
}
function nested(value, apply, keepScalars) {
  if (isDoc(value)) return apply(value);
  if (Array.isArray(value)) return value.map((v) => nested(v, apply, keepScalars)).filter((v) => v !== undefined);
  return keepScalars ? value : undefined;
}

/** $addFields / $set: computed fields laid over the document. */
export function compileAddFields(spec, vars) {
  const tree = new Map();
  for (const [path, value] of flatten(spec)) plant(tree, path, { value: compileExpression(value, vars) });
  return (doc) => overlay(doc, tree, doc);
}

// ---- sort keys and index keys ---------------------------------------------------------------------------------------
/** The values an index would hold for one path: array elements one by one, null when missing, undefined for []. */
export function pathValues(doc, parts, at = 0, out = []) {
  const value = own(doc, parts[at]);
  if (at === parts.length - 1) {
    if (!Array.isArray(value)) out.push(value === undefined ? null : value);
    else if (value.length === 0) out.push(undefined);
    else out.push(...value);
  } else inside(value, parts, at + 1, out);
  return out;
}
function inside(value, parts, at, out) {
  if (isDoc(value)) pathValues(value, parts, at, out);
  else if (Array.isArray(value) && value.length) {
    if (isIndex(parts[at])) pathValues({ ...value }, parts, at, out);
    else for (const item of value) inside(Array.isArray(item) ? null : item, parts, at, out);
  } else out.push(null);
}
/** A sort as a function from documents to documents in order. */
export function compileSort(spec) {
  const fields = Object.entries(spec).map(([path, way]) => {
    if (isDoc(way) && '$meta' in way) unsupported('sorting by $meta');
    const sign = isNumber(way) ? toNumber(way) : 0;
    if (sign !== 1 && sign !== -1)
      fail('BadValue', '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    return { parts: path.split('.'), sign };
  });
  const keyOf = (doc, { parts, sign }) => {
    const keys = pathValues(doc, parts).map(encode);
    return keys.length === 1 ? keys[0] : keys.reduce((a, b) => (a < b === sign > 0 ? a : b));
  };
  return (docs) => {
    const rows = docs.map((doc) => ({ doc, keys: fields.map((f) => keyOf(doc, f)) }));
    rows.sort((a, b) => {
      for (let i = 0; i < fields.length; i++) {
        if (a.keys[i] !== b.keys[i]) return a.keys[i] < b.keys[i] ? -fields[i].sign : fields[i].sign;
      }
      return 0;
    });
    return rows.map((row) => row.doc);
  };
}
