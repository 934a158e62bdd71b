// The stages of a pipeline that write.
import { ObjectId } from 'bson';
import { duplicateKey } from './collection.mjs';
import { fail } from './errors.mjs';
import { select } from './indexes.mjs';
import { compileUpdate } from './update.mjs';
import { clone, encode, fromBson, isDoc, own, toBson } from './values.mjs';
import { letVars } from './options.mjs';

const sameFields = (spec, fields) => Object.keys(spec.key).sort().join() === [...fields].sort().join();
const target = (to, ctx) => (typeof to === 'string' ? `${ctx.db}.${to}` : `${to.db ?? ctx.db}.${to.coll}`);
const stored = (doc) => fromBson(toBson(doc._id === undefined ? { _id: new ObjectId(), ...doc } : doc));
/** `$out`: the rows take the place of a collection's documents. */
export function out(to, rows, ctx) {
  const ns = target(to, ctx);
  return ctx.server.sessions.statement({ ...ctx, retryable: false }, 0, (unit) => {
    const coll = unit.ensure(ns);
    for (const rec of coll.recs.values()) if (rec.doc) unit.put(coll, rec.id, null);
    for (const row of rows) unit.insert(coll, stored(row));
  });
}
/** `$merge`: the rows go into a collection, one by one. */
export function merge(spec, rows, ctx, vars) {
  const {
    into,
    on = '_id',
    whenMatched = 'merge',
    whenNotMatched = 'insert',
  } = isDoc(spec) && 'into' in spec ? spec : { into: spec };
  const fields = [on].flat();
  const ns = target(into, ctx);
  return ctx.server.sessions.statement({ ...ctx, retryable: false }, 0, (unit) => {
    const coll = unit.ensure(ns);
    if (!coll.specs.some((s) => (s.unique || s.name === '_id_') && !s.partialFilterExpression && sameFields(s, fields)))
      fail(51183, 'Cannot find index to verify that join fields will be unique');
    for (const row of rows) {
      const doc = stored(row);
      const key = Object.fromEntries(
        fields.map((f) => [
          f,
          f.split('.').reduce((v, p) => own(v ?? {}, p), doc) ??
            fail(51132, '$merge write error: on field cannot be missing, null, undefined or an array'),
        ]),
      );
      const [old] = select(coll, unit, key, { limit: 1 });
      if (!old && whenNotMatched === 'fail')
        fail(
          13113,
          '$merge could not find a matching document in the target collection for at least one document in the source collection',
        );
      if (!old) {
        if (whenNotMatched === 'insert') unit.insert(coll, doc);
        continue;
      }
      if (whenMatched === 'fail')
        duplicateKey(
          ns,
          coll.specs.find((s) => sameFields(s, fields)),
          doc,
        );
      if (whenMatched === 'keepExisting') continue;
      const mods = Array.isArray(whenMatched)
        ? whenMatched
        : whenMatched === 'replace'
          ? { ...doc, _id: old._id }
          : undefined;
      const after = mods
        ? compileUpdate(mods, { vars: { ...vars, ...letVars(spec.let), new: doc } }).apply(old, key)
        : { ...clone(old), ...doc, _id: old._id };
      unit.put(coll, encode(old._id), after);
    }
  });
}
