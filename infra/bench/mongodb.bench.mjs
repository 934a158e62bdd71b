#!/usr/bin/env node
/**
 * What the view store costs on MongoDB, over real herbarium rows: writing specimen search in bulk, pages of 50, facets.
 * The store's own limits of the same run beside it: the same stored documents inserted by the bare driver (and the same
 * indexes made), a page of 50 documents by one indexed find, a count by one aggregation. `TEST_MONGODB_URL` names a real
 * server; without it the test server of `infra/testing/mongodb` stands in, whose figures say nothing about MongoDB itself.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { openMongodbViewStore } from '../../dist/server/projections/adapters/mongodb/mongodb-view-store.js';
import { specimenSearch } from '../../dist/server/projections/specimen-search/projection.js';
import { line, rate } from './measure.mjs';
import { cncflora, eventsOf } from './real-events.mjs';

if (!cncflora) {
  console.warn('Skipped mongodb: the shared data folder is not here.');
  process.exit(0);
}
const ROWS = Number(process.argv[2] ?? 20_000);
const BATCH = 1_000;
const { url, end } = await server();
const client = new MongoClient(url);
const bare = client.db();
const { name, version, schema } = specimenSearch;
const store = await openMongodbViewStore({ url, now: Date.now });
const view = await store.open(name, version, schema);
const documents = await foldedRows();

const written = await rate(async () => {
  for (let at = 0; at < documents.length; at += BATCH) {
    const checkpoint = { storeId: 'bench', position: String(at).padStart(16, '0'), parked: {} };
    await view.commit(documents.slice(at, at + BATCH), checkpoint, true);
  }
  await view.finish();
  return documents.length;
});
const { collection } = await bare.collection('view_versions').findOne({ name });
const ours = bare.collection(collection);
const inserted = await insertBarely();
line('views written in bulk', written, inserted, 'documents', 'the same documents inserted, the same indexes made');

const limits = await searchLimits();
for (const [kind, ask] of Object.entries(questions())) {
  const asked = await rate(async () => {
    let found = 0;
    for (let at = 0; at < 60; at++) found += await ask(at);
    if (found === 0) throw new Error(`The question ${kind} found nothing.`);
    return 60;
  });
  const [limit, of] = kind.startsWith('facet') ? [limits.count, 'one count of all by one aggregation'] : [limits.page, '50 documents by one indexed find']; // prettier-ignore
  line(kind, asked, limit, 'answers', of);
}
await bare.dropDatabase();
await store.close();
await client.close();
end();

async function foldedRows() {
  const rows = new Map();
  for (const event of await eventsOf(cncflora, ROWS)) {
    if (!specimenSearch.types.includes(event.type)) continue;
    for (const key of specimenSearch.keysOf(event)) rows.set(key, specimenSearch.evolve(rows.get(key), event, key));
  }
  return [...rows].map(([id, document]) => ({ id, document, revision: 1, fresh: true }));
}

/** Documents a second of the bare driver. */
async function insertBarely() {
  const stored = await ours.find().toArray();
  const keys = (await ours.indexes()).map(({ key }) => ({ key })).filter(({ key }) => !('_id' in key) || Object.keys(key).length > 1); // prettier-ignore
  const twin = bare.collection('twin');
  return rate(async () => {
    for (let at = 0; at < stored.length; at += BATCH) {
      await twin.insertMany(stored.slice(at, at + BATCH), { writeConcern: { w: 'majority' } });
    }
    await twin.createIndexes(keys);
    return stored.length;
  });
}

async function searchLimits() {
  const ids = documents.map(({ id }) => id).sort();
  const page = await rate(async () => {
    for (let at = 0; at < 60; at++) await ours.find({ _id: { $gt: ids[at * 50] } }).sort({ _id: 1 }).limit(50).toArray(); // prettier-ignore
    return 60;
  });
  const count = await rate(async () => {
    for (let at = 0; at < 10; at++) await ours.countDocuments();
    return 10;
  });
  return { page, count };
}

/** Each question another time with another value, so that no answer is remembered. */
function questions() {
  const nth = (at) => documents[(at * 331) % documents.length].document;
  const search = async (query) => (await view.search(query)).items.length;
  return {
    'page of a family by name': (at) =>
      search({
        where: { column: 'family', equals: nth(at).identification.family },
        sort: [{ column: 'scientificName' }],
      }),
    'page of a word': (at) => search({ text: { words: nth(at).terms.locality?.split(/\W+/)[0] ?? 'serra' } }),
    'page of a catalogue number': (at) =>
      search({ where: { column: 'catalogNumber', equals: nth(at).terms.catalogNumber ?? '1' } }),
    'page of the newest': () => search({ sort: [{ column: 'modifiedAt', descending: true }] }),
    'facet of a family’s genera': async (at) => {
      const where = { column: 'family', equals: nth(at).identification.family };
      return (await view.facets(where, undefined, [{ column: 'genus' }])).genus.length;
    },
    'facet of all, somebody writing': async (at) => {
      await view.commit([], { storeId: 'bench', position: String(ROWS + at).padStart(16, '0'), parked: {} });
      return (await view.facets(undefined, undefined, [{ column: 'family' }])).family.length;
    },
  };
}

/** A real server, or the test server as a process of its own. */
async function server() {
  const database = `bench_${process.pid}`;
  const named = process.env.TEST_MONGODB_URL;
  const withDatabase = (given) => given.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${database}`);
  console.log(named ? 'the server of TEST_MONGODB_URL' : 'the test server');
  if (named) return { url: withDatabase(named), end: () => undefined };
  const file = join(import.meta.dirname, '../testing/mongodb/server/server.mjs');
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  return { url: withDatabase(JSON.parse(String(said)).uri), end: () => child.kill() };
}
