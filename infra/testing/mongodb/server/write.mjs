// insert, update, delete, findAndModify and bulkWrite.
import { ObjectId } from 'bson';
import { CODES, fail, ServerError } from './errors.mjs';
import { compileFilter } from './match.mjs';
import { checkHint, letVars, noCollation } from './options.mjs';
import { compileProjection } from './project.mjs';
import { select } from './indexes.mjs';
import { compileUpdate } from './update.mjs';
import { encode, identical, isDoc, knownSize, MAX_DOC, own, sizeOf, toNumber } from './values.mjs';

const onlyFields = (statement, allowed, where) => {
  const extra = Object.keys(statement).find((k) => !allowed.includes(k));
  if (extra) fail(40415, `BSON field '${where}.${extra}' is an unknown field.`);
};

function insertOne(unit, ns, doc) {
  const [first] = Object.keys(doc);
  const whole =
    first === '_id'
      ? doc
      : '_id' in doc
        ? knownSize({ _id: doc._id, ...doc }, sizeOf(doc))
        : { _id: new ObjectId(), ...doc };
  unit.insert(unit.ensure(ns), whole);
  return { n: 1 };
}
function updateSome(unit, ns, { q, u, multi = false, upsert = false, arrayFilters, sort, hint, vars }) {
  if (!isDoc(q)) fail('TypeMismatch', 'the query of an update must be an object');
  const update = compileUpdate(u, { arrayFilters, vars });
  if (multi && update.replacement) fail('FailedToParse', 'multi update is not supported for replacement-style update');
  if (multi && sort) fail('FailedToParse', 'Cannot specify sort with multi=true');
  compileFilter(q, vars);
  let coll = unit.store.find(ns, unit);
  checkHint(coll, hint);
  const docs = coll ? select(coll, unit, q, { limit: multi ? Infinity : 1, sort, vars }) : [];
  unit.touched.add(ns);
  if (docs.length === 0 && upsert) {
    coll = unit.ensure(ns);
    const doc = update.insert(q);
    if (sizeOf(doc) > MAX_DOC) fail(17420, `Document to upsert is larger than ${MAX_DOC}`);
    unit.insert(coll, doc);
    return { n: 1, nModified: 0, upserted: { _id: doc._id }, after: doc };
  }
  let nModified = 0;
  let pair = {};
  for (const before of docs) {
    const after = update.apply(before, q);
    pair = { before, after };
    if (identical(before, after)) continue;
    if (sizeOf(after) > MAX_DOC) fail(17419, `Resulting document after update is larger than ${MAX_DOC}`);
    unit.put(coll, encode(before._id), after);
    nModified += 1;
  }
  return { n: docs.length, nModified, ...(multi ? {} : pair) };
}
function deleteSome(unit, ns, { q, limit, sort, hint, vars }) {
  compileFilter(q, vars);
  const coll = unit.store.find(ns, unit);
  unit.touched.add(ns);
  checkHint(coll, hint);
  const docs = coll ? select(coll, unit, q, { limit: toNumber(limit) === 1 ? 1 : Infinity, sort, vars }) : [];
  for (const doc of docs) unit.put(coll, encode(doc._id), null);
  return { n: docs.length, before: docs[0] };
}
const brief = ({ before: _before, after: _after, ...result }) => result;

/** Runs statements in order; collects their errors (of a transaction's conflicts: throws). */
async function runAll(cmd, ctx, statements, work) {
  const results = [];
  const errors = [];
  const ordered = cmd.ordered ?? true;
  if (!statements?.length) fail('InvalidOptions', 'Write batch sizes must be between 1 and 100000. Got 0 operations.');
  if (statements.length > 100_000)
    fail('InvalidOptions', `Write batch sizes must be between 1 and 100000. Got ${statements.length} operations.`);
  for (const [index, statement] of statements.entries()) {
    const stmt = toNumber(cmd.stmtIds?.[index] ?? (cmd.stmtId ?? 0) + index);
    try {
      results.push([index, await ctx.server.sessions.statement(ctx, stmt, (unit) => brief(work(unit, statement)))]);
    } catch (error) {
      if (
        !(error instanceof ServerError) ||
        (ctx.txn && [CODES.WriteConflict, CODES.SnapshotUnavailable].includes(error.code)) ||
        error.code === CODES.MaxTimeMSExpired
      )
        throw error;
      errors.push({ index, code: error.code, ...error.extra, errmsg: error.message });
      if (ctx.txn) {
        ctx.server.sessions.abort(ctx.session);
        break;
      }
      if (ordered) break;
    }
  }
  return { results, errors };
}
const summary = (ctx, { results, errors }, extra = {}) => ({
  n: results.reduce((n, [, r]) => n + r.n, 0),
  ...extra,
  ...(errors.length ? { writeErrors: errors } : {}),
  ...(ctx.retried ? { retriedStmtIds: ctx.retried } : {}),
});

