// One collection: its documents by _id, its indexes, its size.
import { UUID } from 'bson';
import { fail } from './errors.mjs';
import { Index } from './indexes.mjs';
import { own, sizeOf } from './values.mjs';

/** What stands in every collection. */
export const ID_INDEX = { v: 2, key: { _id: 1 }, name: '_id_' };

/** Documents in memory with the versions that open transactions still see. */
export class Collection {
  constructor(ns, uuid = new UUID()) {
    this.ns = ns;
    this.uuid = uuid;
    this.recs = new Map(); // encoded _id -> {id, doc, ts, prev, lock}; doc null: deleted or not yet committed
    this.indexes = new Map();
    this.ids = null; // sorted index on _id, built when a query first wants that order
    this.count = 0;
    this.bytes = 0;
    this.born = 0;
    this.owner = null; // the transaction that creates it
    this.gone = null; // why open cursors end
  }
  get specs() {
    return [ID_INDEX, ...[...this.indexes.values()].map((i) => i.spec)];
  }
  get idIndex() {
    if (!this.ids) {
      this.ids = new Index(ID_INDEX);
      for (const rec of this.recs.values()) if (rec.doc) this.ids.add(rec, rec.doc);
    }
    return this.ids;
  }
  set(rec, doc) {
    if (!rec.doc && doc) this.ids?.add(rec, doc);
    else if (rec.doc && !doc) this.ids?.remove(rec);
    if (rec.doc) {
      for (const index of this.indexes.values()) index.remove(rec);
      this.count -= 1;
      this.bytes -= rec.size;
    }
    rec.doc = doc;
    if (!doc) return;
    for (const index of this.indexes.values()) index.add(rec, doc);
    this.count += 1;
    this.bytes += rec.size = sizeOf(doc);
  }
  record(id) {
    if (!this.recs.has(id)) this.recs.set(id, { id, doc: null, ts: 0, prev: null, lock: null });
    return this.recs.get(id);
  }
}

/** Fails with code 11000 and a real server's words. */
export function duplicateKey(ns, index, doc) {
  const keyValue = Object.fromEntries(
    Object.keys(index.key).map((p) => [p, p.split('.').reduce((v, k) => own(v ?? {}, k), doc) ?? null]),
  );
  const shown = Object.entries(keyValue)
    .map(([k, v]) => `${k}: ${v?._bsontype === 'ObjectId' ? `ObjectId('${v}')` : JSON.stringify(v)}`)
    .join(', ');
  fail('DuplicateKey', `E11000 duplicate key error collection: ${ns} index: ${index.name} dup key: { ${shown} }`, {
    keyPattern: index.key,
    keyValue,
  });
}
