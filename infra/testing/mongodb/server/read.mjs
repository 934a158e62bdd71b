// find, getMore, killCursors, aggregate, count and distinct.
import { Collection } from './collection.mjs';
import { fail, unsupported } from './errors.mjs';
import { select } from './indexes.mjs';
import { anyAt } from './match.mjs';
import { merge, out } from './output-stages.mjs';
import { checkPipeline, runPipeline } from './pipeline.mjs';
import { compileProjection } from './project.mjs';
import { encode, isDoc, isNumber, toNumber } from './values.mjs';
import { checkHint, letVars, noCollation } from './options.mjs';

const NONE = new Collection('none'); // stands for a collection that does not exist

const count0 = (v, name) => {
  if (v === undefined || v === null) return 0;
  if (!isNumber(v) || toNumber(v) < 0) fail(51024, `BSON field '${name}' value must be >= 0, actual value '${v}'`);
  return toNumber(v);
};
function reading(ctx) {
  ctx.unit?.touched.add(ctx.ns);
  return ctx.server.store.find(ctx.ns, ctx.unit);
}

function find(cmd, ctx) {
  noCollation(cmd.collation);
  for (const option of ['tailable', 'awaitData', 'min', 'max', 'returnKey', 'showRecordId'])
    if (cmd[option] && Object.keys(Object(cmd[option])).length + (cmd[option] === true))
      unsupported(`find with ${option}`);
  const vars = letVars(cmd.let);
  const { filter = {}, sort, projection = {} } = cmd;
  if (sort && '$natural' in sort) unsupported('sorting by $natural');
  const coll = reading(ctx);
  checkHint(coll, cmd.hint);
  const shape = Object.keys(projection).length
    ? compileProjection(projection, { find: true, filter, vars })
    : undefined;
  const limit = count0(cmd.limit, 'limit') || Infinity;
  const rows = select(coll ?? NONE, ctx.unit, filter, { sort, skip: count0(cmd.skip, 'skip'), limit, vars });
  if (cmd.batchSize !== undefined) count0(cmd.batchSize, 'batchSize');
  return {
    cursor: ctx.server.cursors.open(ctx, {
      ns: ctx.ns,
      rows,
      batchSize: cmd.batchSize ?? 101,
      single: cmd.singleBatch,
      shape,
      coll,
      keep: cmd.noCursorTimeout,
    }),
  };
}
const getMore = (cmd, ctx) => ({
  cursor: ctx.server.cursors.more(ctx, cmd.getMore, `${ctx.db}.${cmd.collection}`, cmd.batchSize),
});
function killCursors(cmd, ctx) {
  const known = cmd.cursors.filter((id) => ctx.server.cursors.kill(id));
  return {
    cursorsKilled: known,
    cursorsNotFound: cmd.cursors.filter((id) => !known.includes(id)),
    cursorsAlive: [],
    cursorsUnknown: [],
  };
}

async function aggregate(cmd, ctx) {
  noCollation(cmd.collation);
  if (cmd.explain) unsupported('explain');
  if (!isDoc(cmd.cursor))
    fail('FailedToParse', "The 'cursor' option is required, except for aggregate with the explain argument");
  checkPipeline(cmd.pipeline);
  const vars = letVars(cmd.let);
  const stages = [...cmd.pipeline];
  const last = Object.keys(stages.at(-1) ?? {})[0];
  const write = last === '$out' || last === '$merge' ? stages.pop()[last] : undefined;
  if (write && ctx.txn) fail('OperationNotSupportedInTransaction', `${last} cannot be used in a transaction`);
  if (write && cmd.readConcern?.level === 'linearizable')
    fail('InvalidOptions', `${last} cannot be used with a 'linearizable' read concern level`);
  const whole = cmd.aggregate !== 1;
  if (!whole && Object.keys(stages[0] ?? {})[0] !== '$documents')
    fail('InvalidNamespace', "{aggregate: 1} is not valid without a first stage such as '$documents'");
  const coll = whole ? reading(ctx) : undefined;
  checkHint(coll, cmd.hint);
  const all = (other) => (other ? select(other, ctx.unit, {}) : []);
  const read = (name) => {
    const ns =
      typeof name === 'string' ? `${ctx.db}.${name}` : unsupported('a namespace object in $lookup or $unionWith');
    ctx.unit?.touched.add(ns);
    return all(ctx.server.store.find(ns, ctx.unit));
  };
  const lead = (name) => (stages[0] && name in stages[0] ? stages.shift()[name] : undefined);
  const filter = lead('$match') ?? {};
  const sort = lead('$sort');
  const limit = stages[0]?.$limit;
  let rows = coll
    ? select(coll, ctx.unit, filter, {
        sort,
        vars,
        limit: isNumber(limit) && toNumber(limit) > 0 ? toNumber(limit) : Infinity,
      })
    : [];
  rows = runPipeline(rows, stages, { vars, read });
  if (write) {
    await (last === '$out' ? out : merge)(write, rows, ctx, vars);
    rows = [];
  }
  return {
    cursor: ctx.server.cursors.open(ctx, {
      ns: whole ? ctx.ns : `${ctx.db}.$cmd.aggregate`,
      rows,
      batchSize: cmd.cursor.batchSize ?? 101,
      coll,
    }),
  };
}
function count(cmd, ctx) {
  noCollation(cmd.collation);
  const coll = reading(ctx);
  checkHint(coll, cmd.hint);
  const { query } = cmd;
  const skip = count0(cmd.skip, 'skip');
  const limit = cmd.limit ? Math.abs(toNumber(cmd.limit)) : Infinity;
  const total = !coll ? 0 : query && Object.keys(query).length ? select(coll, ctx.unit, query).length : coll.count;
  return { n: Math.min(limit, Math.max(0, total - skip)) };
}
function distinct(cmd, ctx) {
  noCollation(cmd.collation);
  const coll = reading(ctx);
  checkHint(coll, cmd.hint);
  const values = new Map();
  for (const doc of coll ? select(coll, ctx.unit, cmd.query ?? {}) : []) {
    anyAt(doc, cmd.key.split('.'), false, (v) => {
      for (const item of Array.isArray(v) ? v : [v])
        if (item !== undefined && !values.has(encode(item))) values.set(encode(item), item);
      return false;
    });
  }
  return { values: [...values.values()] };
}

const READ = { inTransaction: true };
/** The commands, with the fields that each knows. */
export const readCommands = {
  find: {
    ...READ,
    run: find,
    fields: [
      'filter',
      'sort',
      'projection',
      'hint',
      'skip',
      'limit',
      'batchSize',
      'singleBatch',
      'let',
      'collation',
      'allowDiskUse',
      'noCursorTimeout',
      'allowPartialResults',
      'tailable',
      'awaitData',
      'oplogReplay',
      'min',
      'max',
      'returnKey',
      'showRecordId',
    ],
  },
  getMore: { ...READ, run: getMore, fields: ['collection', 'batchSize'] },
  killCursors: { ...READ, run: killCursors, fields: ['cursors'] },
  aggregate: {
    ...READ,
    run: aggregate,
    fields: ['pipeline', 'cursor', 'explain', 'allowDiskUse', 'bypassDocumentValidation', 'hint', 'collation', 'let'],
  },
  count: { run: count, fields: ['query', 'limit', 'skip', 'hint', 'collation', 'fields'] },
  distinct: { ...READ, run: distinct, fields: ['key', 'query', 'collation', 'hint'] },
};
