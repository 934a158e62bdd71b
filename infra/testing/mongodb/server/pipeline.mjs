// Aggregation stages. The common ones are done here with BSON's rules, the rest by mingo (MINGO below).
import { compileAccumulator, compileExpression, checkExpression, mingoStage } from './expressions.mjs';
import { fail, unsupported } from './errors.mjs';
import { compileFilter } from './match.mjs';
import { compileAddFields, compileProjection, compileSort, pathValues } from './project.mjs';
import { clone, compare, encode, isDoc, isNumber, own, put, rank, toNumber } from './values.mjs';

const MINGO = ['$bucketAuto', '$densify', '$documents', '$fill', '$redact', '$setWindowFields'];
const KNOWN_UNSUPPORTED = [
  '$changeStream',
  '$changeStreamSplitLargeEvent',
  '$collStats',
  '$currentOp',
  '$geoNear',
  '$graphLookup',
  '$indexStats',
  '$listLocalSessions',
  '$listSampledQueries',
  '$listSearchIndexes',
  '$listSessions',
  '$planCacheStats',
  '$querySettings',
  '$rankFusion',
  '$search',
  '$searchMeta',
  '$shardedDataDistribution',
  '$vectorSearch',
];
const natural = (n, what, least) => {
  if (!isNumber(n) || !Number.isInteger(toNumber(n)) || toNumber(n) < least)
    fail(15957, `invalid argument to ${what} stage: ${n}`);
  return toNumber(n);
};
const fieldPath = (text, what) =>
  typeof text === 'string' && text.startsWith('$')
    ? text.slice(1)
    : fail(28818, `path option to ${what} must be prefixed with '$': ${text}`);

const STAGES = {
  $match: (docs, filter, { vars }) => docs.filter(compileFilter(filter, vars)),
  $sort: (docs, spec) =>
    Object.keys(spec).length ? compileSort(spec)(docs) : fail(15976, '$sort stage must have at least one sort key'),
  $limit: (docs, n) => docs.slice(0, natural(n, '$limit', 1)),
  $skip: (docs, n) => docs.slice(natural(n, '$skip', 0)),
  $sample: (docs, { size }) => {
    const rows = docs.map((doc) => [Math.random(), doc]).sort((a, b) => a[0] - b[0]);
    return rows.slice(0, natural(size, '$sample', 1)).map(([, doc]) => doc);
  },
  $count: (docs, name) => {
    if (typeof name !== 'string' || !name || name.startsWith('$') || name.includes('.'))
      fail(40156, 'the count field must be a non-empty string without $ and dots');
    return docs.length ? [{ [name]: docs.length }] : [];
  },
  $project: (docs, spec, { vars }) => {
    if (!isDoc(spec) || Object.keys(spec).length === 0)
      fail(51272, 'projection specification must have at least one field');
    return docs.map(compileProjection(spec, { vars }));
  },
  $addFields: (docs, spec, { vars }) => docs.map(compileAddFields(spec, vars)),
  $unset: (docs, paths) => docs.map(compileProjection(Object.fromEntries([paths].flat().map((p) => [p, 0])))),
  $replaceRoot: (docs, { newRoot }, { vars }) => {
    const root = compileExpression(newRoot, vars);
    return docs.map((doc) => {
      const value = root(doc);
      return isDoc(value)
        ? value
        : fail(40228, `'newRoot' expression must evaluate to an object, but resulting value was: ${value}`);
    });
  },
  $unwind: (docs, arg) => {
    const { path, includeArrayIndex, preserveNullAndEmptyArrays: preserve } = isDoc(arg) ? arg : { path: arg };
    const parts = fieldPath(path, '$unwind stage').split('.');
    return docs.flatMap((doc) => {
      const value = parts.reduce((v, p) => (isDoc(v) ? own(v, p) : undefined), doc);
      const list = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
      const row = (item, index) => {
        const out = withPath(doc, parts, item);
        return includeArrayIndex ? withPath(out, includeArrayIndex.split('.'), index) : out;
      };
      if (list.length === 0) return preserve ? [row(value === null ? null : undefined, null)] : [];
      return list.map((item, i) => row(item, Array.isArray(value) ? i : null));
    });
  },
  $group: (docs, spec, { vars }) => {
    if (!isDoc(spec) || !('_id' in spec)) fail(15955, 'a group specification must include an _id');
    const idOf = compileExpression(spec._id, vars);
    const fields = Object.keys(spec)
      .filter((k) => k !== '_id')
      .map((k) => [k, compileAccumulator(spec[k], vars)]);
    const groups = new Map();
    for (const doc of docs) {
      const id = idOf(doc) ?? null;
      const key = typeof id === 'string' ? id : `\0${encode(id)}`;
      const group = groups.get(key);
      if (group) group.docs.push(doc);
      else groups.set(key, { id, docs: [doc] });
    }
    return [...groups.values()].map((group) => {
      const out = { _id: group.id };
      for (const [name, value] of fields) out[name] = value(group.docs, group.id) ?? null;
      return out;
    });
  },
  $sortByCount: (docs, expr, ctx) =>
    runPipeline(docs, [{ $group: { _id: expr, count: { $sum: 1 } } }, { $sort: { count: -1 } }], ctx),
  $bucket: (docs, { groupBy, boundaries, default: other, output = { count: { $sum: 1 } } }, ctx) => {
    const sorted =
      Array.isArray(boundaries) &&
      boundaries.length > 1 &&
      boundaries.every((b, i) => i === 0 || (rank(b) === rank(boundaries[i - 1]) && compare(boundaries[i - 1], b) < 0));
    if (!sorted)
      fail(40194, "The 'boundaries' parameter to $bucket must be an array of at least 2 ascending values of one type");
    const keyOf = compileExpression(groupBy, ctx.vars);
    const placed = docs.map((doc) => {
      const key = keyOf(doc);
      const inside =
        key !== undefined &&
        rank(key) === rank(boundaries[0]) &&
        compare(key, boundaries[0]) >= 0 &&
        compare(key, boundaries.at(-1)) < 0;
      if (!inside && other === undefined)
        fail(40066, '$switch could not find a matching branch for an input, and no default was specified.');
      return { doc, bucket: inside ? boundaries.findLast((b) => compare(b, key) <= 0) : other };
    });
    const fields = Object.entries(output).map(([name, expr]) => [name, compileAccumulator(expr, ctx.vars)]);
    const ids = [...new Map(placed.map((p) => [encode(p.bucket), p.bucket])).values()].sort(compare);
    return ids.map((id) => {
      const group = placed.filter((p) => compare(p.bucket, id) === 0).map((p) => p.doc);
      return { _id: id, ...Object.fromEntries(fields.map(([name, value]) => [name, value(group, id) ?? null])) };
    });
  },
  $facet: (docs, spec, ctx) => [
    Object.fromEntries(Object.entries(spec).map(([name, stages]) => [name, runPipeline(docs, stages, ctx)])),
  ],
  $unionWith: (docs, arg, ctx) => {
    const { coll, pipeline = [] } = isDoc(arg) ? arg : { coll: arg };
    return [...docs, ...runPipeline(coll === undefined ? [] : ctx.read(coll), pipeline, ctx)];
  },
  $lookup: (docs, { from, localField, foreignField, as, let: variables = {}, pipeline }, ctx) => {
    if (typeof as !== 'string') fail('FailedToParse', "must specify 'as' field for a $lookup");
    if (!pipeline && (localField === undefined || foreignField === undefined))
      fail('FailedToParse', '$lookup requires either pipeline or both localField and foreignField');
    const foreign = from === undefined ? [] : ctx.read(from);
    let byKey;
    if (foreignField !== undefined) {
      byKey = new Map();
      for (const doc of foreign) {
        for (const key of new Set(
          [...pathValues(doc, foreignField.split('.')), ...wholeArrays(doc, foreignField)].map((v) =>
            encode(v ?? null),
          ),
        )) {
          if (!byKey.has(key)) byKey.set(key, []);
          byKey.get(key).push(doc);
        }
      }
    }
    const order = byKey && new Map(foreign.map((doc, i) => [doc, i]));
    const vars = Object.entries(variables).map(([name, expr]) => [name, compileExpression(expr, ctx.vars)]);
    return docs.map((doc) => {
      let found = foreign;
      if (byKey) {
        const keys = new Set(
          pathValues(doc, localField.split('.'))
            .filter((v) => v !== undefined)
            .map((v) => encode(v)),
        );
        found = [...new Set([...keys].flatMap((key) => byKey.get(key) ?? []))].sort(
          (a, b) => order.get(a) - order.get(b),
        );
      }
      if (pipeline)
        found = runPipeline(found, pipeline, {
          ...ctx,
          vars: { ...ctx.vars, ...Object.fromEntries(vars.map(([n, value]) => [n, value(doc)])) },
        });
      return withPath(doc, as.split('.'), found);
    });
  },
};
STAGES.$set = STAGES.$addFields;
STAGES.$replaceWith = (docs, newRoot, ctx) => STAGES.$replaceRoot(docs, { newRoot }, ctx);
const wholeArrays = (doc, path) => {
  const value = path.split('.').reduce((v, p) => (isDoc(v) ? own(v, p) : undefined), doc);
  return Array.isArray(value) ? [value] : [];
};
function withPath(doc, [part, ...rest], value) {
  const out = isDoc(doc) ? { ...doc } : {};
  const now = rest.length ? withPath(own(out, part), rest, value) : value;
  if (now === undefined) delete out[part];
  else put(out, part, now);
  return out;
}

