// All collections, and what is kept of them in a file.
import { Collection, duplicateKey } from './collection.mjs';
import { fail } from './errors.mjs';
import { Index } from './indexes.mjs';
import { Journal } from './journal.mjs';
import { Blocked, Unit } from './unit.mjs';
import { encode } from './values.mjs';

/** The collections of every database, in memory and, when asked, in a journal. */
export class Store {
  constructor(file) {
    this.collections = new Map(); // 'db.name' -> Collection
    this.clock = 1;
    this.snapshots = new Set(); // open transactions
    this.versioned = new Map(); // Collection -> Set of records with old versions kept for them
    this.sessionRecords = new Map(); // session id -> {n, stmts}: replayed retryable-write records, taken over by Sessions
    this.journal = file ? new Journal(file, (entry) => this.#replay(entry)) : null;
  }
  find(ns, unit) {
    const coll = this.collections.get(ns);
    if (!coll || (coll.owner && coll.owner !== unit)) return undefined;
    if (unit?.txn && coll.born > unit.snapshot && coll.owner !== unit) {
      fail('SnapshotUnavailable', `Unable to read from a snapshot due to pending collection catalog changes to ${ns}`);
    }
    return coll;
  }
  /** The collection for a write, created when missing. */
  ensure(ns, unit) {
    const coll = this.collections.get(ns);
    if (coll) {
      if (coll.owner && coll.owner !== unit) unit.conflict(coll.owner);
      return this.find(ns, unit);
    }
    const fresh = new Collection(ns);
    fresh.owner = unit;
    unit.created.add(fresh);
    this.collections.set(ns, fresh);
    return fresh;
  }
  log(...entries) {
    this.journal?.append(entries);
  }
  /** Catalog changes wait for open transactions that used the collection. */
  settled(...names) {
    for (const unit of this.snapshots) if (names.some((ns) => unit.touched.has(ns))) throw new Blocked(unit);
  }
  create(ns) {
    const unit = new Unit(this);
    unit.ensure(ns);
    unit.commit();
  }
  drop(ns) {
    this.settled(ns);
    const coll = this.collections.get(ns);
    coll.gone = `collection dropped. UUID ${coll.uuid}`;
    this.collections.delete(ns);
    this.log({ op: 'drop', ns });
  }
  rename(from, to) {
    this.settled(from, to);
    const coll = this.collections.get(from);
    const old = this.collections.get(to);
    if (old) old.gone = `collection dropped. UUID ${old.uuid}`;
    this.collections.delete(from);
    coll.gone = `collection renamed from '${from}' to '${to}'. UUID ${coll.uuid}`;
    const moved = Object.assign(new Collection(to), coll, { ns: to, gone: null, born: ++this.clock });
    this.collections.set(to, moved);
    this.log({ op: 'rename', ns: from, to });
  }
  addIndex(coll, spec) {
    const index = new Index(spec);
    for (const rec of coll.recs.values()) {
      if (!rec.doc) continue;
      if (spec.unique)
        for (const key of index.keys(rec.doc)) if (index.holders.has(key)) duplicateKey(coll.ns, spec, rec.doc);
      index.add(rec, rec.doc);
    }
    coll.indexes.set(spec.name, index);
  }
  dropIndex(coll, name) {
    coll.indexes.delete(name);
    this.log({ op: 'dropIndex', ns: coll.ns, name });
  }
  release(unit) {
    this.snapshots.delete(unit);
    if (this.snapshots.size) return;
    for (const [coll, records] of this.versioned) {
      for (const rec of records) {
        rec.prev = null;
        if (!rec.doc && !rec.lock) coll.recs.delete(rec.id);
      }
    }
    this.versioned.clear();
  }
  #replay({ op, ns, doc, id, to, spec, name, uuid, lsid, n, stmt, result }) {
    const coll = this.collections.get(ns);
    const put = (key, value) => {
      const rec = coll.record(key);
      coll.set(rec, value);
      if (!value) coll.recs.delete(key);
    };
    if (op === 'create') this.collections.set(ns, new Collection(ns, uuid));
    else if (op === 'put') put(encode(doc._id), doc);
    else if (op === 'delete') put(encode(id), null);
    else if (op === 'drop') this.collections.delete(ns);
    else if (op === 'rename') {
      this.collections.set(to, Object.assign(coll, { ns: to }));
      this.collections.delete(ns);
    } else if (op === 'index') this.addIndex(coll, spec);
    else if (op === 'dropIndex') coll.indexes.delete(name);
    else if (op === 'session') {
      const old = this.sessionRecords.get(lsid);
      const record = old?.n === Number(n) ? old : { n: Number(n), stmts: new Map(), committed: stmt === undefined };
      if (stmt !== undefined) record.stmts.set(stmt, result);
      this.sessionRecords.set(lsid, record);
    }
  }
}
