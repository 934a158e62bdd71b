#!/usr/bin/env node
/**
 * `npm run bench -- sizes [-- FOLDER]`: how many bytes a specimen takes, in every store, and what that comes to for 100 million:
 * the inputs of infra/docs/hundred-million.md. Without a data folder to look at, the archive of 84k specimens is imported as an
 * operator would. SQLite's files are measured page by page. For EventStoreDB the bytes that the adapter sends are counted, for MongoDB the documents that its adapter stores and
 * the keys of their indexes, on a sample: what the real servers add (framing) and save (compression) is not in these.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deflateSync } from 'node:zlib';
import { BSON, MongoClient } from 'mongodb';
import { outgoing } from '../../dist/server/backend/ledger/adapters/eventstoredb/stored-form.js';
import { openSqliteEventStore } from '../../dist/server/backend/ledger/adapters/sqlite/sqlite-event-store.js';
import { openMongodbViewStore } from '../../dist/server/projections/adapters/mongodb/mongodb-view-store.js';
import { openSqliteViewStore } from '../../dist/server/projections/adapters/sqlite/sqlite-view-store.js';
import { PROJECTIONS } from '../../dist/server/projections/registry.js';
import { importedFolder } from './imported-folder.mjs';

const GOAL = 100_000_000;
/** Documents of each view that are put into MongoDB to be measured. */
const SAMPLE = 3_000;
/** WiredTiger's leaf pages hold 32 KiB before compression (its default; https://source.wiredtiger.com/). */
const PAGE = 32_768;

const data = process.argv[2] ?? importedFolder('sizes');
if (!data) process.exit(0);

const views = await openSqliteViewStore({ folder: join(data, 'views'), readers: 0 });
const specimens = await (await views.active('specimen-search')).count();
console.log(`${specimens} specimens; the last column: for ${GOAL.toLocaleString('en')} of them, in GB (10^9 bytes)\n`);
const row = (what, bytes, per = 'specimen') =>
  console.log(
    `${what.padEnd(58)} ${(bytes / specimens).toFixed(0).padStart(7)} bytes a ${per} ${((bytes / specimens) * GOAL / 1e9).toFixed(1).padStart(9)} GB`, // prettier-ignore
  );