/** Refuses what is unknown or unsupported before anything runs, also inside nested pipelines. */
export function checkPipeline(stages, { update = false, nestedIn } = {}) {
  if (!Array.isArray(stages)) fail('TypeMismatch', "'pipeline' option must be specified as an array");
  stages.forEach((stage, i) => {
    if (!isDoc(stage) || Object.keys(stage).length !== 1)
      fail(40323, 'A pipeline stage specification object must contain exactly one field.');
    const [name] = Object.keys(stage);
    if (KNOWN_UNSUPPORTED.includes(name)) unsupported(`the pipeline stage ${name}`);
    const writes = name === '$out' || name === '$merge';
    if (!STAGES[name] && !MINGO.includes(name) && !writes) fail(40324, `Unrecognized pipeline stage name: '${name}'`);
    if (update && !['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith'].includes(name)) {
      fail('InvalidOptions', `${name} is not allowed to be used within an update`);
    }
    if (writes && (nestedIn || i !== stages.length - 1))
      fail(40601, `${name} can only be the final stage in the pipeline`);
    if (name === '$documents' && i > 0) fail(40602, `${name} is only valid as the first stage in a pipeline`);
    const arg = stage[name];
    if (name === '$facet') Object.values(arg).forEach((p) => checkPipeline(p, { nestedIn: name }));
    if (isDoc(arg) && arg.pipeline) checkPipeline(arg.pipeline, { nestedIn: name });
    if (name === '$match') compileFilter(arg);
    if (name === '$redact') checkExpression(arg);
  });
}

/** The documents after all stages. */
export function runPipeline(docs, stages, ctx) {
  let rows = docs;
  for (const stage of stages) {
    const [name] = Object.keys(stage);
    rows = STAGES[name] ? STAGES[name](rows, stage[name], ctx) : mingoStage(rows, stage, ctx.vars, clone);
  }
  return rows;
}
