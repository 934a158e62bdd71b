// Commands on indexes.
import { validName } from './catalog.mjs';
import { fail, unsupported } from './errors.mjs';
import { compileFilter } from './match.mjs';
import { isDoc, isNumber, toNumber } from './values.mjs';

const existing = (ctx, ns = ctx.ns) =>
  ctx.server.store.find(ns, ctx.unit) ?? fail('NamespaceNotFound', `ns does not exist: ${ns}`);
const listIndexes = (cmd, ctx) => ({
  cursor: ctx.server.cursors.open(ctx, {
    ns: ctx.ns,
    rows: existing(ctx).specs,
    batchSize: cmd.cursor?.batchSize ?? 101,
  }),
});

const INDEX_OPTIONS = [
  'v',
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'hidden',
  'background',
  'ns',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
  'min',
  'max',
];
const sameKey = (a, b) => JSON.stringify(Object.entries(a)) === JSON.stringify(Object.entries(b));
function indexSpec(given) {
  const extra = Object.keys(given).find((k) => !INDEX_OPTIONS.includes(k));
  if (extra) unsupported(`the index option ${extra}`);
  if (!isDoc(given.key) || Object.keys(given.key).length === 0)
    fail('CannotCreateIndex', 'Index keys cannot be an empty object');
  for (const way of Object.values(given.key)) {
    if (isNumber(way) ? toNumber(way) === 0 : !['text', '2d', '2dsphere', 'hashed'].includes(way))
      fail('CannotCreateIndex', `Values in the index key pattern cannot be ${way}`);
    if (given.unique && !isNumber(way)) unsupported(`a unique ${way} index`);
    if (given.unique && Object.keys(given.key).some((k) => k.includes('$**')))
      fail('CannotCreateIndex', "Index type 'wildcard' does not support the unique option");
  }
  if (!given.name) fail('FailedToParse', 'The name field is a required property of an index specification');
  if (given.partialFilterExpression) compileFilter(given.partialFilterExpression);
  const { ns: _ns, background: _background, v: _v, ...rest } = given;
  for (const flag of ['unique', 'sparse', 'hidden']) if (!rest[flag]) delete rest[flag];
  return { v: 2, ...rest };
}
function createIndexes(cmd, ctx) {
  const { store } = ctx.server;
  const specs = cmd.indexes.map(indexSpec);
  let coll = store.find(ctx.ns, ctx.unit);
  const fresh = !coll;
  if (ctx.unit) {
    coll = ctx.unit.ensure(ctx.ns);
    if (coll.owner !== ctx.unit)
      fail(
        'OperationNotSupportedInTransaction',
        'Cannot create new indexes on existing collection in a multi-document transaction.',
      );
  } else {
    store.settled(ctx.ns);
    if (fresh) {
      validName(ctx.ns);
      store.create(ctx.ns);
      coll = store.find(ctx.ns);
    }
  }
  const before = coll.specs.length;
  for (const spec of specs) {
    if (sameKey(spec.key, { _id: 1 })) continue;
    const byName = coll.specs.find((s) => s.name === spec.name);
    const bareOf = ({ name: _name, ...bare }) => JSON.stringify(bare);
    const byKey = coll.specs.find(
      (s) =>
        sameKey(s.key, spec.key) &&
        JSON.stringify(s.partialFilterExpression) === JSON.stringify(spec.partialFilterExpression),
    );
    if (byName && sameKey(byName.key, spec.key) && bareOf(byName) === bareOf(spec)) continue;
    if (byName)
      fail(
        'IndexKeySpecsConflict',
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Requested index: ${JSON.stringify(spec)}, existing index: ${JSON.stringify(byName)}`,
      );
    if (byKey) fail('IndexOptionsConflict', `Index already exists with a different name: ${byKey.name}`);
    store.addIndex(coll, spec);
    if (ctx.unit) ctx.unit.newIndexes.push([coll, spec]);
    else store.log({ op: 'index', ns: ctx.ns, spec });
  }
  const note = coll.specs.length === before ? { note: 'all indexes already exist' } : {};
  return {
    numIndexesBefore: before,
    numIndexesAfter: coll.specs.length,
    createdCollectionAutomatically: fresh,
    ...note,
  };
}
function dropIndexes(cmd, ctx) {
  const { store } = ctx.server;
  const coll = existing(ctx);
  store.settled(ctx.ns);
  const nIndexesWas = coll.specs.length;
  const names =
    cmd.index === '*'
      ? [...coll.indexes.keys()]
      : [cmd.index].flat().map((which) => {
          const spec = coll.specs.find((s) => (typeof which === 'string' ? s.name === which : sameKey(s.key, which)));
          if (!spec)
            fail(
              'IndexNotFound',
              typeof which === 'string'
                ? `index not found with name [${which}]`
                : `can't find index with key: ${JSON.stringify(which)}`,
            );
          return spec.name === '_id_' ? fail('InvalidOptions', 'cannot drop _id index') : spec.name;
        });
  for (const name of names) store.dropIndex(coll, name);
  return { nIndexesWas };
}

const DDL = { ddl: true };
/** The commands, with the fields that each knows. */
export const indexCommands = {
  createIndexes: { ...DDL, inTransaction: true, run: createIndexes, fields: ['indexes', 'commitQuorum'] },
  dropIndexes: { ...DDL, run: dropIndexes, fields: ['index'] },
  listIndexes: { run: listIndexes, fields: ['cursor'] },
};
