#!/usr/bin/env node
/**
 * Where the time of an import goes: µs per row of each stage, over a real archive, each stage alone in one thread and on a
 * machine that does nothing else. First what writes the ledger, then what keeps each of the large views. Times of SQLite are
 * told by statement; a look at the clock before and after each costs about a tenth of a microsecond. `-- ROWS` takes fewer rows.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '../../dist/server/backend/ledger/adapters/sqlite/sqlite-event-store.js';
import { EMPTY_STREAM, hashData, leafHash, recordFacts } from '../../dist/server/backend/ledger/record-facts.js';
import { randomSalts } from '../../dist/server/backend/ledger/salts.js';
import { SwiftEnvelopes } from '../../dist/server/backend/ledger/swift-envelope.js';
import { CellMaker } from '../../dist/server/projections/adapters/sqlite/row-cells.js';
import { openSqliteViewStore } from '../../dist/server/projections/adapters/sqlite/sqlite-view-store.js';
import { Projector } from '../../dist/server/projections/kernel/projector.js';
import { PROJECTIONS } from '../../dist/server/projections/registry.js';
import { describeArchive } from '../../dist/server/backend/tasks/import/archive/describe-archive.js';
import { openBundle } from '../../dist/server/backend/tasks/import/archive/open-bundle.js';
import { readRows } from '../../dist/server/backend/tasks/import/archive/read-rows.js';
import { newRecord } from '../../dist/server/backend/tasks/import/compare-record.js';
import { importContext } from '../../dist/server/backend/tasks/import/import-desk.js';
import { matchRows } from '../../dist/server/backend/tasks/import/match-rows.js';
import { isPlannable } from '../../dist/server/backend/tasks/import/plan-row.js';
import { reserveNumbers } from '../../dist/server/backend/tasks/import/reserve-numbers.js';
import { stageFile } from '../../dist/server/backend/tasks/import/staging/stage-file.js';
import { cncflora } from './real-events.mjs';
import { Stopwatch } from './stopwatch.mjs';

if (!cncflora) {
  console.warn('Skipped stages: the shared data folder is not here.');
  process.exit(0);
}
const ROWS = Number(process.argv[2] ?? Infinity);
const GROUP = 400;
const VIEWS = ['specimen-search', 'specimen-record', 'audit-trail'];
// Statements of SQLite by what they do.
const STAGES = [
  [/^COMMIT/, 'COMMIT'],
  [/INTO words\(words\)|(INTO|FROM) words/, 'index of words (FTS)'],
  [/INDEX|ANALYZE|touched/, 'indexes, statistics'],
  [/dictionary/, 'dictionary'],
  [/^\s*(WITH|SELECT e\.position)/, 'read the ledger'],
  [/INTO (rows|documents|codes|list\d+) /, 'insert rows, documents, codes'],
  [/(INTO|FROM) (events|streams)/, 'SQLite: insert events'],
];
const folder = mkdtempSync(join(tmpdir(), 'bench-stages-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const watch = new Stopwatch();
const file = join(folder, 'ledger.db');

watchSqlite();
const rows = await writing();
await viewing();

/** What becomes of a file until it stands in the ledger. */
async function writing() {
  const bundle = await openBundle(cncflora, 'archive.zip', folder);
  const { core } = await describeArchive(bundle);
  const read = async (each) => {
    let count = 0;
    for await (const piece of each) count += piece.length;
    return count;
  };
  const unpacked = { ...bundle, open: async () => unpackedContent };
  watch.take();
  const content = [];
  await watch.time('read the zip', async () => {
    for (const name of core.files) for await (const piece of await bundle.open(name)) content.push(piece);
  });
  const { Readable } = await import('node:stream');
  const unpackedContent = Readable.from(content);
  const all = await watch.time('parse CSV', () => read(readRows(unpacked, core)));
  content.length = 0;
  await bundle.close();
  const staged = { path: cncflora, name: 'archive.zip', sha256: '0'.repeat(64) };
  const quiet = { signal: new AbortController().signal, progress() {} };
  const staging = await watch.time('stage: zip and CSV once more, keys, repetitions', () =>
    stageFile(staged, undefined, folder, Date.now(), quiet),
  );
  table(`Reading ${all} rows`, watch.take(), all);
  const ledger = await openSqliteEventStore({ file, writer: 'here' });
  const count = await recording(staging, ledger);
  await ledger.close();
  staging.close();
  table(`Writing ${count} rows`, watch.take(), count);
  return count;
}

