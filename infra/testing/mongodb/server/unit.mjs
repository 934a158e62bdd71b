// One atomic set of writes: a statement or a transaction.
import { duplicateKey, ID_INDEX } from './collection.mjs';
import { fail } from './errors.mjs';
import { encode, isDoc, MAX_DOC, sizeOf } from './values.mjs';

/** Thrown when a write outside a transaction meets an open transaction: the caller waits for `unit.ended`, then retries. */
export class Blocked extends Error {
  constructor(unit) {
    super('blocked by a transaction');
    this.unit = unit;
  }
}
/** Writes that become visible together, or never; a transaction sees the snapshot of its beginning and its own writes. */
export class Unit {
  constructor(store, { txn = false } = {}) {
    this.store = store;
    this.txn = txn;
    this.open = true;
    this.snapshot = txn ? store.clock : Infinity;
    this.changes = new Map(); // Collection -> Map(record -> new document or null)
    this.created = new Set();
    this.newIndexes = [];
    this.touched = new Set();
    this.keys = new Map(); // unique index -> key -> record written by this unit
    if (txn) store.snapshots.add(this);
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }
  conflict(other) {
    if (!this.txn) throw new Blocked(other);
    fail(
      'WriteConflict',
      'Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your operation or multi-document transaction.',
    );
  }
  ensure(ns) {
    this.touched.add(ns);
    return this.store.ensure(ns, this);
  }
  /** The document of a record as this unit sees it. */
  see(coll, rec) {
    const mine = this.changes.get(coll);
    if (mine?.has(rec)) return mine.get(rec);
    let version = rec;
    while (version && version.ts > this.snapshot) version = version.prev;
    return version ? version.doc : null;
  }
  put(coll, id, doc) {
    if (doc && sizeOf(doc) > MAX_DOC)
      fail('BSONObjectTooLarge', `object to insert too large. size in bytes: ${sizeOf(doc)}, max size: ${MAX_DOC}`);
    const rec = coll.record(id);
    if (rec.lock && rec.lock !== this) this.conflict(rec.lock);
    if (rec.ts > this.snapshot) this.conflict();
    if (!this.changes.has(coll)) this.changes.set(coll, new Map());
    if (doc) for (const index of coll.indexes.values()) this.#unique(coll, index, rec, doc);
    this.changes.get(coll).set(rec, doc);
    if (this.txn) rec.lock = this;
  }
  #unique(coll, index, rec, doc) {
    if (!index.spec.unique && index.parts.length < 2) return;
    const keys = index.keys(doc); // also computed for other compound indexes: it refuses parallel arrays
    if (!index.spec.unique) return;
    const mine = this.changes.get(coll);
    if (!this.keys.has(index)) this.keys.set(index, new Map());
    const written = this.keys.get(index);
    const takes = (other, key) => {
      const now = mine.has(other) ? mine.get(other) : other.doc;
      return other !== rec && now && index.keys(now).includes(key);
    };
    for (const key of keys) {
      const claim = index.claims.get(key);
      if (claim && claim !== this) this.conflict(claim);
      for (const other of [index.holders.get(key), written.get(key)]) {
        if (!other || !takes(other, key)) continue;
        if (other.ts > this.snapshot) this.conflict();
        duplicateKey(coll.ns, index.spec, doc);
      }
      written.set(key, rec);
      if (this.txn) index.claims.set(key, this);
    }
  }
  insert(coll, doc) {
    const dollar =
      isDoc(doc._id) && Object.keys(doc._id).find((k) => k.startsWith('$') && !['$ref', '$id', '$db'].includes(k));
    if (dollar)
      fail(
        'DollarPrefixedFieldName',
        `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`,
      );
    if (Array.isArray(doc._id) || doc._id === undefined || doc._id?._bsontype === 'BSONRegExp')
      fail(53, "The '_id' value cannot be of type array, regex or undefined");
    const id = encode(doc._id);
    const rec = coll.recs.get(id);
    if (rec && this.see(coll, rec)) duplicateKey(coll.ns, ID_INDEX, doc);
    this.put(coll, id, doc);
  }
  commit(session) {
    const ts = ++this.store.clock;
    const entries = [];
    for (const coll of this.created) {
      coll.owner = null;
      coll.born = ts;
      entries.push({ op: 'create', ns: coll.ns, uuid: coll.uuid });
    }
    for (const [coll, spec] of this.newIndexes) entries.push({ op: 'index', ns: coll.ns, spec });
    const keepOld = this.store.snapshots.size > (this.txn ? 1 : 0);
    for (const [coll, changes] of this.changes) {
      for (const rec of changes.keys()) if (rec.doc) for (const index of coll.indexes.values()) index.remove(rec);
      for (const [rec, doc] of changes) {
        if (!rec.doc && !doc) {
          if (!rec.prev) coll.recs.delete(rec.id);
          continue;
        }
        if (keepOld) {
          rec.prev = { doc: rec.doc, ts: rec.ts, prev: rec.prev };
          if (!this.store.versioned.has(coll)) this.store.versioned.set(coll, new Set());
          this.store.versioned.get(coll).add(rec);
        }
        entries.push(doc ? { op: 'put', ns: coll.ns, doc } : { op: 'delete', ns: coll.ns, id: rec.doc._id });
        coll.set(rec, doc);
        rec.ts = ts;
        if (!doc && !keepOld) coll.recs.delete(rec.id);
      }
    }
    if (session) entries.push({ op: 'session', ...session });
    if (entries.length) this.store.log(...entries);
    this.#finish();
  }
  abort() {
    for (const coll of this.created) this.store.collections.delete(coll.ns);
    for (const [coll, changes] of this.changes) {
      for (const rec of changes.keys())
        if (!rec.doc && !rec.prev && (!rec.lock || rec.lock === this)) coll.recs.delete(rec.id);
    }
    this.#finish();
  }
  #finish() {
    if (this.txn)
      for (const changes of this.changes.values())
        for (const rec of changes.keys()) if (rec.lock === this) rec.lock = null;
    for (const [index, keys] of this.keys)
      for (const key of keys.keys()) if (index.claims.get(key) === this) index.claims.delete(key);
    this.open = false;
    this.store.release(this);
    this.end();
  }
}
