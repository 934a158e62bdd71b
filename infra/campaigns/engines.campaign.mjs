/**
 * `npm run campaign -- engines [--clients 32] [--rows 2000] [--freeze 30] [--away 3] [--only worker:kill,redis:freeze] [--json]`
 *
 * Servers and workers on EventStoreDB, MongoDB and Redis, all processes of their own. While clients send commands and ask, and
 * while an import runs, one after the other is killed (kill -9) and started again, and frozen (SIGSTOP) and let go on. After
 * each, everything must come right by itself: no acknowledged event lost or doubled, every record verifies, the import ends with
 * all its rows, all views are at the head and equal views folded anew; who was not touched still runs; and whoever asked
 * meanwhile got an answer, or 503 with the time to come again. The readiness says which store is away.
 *
 * The three stores are the test servers of infra/testing and the machine's redis-server; those that TEST_ESDB_URL,
 * TEST_MONGODB_URL or TEST_REDIS_URL name are used, but neither killed nor frozen.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Fault } from './engines-fault.mjs';
import { Scene } from './engines-scene.mjs';

/** The workers first: as long as no store was away it is known which of them writes the views. */
const FAULTS = [
  'worker:kill',
  'worker:freeze',
  'server:kill',
  'server:freeze',
  'redis:kill',
  'redis:freeze',
  'mongodb:kill',
  'mongodb:freeze',
  'eventstoredb:kill',
  'eventstoredb:freeze',
];
/** Seconds, once everything is back and the clients rest: until the import has ended, and until every view is at the head. */
const IMPORT_BOUND = 120;
const VIEWS_BOUND = 30;

/** Runs the campaign; gives the exit code. */
export async function run(words) {
  const { values } = parseArgs({
    args: words,
    options: {
      clients: { type: 'string', default: '32' },
      rows: { type: 'string', default: '2000' },
      freeze: { type: 'string', default: '30' },
      away: { type: 'string', default: '3' },
      only: { type: 'string', default: FAULTS.join() },
      json: { type: 'boolean', default: false },
    },
  });
  const [clients, rows, freeze, away] = ['clients', 'rows', 'freeze', 'away'].map((name) => Number(values[name]));
  const folder = mkdtempSync(join(tmpdir(), 'engines-campaign-'));
  const say = values.json ? () => undefined : console.error;
  const report = { faults: [], problems: [] };
  const scene = await Scene.open(folder, { servers: 2, workers: 2, clients });
  try {
    for (const name of values.only.split(',')) {
      const told = await oneFault(scene, name, { rows, freeze, away });
      report.faults.push(told);
      report.problems.push(...told.problems.map((problem) => `${name}: ${problem}`));
      say(JSON.stringify(told));
    }
    for (const view of await scene.witness.differingViews()) report.problems.push(`The view ${view} is not right.`);
    Object.assign(report, { acknowledged: scene.witness.acknowledged, events: scene.witness.events });
  } finally {
    await scene.close();
  }
  const ok = report.problems.length === 0;
  if (ok) rmSync(folder, { recursive: true });
  else console.error(`Logs and data are kept in ${folder}.`);
  console.log(JSON.stringify({ ok, ...report }, undefined, values.json ? 0 : 2));
  return ok ? 0 : 1;
}

/** Everything runs, one is killed or frozen for some seconds, everything goes on, and then it is looked at. */
async function oneFault(scene, name, { rows, freeze, away }) {
  const { load } = scene;
  const fault = new Fault(scene, ...name.split(':'));
  if (!fault.possible) return { name, skipped: 'the server belongs to somebody else', problems: [] };
  load.begin();
  await load.beginImport(rows);
  const end = new AbortController();
  const sending = load.send(end.signal);
  await pause(1_000);
  await fault.happen(fault.how === 'kill' ? away : freeze);
  await pause(1_000);
  end.abort();
  await sending;
  const counts = { ...load.counts };
  const slowestMilliseconds = { ...load.slowest };
  await settled('Commands that got no answer', () => load.askAgain(), IMPORT_BOUND, fault.problems);
  const began = performance.now();
  await settled(
    'The import',
    async () => fault.problems.push(...(await load.importsEnded())),
    IMPORT_BOUND,
    fault.problems,
  );
  const importSeconds = seconds(began);
  const rest = performance.now();
  await settled('The views', (signal) => viewsAtHead(scene, signal), VIEWS_BOUND, fault.problems);
  const viewsSeconds = seconds(rest);
  const examined = performance.now();
  fault.problems.push(...scene.breakdowns(), ...fault.casualties(), ...load.problems.splice(0));
  fault.problems.push(
    ...(await scene.witness.examine()),
    ...(await wrongViews(scene)),
    ...(await importedTwice(scene)),
  );
  const told = {
    ...fault.told,
    answers: counts,
    slowestMilliseconds,
    importSeconds,
    viewsSeconds,
    examinedSeconds: seconds(examined),
  };
  return { name, ...told, events: scene.witness.events, problems: fault.problems };
}

/** Waits for something no longer than so many seconds; what is late, or fails, is a problem. */
async function settled(what, work, bound, problems) {
  const enough = AbortSignal.timeout(bound * 1000);
  const late = pause(bound * 1000 + 1000, undefined, { ref: false }).then(() => `not within ${bound} s`);
  const trouble = await Promise.race([work(enough).then(() => undefined, String), late]);
  if (trouble) problems.push(`${what}: ${trouble}.`);
}

async function viewsAtHead(scene, signal) {
  let told;
  while (!signal.aborted && (told = await scene.notCaughtUp())) await pause(50);
  if (told) throw new Error(told);
}

/** Compared with views that are folded on from one fault to the next; at the end once more with entirely new ones. */
async function wrongViews(scene) {
  const wrong = await scene.witness.differingViews(join(scene.folder, 'witness-views'), { keep: true });
  return wrong.map((view) => `the view ${view} differs from a fresh one`);
}

/** Every row of the imports that were accepted is one specimen. */
async function importedTwice({ witness, load }) {
  const numbers = await witness.count((type, text) =>
    type === 'SpecimenAccessioned' ? /"catalogNumber":"(IMP-[^"]+)"/.exec(text)?.[1] : undefined,
  );
  const expected = [...load.imports.values()].reduce((sum, rows) => sum + rows, 0);
  const twice = [...numbers].filter(([, count]) => count !== 1).map(([number]) => `${number} was imported twice`);
  return numbers.size === expected
    ? twice
    : [...twice, `${expected} rows were to be imported, ${numbers.size} are there`];
}

const seconds = (since) => Math.round((performance.now() - since) / 100) / 10;
