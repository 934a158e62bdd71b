#!/usr/bin/env node
/**
 * Rare and mean searches over 84k herbarium specimens: any filter with any text, order, count and facets, drawn at random but
 * the same every time; words and values that match everything among them. Prints the slowest twenty; none may take more than
 * 300 ms. The machine's limit beside it: one walk over all small rows, which a search by a column without index cannot beat.
 * `-- --data FOLDER` takes a folder that holds the archive already; `-- --many N` asks so many.
 */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { openSqliteViewStore } from '../../dist/server/projections/adapters/sqlite/sqlite-view-store.js';
import { percentile } from './http-client.mjs';
import { importedFolder } from './imported-folder.mjs';

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, many: { type: 'string', default: '1500' }, seed: { type: 'string', default: '1753' } }, // prettier-ignore
});
const data = options.data ? resolve(options.data) : importedFolder('search-mean');
if (!data) process.exit(0);
const MOST = 300;
const folder = join(data, 'views');
const store = await openSqliteViewStore({ folder, readers: 0, cacheKiB: 8_192 });
const view = await store.active('specimen-search');
const file = readdirSync(folder).find((name) => /^specimen-search@\d+\.db$/.test(name));
const plain = new DatabaseSync(join(folder, file), { readOnly: true });
const columns = JSON.parse(plain.prepare('SELECT layout FROM about').get().layout).columns;
const FACETS = ['family', 'genus', 'country', 'stateProvince', 'recordedBy', 'typeStatus', 'year', 'issue'];
const facets = await view.facets(undefined, undefined, columns.filter(({ facet }) => facet).map(({ name }) => ({ column: name, limit: 200 }))); // prettier-ignore

// A generator of Lehmer's: every run asks the same.
let state = Number(options.seed);
const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
const oneOf = (list) => list[Math.floor(random() * list.length)];
const chance = (part) => random() < part;

const WORDS = ['brasil', 'brazil', 'de', 'd', 'a', 's', 'mata', 'plantae', 'herbario', 'floresta', 'mata de', 'brazil sp', 'br rb', 'rb', 'campo rupestre', 'estrada de', 'silva', 'gl', 'atlantica', 'rio de janeiro', '1', '19', '2009', 'nosuchword', 'brazil nosuchword', 'de da do', 'x']; // prettier-ignore
const NUMBERS = { month: [1, 7], elevation: [0, 2_000], individualCount: [0, 5], uncertaintyMetres: [0, 10_000], year: [1800, 2018], decade: [1800, 2010], identificationCount: [0, 2], released: [0, 1], voided: [0, 1], unidentified: [0, 1], hasMedia: [0, 1] }; // prettier-ignore

const slow = [];
const times = { page: [], 'page and count': [], 'next page': [], facets: [] };
// The file is read once, so that no search pays for a cold disk.
plain.prepare('SELECT sum(length(document)) FROM documents').get();
await view.search({ text: { words: 'mata' }, count: true });
for (let at = 0; at < Number(options.many); at++) await ask();
const walk = plain.prepare(
  `SELECT count(*) FROM rows WHERE n${columns.findIndex(({ name }) => name === 'voided')} = 0`,
);
const limit = await milliseconds(() => walk.get());
for (const [what, all] of Object.entries(times)) {
  const [p50, p95, p99, max] = [0.5, 0.95, 0.99, 1].map((part) => percentile(all, part).toFixed(1));
  console.log(`${what.padEnd(16)} ${String(all.length).padStart(5)} asked · p50 ${p50} p95 ${p95} p99 ${p99} max ${max} ms · limit (one walk over all rows) ${limit.toFixed(1)} ms · ratio ${(max / limit).toFixed(1)}`); // prettier-ignore
}
slow.sort((a, b) => b.spent - a.spent);
for (const { spent, what, query } of slow.slice(0, 20)) console.log(`${spent.toFixed(1).padStart(7)} ms ${what.padEnd(16)} ${query}`); // prettier-ignore
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
await store.close();
if (slow[0].spent > MOST) {
  console.error(`A search took more than ${MOST} ms.`);
  process.exitCode = 1;
}

async function ask() {
  const where = someCondition();
  const text = chance(0.5) ? { words: oneOf(WORDS), prefix: chance(0.6) } : undefined;
  const sort = chance(0.1) ? undefined : chance(0.15) ? [someSort(), someSort()] : [someSort()];
  const asked = { ...(where && { where }), ...(text && { text }), ...(sort && { sort }) };
  const page = await time('page', asked, () => view.search(asked));
  await time('page and count', asked, () => view.search({ ...asked, count: true }));
  if (page.next) await time('next page', asked, () => view.search({ ...asked, cursor: page.next }));
  await time('facets', asked, () => view.facets(where, text, FACETS.map((column) => ({ column, limit: 30 })))); // prettier-ignore
}

async function time(what, query, work) {
  let answer;
  const spent = await milliseconds(async () => (answer = await work()));
  times[what].push(spent);
  slow.push({ spent, what, query: JSON.stringify(query) });
  return answer;
}

async function milliseconds(work) {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function someSort() {
  const { name } = oneOf(columns.filter(({ kind }) => kind !== 'point' && kind !== 'list'));
  return { column: name, ...(chance(0.5) && { descending: true }) };
}

function someCondition() {
  const count = Math.floor(random() * 4);
  const parts = Array.from({ length: count }, somePart);
  if (parts.length < 2) return parts[0];
  return chance(0.8) ? { and: parts } : { or: parts };
}

function somePart() {
  if (chance(0.12)) return { not: someFilter() };
  return someFilter();
}

function someFilter() {
  const column = oneOf(columns);
  const { name, kind } = column;
  if (chance(0.1)) return { column: name, exists: chance(0.5) };
  if (kind === 'point') return { column: name, box: oneOf([{ west: -180, south: -90, east: 180, north: 90 }, { west: -45, south: -24, east: -40, north: -20 }]) }; // prettier-ignore
  if (kind === 'date') return { column: name, from: oneOf([18_000_101, 20_000_101]), to: oneOf([20_101_231, 20_181_231]) }; // prettier-ignore
  if (kind === 'number') return numberFilter(name);
  const known = facets[name]?.map(({ value }) => value) ?? [];
  if (known.length === 0 || chance(0.2)) return { column: name, prefix: oneOf(['', 'a', 'b', 's', 'br', 'p', 'm', '2026', '1']) }; // prettier-ignore
  if (chance(0.3)) return { column: name, in: known.slice(0, 100) };
  return { column: name, equals: chance(0.5) ? known[0] : oneOf(known) };
}

function numberFilter(name) {
  const [from, to] = NUMBERS[name] ?? [0, 1];
  if (chance(0.5)) return { column: name, equals: oneOf([from, to]) };
  return { column: name, from, to };
}
