#!/usr/bin/env node
/**
 * A real archive from file to the last row in all views: rows per second from commit to searchable, CPU µs per row of each
 * thread, and peak memory. `-- NAME` takes another archive of the shared data folder; `--searching` lets one person search
 * meanwhile, who looks at each page for a tenth of a second. The limit beside it: how fast the same run had written the rows,
 * which the views can only follow.
 */
import { createReadStream, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { collection } from '../../dist/server/backend/domain/collection/collection.js';
import { openHouse } from '../../dist/server/backend/wiring/house.js';
import { readSettings } from '../../dist/server/backend/wiring/settings.js';
import { cncflora } from './real-events.mjs';

if (!cncflora) {
  console.warn('Skipped import: the shared data folder is not here.');
  process.exit(0);
}
const words = process.argv.slice(2);
const searching = words.includes('--searching');
const [chosen] = words.filter((word) => !word.startsWith('--'));
const archive = chosen ? resolve(cncflora, '..', chosen) : cncflora;
const data = mkdtempSync(join(tmpdir(), 'bench-import-'));
const house = await openHouse(readSettings({ DATA: data, LOG_LEVEL: 'error' }, {}));
try {
  await measure();
} finally {
  await house.close();
  rmSync(data, { recursive: true });
}

async function measure() {
  const actor = { id: house.newId(), role: 'collection-manager', via: 'cli' };
  const { id: collectionId } = await house.handle(
    collection,
    randomUUID(),
    { type: 'EstablishCollection', name: 'Bench', institutionCode: 'B', collectionCode: 'B' },
    {
      commandId: house.newId(),
      correlationId: house.newId(),
      actor,
      source: { kind: 'cli' },
      at: house.now(),
    },
  );
  const { sha256 } = await house.files.put(createReadStream(archive));
  const file = { sha256, name: basename(archive) };
  const began = performance.now();
  const preview = await ended('import-preview', { file, collectionId });
  const previewed = performance.now();
  const mapping = preview.tables.flatMap(({ table, columns }) =>
    columns.map(({ filled: _filled, samples: _samples, nullCandidates: _nulls, ...column }) => ({ table, ...column })),
  );
  const end = new AbortController();
  const before = threads();
  const start = performance.now();
  const searched = searching ? searchUntil(end.signal) : undefined;
  const importId = randomUUID();
  const options = preview.options ?? { released: false };
  const request = { importId, collectionId, file, mapping: preview.mapping ?? mapping, options, actor };
  const { counts } = await ended('import-commit', request);
  const written = performance.now();
  if (!(await house.allReached(await house.ledger.head(), 600_000))) throw new Error('The views did not catch up.');
  const searchable = performance.now();
  end.abort();
  if (searched) tell(await searched);
  report(counts, { preview: previewed - began, written: written - start, searchable: searchable - start }, before);
}

/** Pages of 50 with their count, and now and then eight facets; milliseconds of each answer. */
async function searchUntil(signal) {
  const view = house.view('specimen-search');
  const page = (where, words) =>
    view.search({ ...(where && { where }), ...(words && { text: { words } }), sort: [{ column: 'catalogNumber' }], count: true }); // prettier-ignore
  const facets = ['family', 'genus', 'country', 'stateProvince', 'recordedBy', 'typeStatus', 'year', 'issue'];
  const questions = [
    () => page(undefined, 'serra'),
    () => page({ column: 'family', equals: 'Fabaceae' }),
    () => page({ column: 'genus', prefix: 'Euge' }),
    () => page(undefined, 'rio de janeiro'),
    () =>
      page({
        and: [
          { column: 'country', equals: 'Brazil' },
          { column: 'stateProvince', equals: 'Minas Gerais' },
        ],
      }),
    () => page(),
    () => view.facets({ column: 'family', equals: 'Asteraceae' }, undefined, facets.map((column) => ({ column }))), // prettier-ignore
    () => page({ column: 'recordedBy', exists: true }, 'mata'),
  ];
  const took = [];
  for (let at = 0; !signal.aborted; at++) {
    const asked = performance.now();
    await questions[at % questions.length]();
    took.push(performance.now() - asked);
    await pause(100);
  }
  return took;
}

function tell(took) {
  const sorted = took.sort((one, other) => one - other);
  const share = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(0);
  console.log(
    `searching meanwhile: ${sorted.length} answers, p50 ${share(0.5)} ms, p95 ${share(0.95)} ms, slowest ${share(1)} ms`,
  );
}

async function ended(name, data) {
  const { id } = await house.jobs.enqueue(name, data);
  let last;
  for await (const job of house.jobs.watch(id, new AbortController().signal)) last = job;
  if (last.status !== 'completed') throw new Error(`${name} ended as ${last.status}: ${last.error}`);
  return last.result;
}

function report(counts, milliseconds, before) {
  const { rows } = counts;
  const perSecond = (ms) => Math.round(rows / (ms / 1000)).toLocaleString('en');
  const { written, searchable } = milliseconds;
  console.log(
    `import of ${rows} rows: ${perSecond(searchable)} rows/s to searchable · limit (written only): ${perSecond(written)} rows/s` +
      ` · ratio ${(written / searchable).toFixed(2)} · peak ${peak()} MB · preview ${(milliseconds.preview / 1000).toFixed(1)} s`,
  );
  for (const [thread, { name, seconds }] of threads()) {
    const spent = seconds - (before.get(thread)?.seconds ?? 0);
    if (spent >= 0.05) console.log(`  ${name.padEnd(14)} ${Math.round((spent / rows) * 1e6)} µs of CPU per row`);
  }
}

/** CPU seconds of every thread of this process, by its number. */
function threads() {
  const found = new Map();
  for (const thread of readdirSync('/proc/self/task')) {
    const text = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
    found.set(thread, { name, seconds: (Number(fields[11]) + Number(fields[12])) / 100 });
  }
  return found;
}

function peak() {
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024);
}