await ledgerSizes();
viewSizes();
await mongodbSizes();
row('SQLite: vault', sizeOf(join(data, 'vault.db')));
row('SQLite: jobs', sizeOf(join(data, 'jobs.db')));
row('Files: the imported archive', folderSize(join(data, 'files')));
console.log(`peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
await views.close();

/** Events and their parts; the same records as EventStoreDB is sent them. */
async function ledgerSizes() {
  const store = await openSqliteEventStore({ file: join(data, 'ledger.db'), writer: 'here' });
  const sums = { events: 0, envelope: 0, data: 0, esdbData: 0, esdbMetadata: 0, esdbNames: 0, deflated: 0 };
  const types = {};
  for (let after; ;) {
    const records = await store.readAll(after, 2_000);
    if (records.length === 0) break;
    after = records.at(-1).position;
    for (const record of records) {
      types[record.type] = (types[record.type] ?? 0) + 1;
      const { event, bytes } = outgoing(record);
      sums.events += 1;
      sums.envelope += Buffer.byteLength(record.envelope);
      sums.data += Buffer.byteLength(record.data);
      sums.esdbData += event.data.length;
      sums.esdbMetadata += bytes - event.data.length - 2 * record.type.length;
      sums.esdbNames += record.stream.length + record.type.length;
    }
    sums.deflated += deflateSync(records.map(({ envelope, data: text }) => envelope + text).join(''), { level: 1 }).length; // prettier-ignore
  }
  await store.close();
  console.log(`${sums.events} events, ${(sums.events / specimens).toFixed(2)} a specimen: ${JSON.stringify(types)}`);
  row('Texts of the records: envelope', sums.envelope);
  row('Texts of the records: data', sums.data);
  row('The same texts, deflated 2,000 records at a time', sums.deflated);
  row('EventStoreDB: data as sent', sums.esdbData);
  row('EventStoreDB: metadata as sent', sums.esdbMetadata);
  row('EventStoreDB: names of stream and type', sums.esdbNames);
  // 92 bytes: the fixed fields of a prepare record of its log; 24: an entry of its index, as its documentation says.
  row('EventStoreDB: framing (92 bytes an event, by its format)', 92 * sums.events);
  row('EventStoreDB: index (24 bytes an event, by its documentation)', 24 * sums.events);
  pages('SQLite: ledger', join(data, 'ledger.db'));
  // RFC 6962: a leaf and, over all levels, as many inner nodes again, 32 bytes each.
  row('Seal: hashes of the tree (RFC 6962), 64 bytes an event', 64 * sums.events);
}

function viewSizes() {
  for (const file of readdirSync(join(data, 'views')).filter((name) => /@\d+\.db$/.test(name)))
    pages(`SQLite: ${file.replace('.db', '')}`, join(data, 'views', file));
}

/** Bytes of the pages of each table and index of a file; what is below a hundredth is put together. */
function pages(what, file) {
  const database = new DatabaseSync(file, { readOnly: true });
  const parts = database
    .prepare('SELECT name, SUM(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC')
    .all();
  database.close();
  const all = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  // Views of a handful of documents say nothing about many.
  if (all < 10 * specimens) return;
  row(`${what}, in all`, all);
  let rest = 0;
  for (const { name, bytes } of parts) {
    if (bytes * 100 > all) row(`  ${name}`, bytes);
    else rest += bytes;
  }
  if (rest > 0) row('  the rest', rest);
}

async function mongodbSizes() {
  const { url, end } = await mongodb();
  const client = new MongoClient(url);
  const store = await openMongodbViewStore({ url, now: Date.now });
  try {
    for (const projection of PROJECTIONS) await mongodbView(client, store, projection);
  } finally {
    await store.close();
    await client.close();
    end();
  }
}

/** A sample of the view's documents in MongoDB's form, as many a specimen as there are in SQLite. */
async function mongodbView(client, store, { name, version, schema }) {
  const kept = await views.active(name);
  // A folder of an older version lacks the views that came later.
  if (!kept) return;
  const total = await kept.count();
  if (total < SAMPLE) return;
  const view = await store.open(name, version, schema);
  let cursor;
  for (let taken = 0; taken < SAMPLE;) {
    const page = await kept.search({ limit: 500, ...(cursor !== undefined && { cursor }) });
    const writes = page.items.map(({ id, revision, document }) => ({ id, document, revision, fresh: true }));
    await view.commit(writes, { storeId: 'sizes', position: String(taken).padStart(16, '0'), parked: {} }, true);
    taken += page.items.length;
    cursor = page.next;
  }
  await view.finish();
  const { collection } = await client.db().collection('view_versions').findOne({ name });
  const stored = await client.db().collection(collection).find().toArray();
  const scale = total / stored.length;
  const encoded = stored.map((document) => BSON.serialize(document));
  row(`MongoDB: ${name}, documents as BSON`, sum(encoded.map(({ length }) => length)) * scale);
  row('  deflated a page of 32 KiB at a time', deflated(Buffer.concat(encoded)) * scale);
  for (const { name: index, key } of await client.db().collection(collection).indexes())
    row(`  keys of ${index.slice(0, 44)}`, sum(stored.map((document) => keysOf(document, Object.keys(key)))) * scale);
}

/** Bytes of a document's keys in one index: each value and, of ours, some eight for the record it leads to. */
function keysOf(document, fields) {
  const bytes = fields.map((field) => {
    const value = document[field];
    return (Array.isArray(value) ? value : [value]).map((one) => (typeof one === 'string' ? Buffer.byteLength(one) + 2 : 9)); // prettier-ignore
  });
  const entries = Math.max(...bytes.map(({ length }) => length));
  return sum(bytes.map((values) => (values.length === entries ? sum(values) : entries * sum(values)))) + 8 * entries;
}

function deflated(bytes) {
  let all = 0;
  for (let at = 0; at < bytes.length; at += PAGE)
    all += deflateSync(bytes.subarray(at, at + PAGE), { level: 1 }).length;
  return all;
}

async function mongodb() {
  const file = resolve(import.meta.dirname, '../testing/mongodb/server/server.mjs');
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill());
  const [said] = await once(child.stdout, 'data');
  const { uri } = JSON.parse(String(said));
  return { url: uri.replace(/^(mongodb:\/\/[^/?]+)\/?/, '$1/sizes'), end: () => child.kill() };
}

function sum(values) {
  return values.reduce((all, value) => all + value, 0);
}

function sizeOf(file) {
  return statSync(file).size;
}

function folderSize(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return sum(files.map((entry) => sizeOf(join(entry.parentPath, entry.name))));
}