async function insert(cmd, ctx) {
  return summary(ctx, await runAll(cmd, ctx, cmd.documents, (unit, doc) => insertOne(unit, ctx.ns, doc)));
}
async function update(cmd, ctx) {
  const vars = letVars(cmd.let);
  const all = await runAll(cmd, ctx, cmd.updates, (unit, s) => {
    onlyFields(s, ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'collation', 'hint', 'c', 'sort'], 'update.updates');
    noCollation(s.collation);
    return updateSome(unit, ctx.ns, { ...s, vars: { ...vars, ...letVars(s.c) } });
  });
  const upserted = all.results.filter(([, r]) => r.upserted).map(([index, r]) => ({ index, _id: r.upserted._id }));
  return summary(ctx, all, {
    nModified: all.results.reduce((n, [, r]) => n + r.nModified, 0),
    ...(upserted.length ? { upserted } : {}),
  });
}
async function remove(cmd, ctx) {
  const vars = letVars(cmd.let);
  return summary(
    ctx,
    await runAll(cmd, ctx, cmd.deletes, (unit, s) => {
      onlyFields(s, ['q', 'limit', 'collation', 'hint'], 'delete.deletes');
      noCollation(s.collation);
      if (![0, 1].includes(toNumber(s.limit)))
        fail('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${s.limit}`);
      return deleteSome(unit, ctx.ns, { ...s, vars });
    }),
  );
}
async function findAndModify(cmd, ctx) {
  noCollation(cmd.collation);
  const vars = letVars(cmd.let);
  const { query: q = {}, sort, hint, fields, upsert = false, arrayFilters } = cmd;
  if (cmd.remove && (cmd.update || upsert || cmd.new))
    fail('FailedToParse', 'Cannot specify both an update, upsert or new and remove=true');
  if (!cmd.remove && !cmd.update) fail('FailedToParse', 'Either an update or remove=true must be specified');
  const shown = (doc) =>
    doc && fields && Object.keys(fields).length
      ? compileProjection(fields, { find: true, filter: q, vars })(doc)
      : (doc ?? null);
  const reply = await ctx.server.sessions.statement(ctx, toNumber(cmd.stmtId ?? 0), (unit) => {
    if (cmd.remove) {
      const { n, before } = deleteSome(unit, ctx.ns, { q, limit: 1, sort, hint, vars });
      return { lastErrorObject: { n }, value: shown(before) };
    }
    const done = updateSome(unit, ctx.ns, { q, u: cmd.update, upsert, arrayFilters, sort, hint, vars });
    const state = {
      n: done.n,
      updatedExisting: done.n > 0 && !done.upserted,
      ...(done.upserted ? { upserted: done.upserted._id } : {}),
    };
    return { lastErrorObject: state, value: shown(cmd.new ? done.after : done.before) };
  });
  return ctx.retried ? { ...reply, retriedStmtId: ctx.retried[0] } : reply;
}

async function bulkWrite(cmd, ctx) {
  const vars = letVars(cmd.let);
  const totals = { nInserted: 0, nMatched: 0, nModified: 0, nUpserted: 0, nDeleted: 0 };
  const rows = [];
  const { results, errors } = await runAll(cmd, ctx, cmd.ops, (unit, op) => {
    const kind =
      ['insert', 'update', 'delete'].find((k) => k in op) ?? fail('BadValue', 'bulkWrite: unknown operation');
    const ns =
      cmd.nsInfo[toNumber(op[kind])]?.ns ?? fail('BadValue', `BulkWrite ops entry has an invalid nsInfo index.`);
    noCollation(op.collation);
    const all = { ...op, q: op.filter, u: op.updateMods, vars: { ...vars, ...letVars(op.constants) } };
    if (kind === 'insert') return insertOne(unit, ns, op.document);
    return kind === 'update' ? updateSome(unit, ns, all) : deleteSome(unit, ns, { ...all, limit: op.multi ? 0 : 1 });
  });
  for (const [idx, r] of results) {
    const op = cmd.ops[idx];
    if ('insert' in op) totals.nInserted += r.n;
    else if ('delete' in op) totals.nDeleted += r.n;
    else {
      totals.nUpserted += r.upserted ? 1 : 0;
      totals.nMatched += r.upserted ? 0 : r.n;
      totals.nModified += r.nModified;
    }
    if (!cmd.errorsOnly)
      rows.push({
        ok: 1,
        idx,
        n: r.n,
        ...('update' in op ? { nModified: r.nModified } : {}),
        ...(r.upserted ? { upserted: r.upserted } : {}),
      });
  }
  for (const { index, code, errmsg, ...extra } of errors)
    rows.push({ ok: 0, idx: index, code, errmsg, n: 0, ...extra });
  rows.sort((a, b) => a.idx - b.idx);
  const cursor = ctx.server.cursors.open(ctx, {
    ns: 'admin.$cmd.bulkWrite',
    rows,
    batchSize: own(cmd.cursor ?? {}, 'batchSize') ?? Infinity,
  });
  return { cursor, nErrors: errors.length, ...totals, ...(ctx.retried ? { retriedStmtIds: ctx.retried } : {}) };
}

const WRITE = { write: true, inTransaction: true };
/** The commands, with the fields that each knows. */
export const writeCommands = {
  insert: { ...WRITE, run: insert, fields: ['documents', 'ordered', 'bypassDocumentValidation'] },
  update: { ...WRITE, run: update, fields: ['updates', 'ordered', 'bypassDocumentValidation', 'let'] },
  delete: { ...WRITE, run: remove, fields: ['deletes', 'ordered', 'let'] },
  findAndModify: {
    ...WRITE,
    run: findAndModify,
    fields: [
      'query',
      'sort',
      'remove',
      'update',
      'new',
      'fields',
      'upsert',
      'bypassDocumentValidation',
      'arrayFilters',
      'collation',
      'hint',
      'let',
    ],
  },
  bulkWrite: {
    ...WRITE,
    run: bulkWrite,
    adminOnly: true,
    fields: ['ops', 'nsInfo', 'ordered', 'errorsOnly', 'bypassDocumentValidation', 'let', 'cursor'],
  },
};
