// Indexes (unique check and sorted lookup), the small planner that picks one for a query, and select().
import { fail } from './errors.mjs';
import { compileFilter } from './match.mjs';
import { hasOperators } from './predicates.mjs';
import { compileSort, pathValues } from './project.mjs';
import { encode, isDoc, isNumber, own, rank, toNumber } from './values.mjs';

/** One index: unique check and lookup in order. */
export class Index {
  constructor(spec) {
    this.spec = spec;
    this.parts = Object.keys(spec.key).map((path) => path.split('.'));
    this.active = Object.values(spec.key).every(isNumber) && !Object.keys(spec.key).some((k) => k.includes('$**'));
    this.partial = spec.partialFilterExpression && compileFilter(spec.partialFilterExpression);
    this.holders = new Map(); // unique only: key -> record
    this.claims = new Map(); // unique only: key -> unit of an open transaction that wrote it
    this.sorted = []; // {key, rec}, in order of key
    this.added = [];
    this.removed = new Set();
    this.entries = new Map(); // rec -> its entries
    this.multikey = false;
  }
  /** Encoded keys of a document; none when a partial or sparse index leaves it out. */
  keys(doc) {
    if (!this.active || (this.partial && !this.partial(doc))) return [];
    const columns = this.parts.map((parts) => pathValues(doc, parts));
    if (
      this.spec.sparse &&
      this.parts.every((parts, i) => columns[i].length === 1 && columns[i][0] === null && this.#absent(doc, parts))
    )
      return [];
    const many = columns.filter((c) => c.length > 1);
    if (many.length === 0) return [columns.map((c) => encode(c[0])).join('')];
    const length = many[0].length;
    if (
      many.length > 1 &&
      (many.some((c) => c.length !== length) ||
        new Set(this.parts.filter((_, i) => columns[i].length > 1).map((p) => p[0])).size > 1)
    ) {
      fail(
        'CannotIndexParallelArrays',
        `cannot index parallel arrays ${this.parts.map((p) => `[${p.at(-1)}]`).join(' ')}`,
      );
    }
    return [
      ...new Set(Array.from({ length }, (_, i) => columns.map((c) => encode(c.length > 1 ? c[i] : c[0])).join(''))),
    ];
  }
  #absent(doc, parts) {
    return parts.reduce((v, p) => (isDoc(v) ? own(v, p) : undefined), doc) === undefined;
  }
  add(rec, doc) {
    const keys = this.keys(doc);
    if (keys.length > 1) this.multikey = true;
    if (this.spec.unique) for (const key of keys) this.holders.set(key, rec);
    if (!keys.length) return;
    const entries = keys.map((key) => ({ key, rec }));
    this.entries.set(rec, entries);
    this.added.push(...entries);
  }
  remove(rec) {
    for (const entry of this.entries.get(rec) ?? []) {
      this.removed.add(entry);
      if (this.holders.get(entry.key) === rec) this.holders.delete(entry.key);
    }
    this.entries.delete(rec);
  }
  /** Brings `sorted` up to date: single changes by binary search, many at once by one sort. */
  settle() {
    const few = this.added.length + this.removed.size < 40;
    if (!few || this.sorted.length < 100) {
      if (this.removed.size)
        [this.sorted, this.added] = [this.sorted, this.added].map((list) => list.filter((e) => !this.removed.has(e)));
      if (this.added.length) {
        this.sorted = this.sorted.concat(this.added);
        this.sorted.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
      }
    } else {
      for (const entry of this.added) if (!this.removed.has(entry)) this.sorted.splice(this.from(entry.key), 0, entry);
      for (const entry of this.removed) {
        const at = this.sorted.indexOf(entry, this.from(entry.key));
        if (at >= 0 && this.sorted[at] === entry) this.sorted.splice(at, 1);
      }
    }
    this.added = [];
    this.removed.clear();
    return this;
  }
  /** Position of the first entry with a key >= `key`. */
  from(key) {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sorted[middle].key < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const TOP = '\uffff\uffff\uffff';
/** Conditions of a filter that every match must fulfil, by path: {eq: [...]} or {low, high} in encoded form. */
function boundsOf(filter, out = new Map()) {
  const add = (path, bound) => out.set(path, [...(out.get(path) ?? []), bound]);
  const usable = (v) =>
    !Array.isArray(v) && v !== null && v?._bsontype !== 'BSONRegExp' && rank(v) !== 1 && rank(v) !== 127;
  const prefix = (path, regex) => {
    const literal = /^\^((?:[^\\^$.|?*+()[\]{}]|\\[^\w])+)/.exec(regex.pattern);
    if (!literal || /[^u]/.test(regex.options) || /\|/.test(regex.pattern)) return;
    let text = literal[1];
    if (/^[?*{]/.test(regex.pattern.slice(literal[0].length))) text = text.replace(/(\\.|[^\\])$/su, '');
    text = text.replace(/\\(.)/g, '$1');
    const low = encode(text).slice(0, -2);
    if (text) add(path, { low, high: low + TOP });
  };
  for (const [path, cond] of Object.entries(filter)) {
    if (path === '$and') for (const f of cond) boundsOf(f, out);
    if (path.startsWith('$')) continue;
    if (cond?._bsontype === 'BSONRegExp') prefix(path, cond);
    else if (!hasOperators(cond)) {
      if (usable(cond)) add(path, { eq: [encode(cond)] });
    } else {
      for (const [op, v] of Object.entries(cond)) {
        const typeLow = () => String.fromCharCode(rank(v));
        if (op === '$in' && Array.isArray(v) && v.every(usable)) add(path, { eq: [...new Set(v.map(encode))] });
        else if (op === '$regex' && !cond.$options)
          prefix(path, v?._bsontype ? v : { pattern: String(v), options: '' });
        else if (op === '$eq' && usable(v)) add(path, { eq: [encode(v)] });
        else if ((op === '$gt' || op === '$gte') && usable(v) && !(isNumber(v) && Number.isNaN(toNumber(v))))
          add(path, { low: encode(v), high: typeLow() + TOP });
        else if ((op === '$lt' || op === '$lte') && usable(v) && !(isNumber(v) && Number.isNaN(toNumber(v))))
          add(path, { low: typeLow(), high: encode(v) + TOP });
      }
    }
  }
  return out;
}

/** -> null (scan everything), {ids: [...]} or {index, ranges: [[low, high]], sorted, backwards}. */
function plan(coll, filter, sort) {
  const bounds = boundsOf(filter);
  const ids = bounds.get('_id')?.find((b) => b.eq);
  if (ids) return { ids: ids.eq.toSorted() };
  const sortPaths = Object.keys(sort ?? {});
  const signs = new Set(Object.values(sort ?? {}).map(toNumber));
  let best = null;
  const byId = bounds.has('_id') || sortPaths[0] === '_id' ? [coll.idIndex] : [];
  for (const index of [...byId, ...coll.indexes.values()]) {
    if (!index.active || index.partial || index.spec.sparse) continue;
    const paths = Object.keys(index.spec.key);
    let prefixes = [''];
    let depth = 0;
    let score = 0;
    for (; depth < paths.length; depth++) {
      const eq = bounds.get(paths[depth])?.find((b) => b.eq);
      if (!eq || prefixes.length * eq.eq.length > 20_000) break;
      prefixes = prefixes.flatMap((p) => eq.eq.map((e) => p + e));
      score += 10;
    }
    let ranges = prefixes.map((p) => [p, p + TOP]);
    const rangeBounds = bounds.get(paths[depth])?.filter((b) => b.low);
    if (rangeBounds?.length) {
      const used = index.multikey ? rangeBounds.slice(0, 1) : rangeBounds;
      const low = used.map((b) => b.low).reduce((a, b) => (a > b ? a : b));
      const high = used.map((b) => b.high).reduce((a, b) => (a < b ? a : b));
      ranges = prefixes.map((p) => [p + low, p + high]);
      score += 4;
    }
    const sorted =
      sortPaths.length > 0 &&
      prefixes.length === 1 &&
      signs.size === 1 &&
      !index.multikey &&
      sortPaths.every((p, i) => p === paths[depth + i]);
    if (sorted) score += 2;
    if (score > (best?.score ?? 0)) best = { index, ranges, sorted, backwards: sorted && signs.has(-1), score };
  }
  return best;
}
/** Records in the ranges of a plan, in index order. */
function* walkPlan({ index, ranges, backwards }) {
  index.settle();
  for (const [low, high] of ranges) {
    const [first, last] = [index.from(low), index.from(high)];
    const slice = index.sorted.slice(first, last);
    if (backwards) slice.reverse();
    for (const entry of slice) yield entry.rec;
  }
}

/** Documents that match, in sort order when asked, at most skip + limit of them: [document, record] pairs. */
export function select(coll, unit, filter, { sort, limit = Infinity, skip = 0, vars } = {}) {
  const accepts = compileFilter(filter, vars);
  const chosen = plan(coll, filter, sort);
  const moving = unit?.txn && (unit.changes.has(coll) || unit.store.versioned.has(coll)); // the index shows other versions
  let records;
  let sorted = !sort || Object.keys(sort).length === 0;
  if (chosen?.ids) records = chosen.ids.map((id) => coll.recs.get(id)).filter(Boolean);
  else if (chosen && !moving) {
    records = chosen.index.multikey ? new Set(walkPlan(chosen)) : walkPlan(chosen);
    sorted ||= chosen.sorted;
  } else records = coll.recs.values();
  const found = [];
  const enough = sorted ? skip + limit : Infinity;
  for (const rec of records) {
    if (found.length >= enough) break;
    const doc = unit ? unit.see(coll, rec) : rec.doc;
    if (doc && accepts(doc)) found.push(doc);
  }
  const ordered = sorted ? found : compileSort(sort)(found);
  return skip || limit < ordered.length ? ordered.slice(skip, skip + limit) : ordered;
}
