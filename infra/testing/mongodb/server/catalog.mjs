// Commands on collections and databases: making, dropping, renaming, listing, sizes.
import { fail, unsupported } from './errors.mjs';
import { compileFilter } from './match.mjs';

const FREE_OPTIONS = [
  'writeConcern',
  'comment',
  '$db',
  'lsid',
  'txnNumber',
  'autocommit',
  'startTransaction',
  '$clusterTime',
  '$readPreference',
  'readConcern',
  'maxTimeMS',
  'apiVersion',
];

/** Refuses what cannot be a collection's name. */
export const validName = (ns) => {
  const name = ns.slice(ns.indexOf('.') + 1);
  if (!name || name.startsWith('.') || name.includes('$') || name.includes('\0'))
    fail('InvalidNamespace', `Invalid namespace specified '${ns}'`);
};

function create(cmd, ctx) {
  validName(ctx.ns);
  const options = Object.keys(cmd).filter(
    (k) => k !== 'create' && !FREE_OPTIONS.includes(k) && !(k === 'capped' && cmd.capped === false),
  );
  const { store } = ctx.server;
  if (store.find(ctx.ns, ctx.unit)) {
    if (options.length) fail('NamespaceExists', `Collection ${ctx.ns} already exists with different options.`);
    return {};
  }
  if (options.length) unsupported(`the create option ${options[0]}`);
  if (ctx.unit) ctx.unit.ensure(ctx.ns);
  else store.create(ctx.ns);
  return {};
}
function drop(cmd, ctx) {
  const { store } = ctx.server;
  const coll = store.find(ctx.ns);
  if (!coll) return {}; // since 7.0 no error
  store.drop(ctx.ns);
  return { nIndexesWas: coll.specs.length, ns: ctx.ns };
}
function dropDatabase(cmd, ctx) {
  const { store } = ctx.server;
  const names = [...store.collections.keys()].filter((ns) => ns.startsWith(`${ctx.db}.`));
  store.settled(...names);
  for (const ns of names) store.drop(ns);
  return names.length ? { dropped: ctx.db } : {};
}
function renameCollection(cmd, ctx) {
  const { store } = ctx.server;
  const { renameCollection: from, to, dropTarget = false } = cmd;
  if (typeof to !== 'string' || !to.includes('.')) fail('InvalidNamespace', `Invalid target namespace: ${to}`);
  validName(to);
  if (from === to) fail('IllegalOperation', "Can't rename a collection to itself");
  if (!store.find(from)) fail('NamespaceNotFound', `Source collection ${from} does not exist`);
  if (store.find(to) && !dropTarget) fail('NamespaceExists', 'target namespace exists');
  store.rename(from, to);
  return {};
}
const databases = (store) =>
  Map.groupBy(
    [...store.collections.values()].filter((c) => !c.owner),
    (c) => c.ns.split('.')[0],
  );
function listDatabases(cmd, ctx) {
  const list = [...databases(ctx.server.store)]
    .sort()
    .map(([name, colls]) => ({ name, sizeOnDisk: colls.reduce((n, c) => n + c.bytes, 0), empty: false }))
    .filter(compileFilter(cmd.filter ?? {}));
  return cmd.nameOnly
    ? { databases: list.map(({ name }) => ({ name })) }
    : { databases: list, totalSize: list.reduce((n, d) => n + d.sizeOnDisk, 0) };
}
function listCollections(cmd, ctx) {
  const rows = [...ctx.server.store.collections.values()]
    .filter((c) => c.ns.startsWith(`${ctx.db}.`) && !c.owner)
    .map((c) => ({
      name: c.ns.slice(ctx.db.length + 1),
      type: 'collection',
      options: {},
      info: { readOnly: false, uuid: c.uuid },
      idIndex: c.specs[0],
    }))
    .filter(compileFilter(cmd.filter ?? {}))
    .map((row) => (cmd.nameOnly ? { name: row.name, type: row.type } : row));
  return {
    cursor: ctx.server.cursors.open(ctx, {
      ns: `${ctx.db}.$cmd.listCollections`,
      rows,
      batchSize: cmd.cursor?.batchSize ?? 101,
    }),
  };
}
function collStats(cmd, ctx) {
  const coll = ctx.server.store.find(ctx.ns);
  const { count = 0, bytes = 0 } = coll ?? {};
  return {
    ns: ctx.ns,
    size: bytes,
    count,
    ...(count ? { avgObjSize: Math.floor(bytes / count) } : {}),
    storageSize: bytes,
    nindexes: coll?.specs.length ?? 0,
    capped: false,
  };
}
function dbStats(cmd, ctx) {
  const colls = databases(ctx.server.store).get(ctx.db) ?? [];
  const add = (f) => colls.reduce((n, c) => n + f(c), 0);
  return {
    db: ctx.db,
    collections: colls.length,
    views: 0,
    objects: add((c) => c.count),
    dataSize: add((c) => c.bytes),
    storageSize: add((c) => c.bytes),
    indexes: add((c) => c.specs.length),
  };
}

const DDL = { ddl: true };
/** The commands, with the fields that each knows. */
export const catalogCommands = {
  create: { ...DDL, inTransaction: true, run: create, fields: null },
  drop: { ...DDL, run: drop, fields: [] },
  dropDatabase: { ...DDL, run: dropDatabase, fields: [] },
  renameCollection: { ...DDL, run: renameCollection, adminOnly: true, fields: ['to', 'dropTarget'] },
  listDatabases: { run: listDatabases, fields: ['filter', 'nameOnly', 'authorizedDatabases'] },
  listCollections: { run: listCollections, fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'] },
  collStats: { run: collStats, fields: [] },
  dbStats: { run: dbStats, fields: [] },
};
