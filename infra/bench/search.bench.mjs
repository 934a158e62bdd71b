#!/usr/bin/env node
/**
 * What a search costs inside the embedded view store, over real herbarium rows: writing them in bulk, first pages of 50 by
 * kind of question, eight facets. The machine's limits beside it: plain inserts of the same documents, and fetching 50
 * documents by their number, which no page can leave out.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteViewStore } from '../../dist/server/projections/adapters/sqlite/sqlite-view-store.js';
import { specimenSearch } from '../../dist/server/projections/specimen-search/projection.js';
import { cncflora, eventsOf } from './real-events.mjs';

if (!cncflora) {
  console.warn('Skipped search: the shared data folder is not here.');
  process.exit(0);
}
const ROWS = Number(process.argv[2] ?? 84_000);
const BATCH = 1_000;
const FACETS = ['family', 'genus', 'country', 'stateProvince', 'recordedBy', 'typeStatus', 'year', 'issue'];
const folder = mkdtempSync(join(tmpdir(), 'bench-search-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const { name, version, schema } = specimenSearch;
const store = await openSqliteViewStore({ folder, readers: 0 });
const view = await store.open(name, version, schema);
const documents = await foldedRows();
await load();
const values = await view.facets(undefined, undefined, FACETS.map((column) => ({ column, limit: 200 }))); // prettier-ignore
const file = new DatabaseSync(
  join(
    folder,
    readdirSync(folder).find((entry) => entry === `${name}@${version}.db`),
  ),
);
const fifty = file.prepare('SELECT document FROM documents WHERE n BETWEEN ? AND ? + 49');
const fetching = await timesOf(Array.from({ length: 200 }, (_, at) => () => fifty.all(at * 50, at * 50)));
await pages();
await facets();
console.log(
  `peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB, documents held by the benchmark included`,
);
await store.close();

async function foldedRows() {
  const rows = new Map();
  for (const event of await eventsOf(cncflora, ROWS)) {
    if (!specimenSearch.types.includes(event.type)) continue;
    for (const key of specimenSearch.keysOf(event)) rows.set(key, specimenSearch.evolve(rows.get(key), event, key));
  }
  return [...rows].map(([id, document]) => ({ id, document, revision: 1, fresh: true }));
}

async function load() {
  const ours = await cpu(async () => {
    for (let at = 0; at < documents.length; at += BATCH) {
      const checkpoint = { storeId: 'bench', position: String(at).padStart(16, '0'), parked: {} };
      await view.commit(documents.slice(at, at + BATCH), checkpoint, true);
    }
  });
  const finishing = await cpu(() => view.finish());
  const plain = new DatabaseSync(join(folder, 'plain.db'));
  plain.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE documents (id TEXT UNIQUE, document TEXT)',
  );
  const insert = plain.prepare('INSERT INTO documents VALUES (?, ?)');
  const limit = await cpu(() => {
    for (let at = 0; at < documents.length; at += BATCH) {
      plain.exec('BEGIN');
      for (const { id, document } of documents.slice(at, at + BATCH)) insert.run(id, JSON.stringify(document));
      plain.exec('COMMIT');
    }
  });
  plain.close();
  const each = (micros) => (micros / documents.length).toFixed(1);
  console.log(`${documents.length} documents: ours ${each(ours)} + ${each(finishing)} µs (indexes), limit ${each(limit)} µs (plain inserts), ratio ${((ours + finishing) / limit).toFixed(1)}`); // prettier-ignore
}

async function pages() {
  const equal = (column) => values[column].map(({ value }) => ({ where: { column, equals: value } }));
  const kinds = {
    family: equal('family'),
    'genus prefix': values.genus.map(({ value }) => ({ where: { column: 'genus', prefix: value.slice(0, 4) } })),
    collector: equal('recordedBy'),
    'country and state': values.stateProvince.map(({ value }) => ({
      where: {
        and: [
          { column: 'country', equals: 'Brazil' },
          { column: 'stateProvince', equals: value },
        ],
      },
    })),
    'catalogue number': documents
      .slice(0, 2_000)
      .filter((_, at) => at % 10 === 0)
      .map(({ document }) => ({ text: { words: String(document.terms.catalogNumber) } })),
    'collector in words': values.recordedBy.map(({ value }) => ({ text: { words: value } })),
    'locality words': documents
      .filter(({ document }) => document.terms.locality)
      .slice(0, 200)
      .map(({ document }) => ({
        text: { words: document.terms.locality.split(/\s+/).slice(0, 2).join(' '), prefix: true },
      })),
    'year, newest first': equal('year').map((query) => ({
      ...query,
      sort: [{ column: 'eventDate', descending: true }],
    })),
  };
  for (const [kind, queries] of Object.entries(kinds)) {
    const sort = [{ column: 'catalogNumber' }];
    report(kind, await timesOf(queries.map((query) => () => view.search({ sort, ...query }))), fetching);
  }
}

/** Asked once each: the second answer would come out of the store's memory. */
async function facets() {
  const requests = FACETS.map((column) => ({ column }));
  for (const column of ['family', 'stateProvince', 'recordedBy']) {
    const asked = values[column].map(
      ({ value }) =>
        () =>
          view.facets({ column, equals: value }, undefined, requests),
    );
    report(`eight facets by ${column}`, await timesOf(asked, 1), fetching);
  }
  report('eight facets of all', await timesOf([() => view.facets(undefined, undefined, requests)], 1), fetching);
}

/** Median of some runs of each, in ms, sorted. */
async function timesOf(works, rounds = 3) {
  const times = [];
  for (const work of works) {
    const runs = [];
    for (let run = 0; run < rounds; run++) {
      const from = performance.now();
      await work();
      runs.push(performance.now() - from);
    }
    times.push(runs.sort((a, b) => a - b)[Math.floor(rounds / 2)]);
  }
  return times.sort((a, b) => a - b);
}

function report(kind, times, limits) {
  const [p50, p95] = [0.5, 0.95].map((part) => times[Math.floor(times.length * part)]);
  const limit = limits[Math.floor(limits.length / 2)];
  console.log(`${kind.padEnd(28)} ours p50 ${p50.toFixed(2)} p95 ${p95.toFixed(2)} ms · limit ${limit.toFixed(2)} ms (fetch 50) · ratio ${(p50 / limit).toFixed(1)}`); // prettier-ignore
}

/** CPU time in µs: a busy machine would make the clock tell of its other work. */
async function cpu(work) {
  const from = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(from);
  return user + system;
}
