/**
 * `npm run campaign -- kill [--kills 300] [--clients 64] [--rows 5000] [--compare-every 25] [--per-ledger 25] [--json]`
 *
 * The server is killed (kill -9) at random moments, in turns while clients send commands and while an import runs besides.
 * After each kill the ledger must hold every acknowledged event once, nothing twice, and verify; after every 25th and at the
 * end the views must equal views folded anew. What got no answer is asked again with the same key. Since all of a ledger is
 * verified after each kill, the campaign goes on in a fresh one after `--per-ledger` kills.
 *
 * This proves that the ledger survives the death of its processes. It proves nothing about power loss, where the system's
 * own memory is lost too: for that see the tests of flushing, and pull the plug.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Load } from './load.mjs';
import { ServerProcess } from './server-process.mjs';
import { Witness } from './witness.mjs';

/** Milliseconds of work before the kill, at most. */
const LONGEST_LIFE = 3000;

/** Runs the campaign; gives the exit code. */
export async function run(words) {
  const { values } = parseArgs({
    args: words,
    options: {
      kills: { type: 'string', default: '300' },
      clients: { type: 'string', default: '64' },
      rows: { type: 'string', default: '5000' },
      'compare-every': { type: 'string', default: '25' },
      'per-ledger': { type: 'string', default: '25' },
      json: { type: 'boolean', default: false },
    },
  });
  const [kills, clients, rows, compareEvery, perLedger] = [
    ...['kills', 'clients', 'rows', 'compare-every', 'per-ledger'],
  ].map((name) => Number(values[name]));
  const say = values.json ? () => undefined : console.error;
  const reports = [];
  for (let left = kills; left > 0 && !reports.some(({ problems }) => problems.length > 0); left -= perLedger) {
    const data = mkdtempSync(join(tmpdir(), 'kill-campaign-'));
    const report = await campaign(data, { kills: Math.min(left, perLedger), clients, rows, compareEvery }, say);
    reports.push(report);
    if (report.problems.length === 0) rmSync(data, { recursive: true });
    else console.error(`The data is kept in ${data}.`);
    say(`ledger ${reports.length}: ${told(report)}`);
  }
  const report = { ledgers: reports.length, ...summed(reports) };
  const ok = report.problems.length === 0;
  console.log(values.json ? JSON.stringify({ ok, ...report }) : toldOfAll(report));
  return ok ? 0 : 1;
}

async function campaign(data, { kills, clients, rows, compareEvery }, say) {
  const server = await ServerProcess.in(data);
  const witness = new Witness(data);
  const load = new Load(server, witness);
  const problems = [];
  let compared = 0;
  const compare = async (when) => {
    compared++;
    for (const view of await witness.differingViews())
      problems.push(`${when}: the view ${view} differs from a fresh one`);
  };
  await load.prepare();
  await server.start();
  try {
    await load.settle(clients);
    for (let kill = 1; kill <= kills && problems.length === 0; kill++) {
      await oneLife(server, load, kill % 2 === 0 ? rows : 0);
      problems.push(...(await witness.examine()).map((problem) => `kill ${kill}: ${problem}`));
      if (kill % compareEvery === 0) await compare(`kill ${kill}`);
      await server.start();
      await load.askAgain();
      say(
        `kill ${kill}: ${witness.acknowledged} commands acknowledged, ${witness.events} events, ${problems.length} problems`,
      );
    }
    if (problems.length === 0) problems.push(...(await load.importsEnded()));
  } finally {
    await server.stop();
  }
  problems.push(...(await witness.examine()), ...(await importedTwice(witness, load)));
  await compare('at the end');
  return {
    kills,
    acknowledged: witness.acknowledged,
    events: witness.events,
    imports: load.imports.size,
    compared,
    problems,
  };
}

/** Work from now on until a random moment; then kill -9 in the middle of it. An import goes on in the lives after it. */
async function oneLife(server, load, rows) {
  const end = new AbortController();
  if (rows > 0) await load.beginImport(rows);
  const work = load.send(end.signal);
  await Promise.race([pause(50 + Math.random() * LONGEST_LIFE), work]);
  await server.kill();
  end.abort();
  await work;
}

/** Every row of the imports that were accepted is one specimen. */
async function importedTwice(witness, load) {
  const numbers = await witness.count((type, text) =>
    type === 'SpecimenAccessioned' ? /"catalogNumber":"(IMP-[^"]+)"/.exec(text)?.[1] : undefined,
  );
  const problems = [...numbers]
    .filter(([, count]) => count !== 1)
    .map(([number, count]) => `${number} was imported ${count} times`);
  const expected = [...load.imports.values()].reduce((sum, rows) => sum + rows, 0);
  if (numbers.size !== expected) problems.push(`${expected} rows were to be imported, ${numbers.size} are there`);
  return problems;
}

/** What all ledgers came to; what went wrong in any. */
function summed(reports) {
  const sum = (name) => reports.reduce((total, report) => total + report[name], 0);
  const counts = Object.fromEntries(
    ['kills', 'acknowledged', 'events', 'imports', 'compared'].map((name) => [name, sum(name)]),
  );
  return { ...counts, problems: reports.flatMap(({ problems }) => problems) };
}

function told({ kills, acknowledged, events, imports, compared }) {
  return `${kills} kills: ${acknowledged} acknowledged commands and ${imports} imports, ${events} events; views compared ${compared} times.`;
}

function toldOfAll({ ledgers, problems, ...counts }) {
  return [
    `${ledgers} ledgers, ${told(counts)}`,
    problems.length === 0
      ? 'Nothing was lost, nothing doubled; every record verifies; the views are right.'
      : problems.slice(0, 20).join('\n'),
    'This proves the death of processes, not the loss of power.',
  ].join('\n');
}