async function recording(staging, events) {
  const salts = randomSalts();
  const collectionId = randomUUID();
  const actor = { id: randomUUID(), role: 'collection-manager', via: 'cli' };
  const act = { importId: randomUUID(), collectionId, sha256: '0'.repeat(64), actor };
  const desk = { events, salts, now: Date.now };
  const scope = { events, known: {}, collectionId, importId: act.importId, empty: true };
  let count = 0;
  for (let last = 0; count < ROWS;) {
    const group = watch.time('read staged rows', () => staging.rowsAfter(last, GROUP));
    if (group.length === 0) break;
    last = group.at(-1).row;
    const matched = await watch.time('map to terms, plan', () => matchRows(scope, staging, group.filter(isPlannable)));
    const decided = watch.time('decide', () =>
      matched.map(({ plan }) => {
        const { number, facts } = newRecord(collectionId, plan, false);
        return { plan, number, facts: facts(undefined) };
      }),
    );
    const wanted = decided.flatMap(
      ({ plan, number }) =>
      number ? [{ row: plan.row, specimenId: plan.specimenId, number, context: importContext(desk, act, `number of ${plan.row}`, plan.row) }] : [], // prettier-ignore
    );
    await watch.time('reserve numbers, their append apart', () => reserveNumbers(desk, collectionId, wanted));
    const appends = watch.time('canonical JSON, ids, salts, hashes', () =>
      decided.map(({ plan, facts }) => {
        const stream = `specimen-${plan.specimenId}`;
        const context = importContext(desk, act, String(plan.row), plan.row);
        const { records } = recordFacts(stream, EMPTY_STREAM, facts, context, salts);
        return { stream, expectedRevision: -1, records };
      }),
    );
    watch.time('(hashes alone, once more)', () => hashAgain(appends));
    await watch.time('append, SQLite apart', () => events.appendBatch(appends));
    count += group.length;
  }
  return count;
}

function hashAgain(appends) {
  for (const { records } of appends)
    for (const { envelope, data, salt } of records) {
      hashData(Buffer.from(salt, 'base64url'), data);
      leafHash(envelope);
    }
}

/** What it takes until each view shows it. */
async function viewing() {
  watch.wrap(JSON, 'parse', 'decode');
  watch.wrap(SwiftEnvelopes.prototype, 'read', 'decode');
  watch.wrap(JSON, 'stringify', 'text of documents');
  watch.wrap(CellMaker.prototype, 'make', 'cells of rows');
  const ledger = await openSqliteEventStore({ file, writer: 'here' });
  for (const name of VIEWS) {
    const views = await openSqliteViewStore({ folder: join(folder, name), readers: 0 });
    const projections = [watched(PROJECTIONS.find((projection) => projection.name === name))];
    const projector = new Projector({ ledger, views, projections, owner: 'bench' });
    watch.take();
    await watch.time('all else, garbage too', () => projector.catchUp());
    table(`View ${name}`, watch.take(), rows);
    await views.close();
  }
  await ledger.close();
  console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
}

function watched(projection) {
  const schema = { ...projection.schema };
  watch.wrap(schema, 'row', 'cells of rows');
  if (schema.text) watch.wrap(schema, 'text', 'words');
  const copy = { ...projection, schema };
  watch.wrap(copy, 'evolve', 'fold');
  return copy;
}

/** Every statement is a stage, by what it does. */
function watchSqlite() {
  const { prepare } = DatabaseSync.prototype;
  DatabaseSync.prototype.prepare = function (sql) {
    const statement = prepare.call(this, sql);
    for (const method of ['run', 'get', 'all']) watch.wrap(statement, method, () => stageOf(sql));
    return statement;
  };
  watch.wrap(DatabaseSync.prototype, 'exec', stageOf);
}

function stageOf(sql) {
  return STAGES.find(([pattern]) => pattern.test(sql))?.[1] ?? 'other SQLite';
}

function table(title, spent, count) {
  const total = [...spent.values()].reduce((sum, each) => sum + each, 0);
  console.log(`${title}: ${micros(total, count)} µs per row`);
  for (const [stage, milliseconds] of [...spent].sort((one, other) => other[1] - one[1])) {
    if (milliseconds * 1_000 >= count / 20) console.log(`  ${micros(milliseconds, count).padStart(6)}  ${stage}`);
  }
}

function micros(milliseconds, count) {
  return ((milliseconds * 1_000) / count).toFixed(1);
}
