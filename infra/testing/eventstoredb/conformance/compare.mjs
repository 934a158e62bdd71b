// Runs the scenarios and compares their outcomes with those recorded from a real EventStoreDB 24.6.0.
//
//   node compare.mjs                         against the test server, started in this process
//   node compare.mjs URL                     against a server that nothing has been written to yet
//   node compare.mjs [URL] --only PATTERN    only the scenarios whose names match (a regular expression)
//   node compare.mjs [URL] --record FILE     writes the outcomes to FILE, compares nothing
//   node compare.mjs [URL] --quick           only the files that do not watch subscriptions
//   node compare.mjs [URL] --verbose         names each scenario when it starts, and times the files
//
// Needs @eventstore/db-client 6.2.1 where Node.js finds it from here. Takes about 2.5 minutes; on a busy
// machine a subscription may show less than recorded, as it is only watched for about a second.
// Exit code 1: an outcome differs and is not listed in known-differences.json, or is missing.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Kit } from './kit.mjs';
import appendsInput from './appends-input.mjs';
import appendsRetries from './appends-retries.mjs';
import appendsStates from './appends-states.mjs';
import checkpoints from './checkpoints.mjs';
import groups from './groups.mjs';
import groupsOnAll from './groups-on-all.mjs';
import metadataAndDeletes from './metadata-and-deletes.mjs';
import reads from './reads.mjs';
import subscriptions from './subscriptions.mjs';
import wireLevel from './wire-level.mjs';

const RECORDING = new URL('./real-24.6.0.json', import.meta.url);
const KNOWN = new URL('./known-differences.json', import.meta.url);
// In this order: later files use streams of earlier ones.
const QUICK = [appendsRetries, appendsStates, appendsInput, reads, metadataAndDeletes];
const FILES = [
  appendsRetries,
  appendsStates,
  appendsInput,
  reads,
  subscriptions,
  checkpoints,
  metadataAndDeletes,
  groups,
  groupsOnAll,
  wireLevel,
];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    record: { type: 'string' },
    quick: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});

async function target() {
  if (positionals[0]) return { url: positionals[0], stop: () => {} };
  const { start } = await import('../server.mjs');
  const server = await start();
  return { url: `esdb://127.0.0.1:${server.port}?tls=false`, stop: server.stop };
}

const readJson = (url) => JSON.parse(readFileSync(url, 'utf8'));
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function compare(outcomes) {
  const real = readJson(RECORDING);
  const known = readJson(KNOWN);
  const wanted = Object.keys(real).filter((name) => !(options.only || options.quick) || name in outcomes);
  const differing = wanted.filter((name) => !same(real[name], outcomes[name]));
  const listed = differing.filter((name) => name in known);
  const unlisted = differing.filter((name) => !(name in known));
  for (const name of unlisted) {
    console.log(`\n${name}\n  real: ${JSON.stringify(real[name])}`);
    console.log(`  here: ${JSON.stringify(outcomes[name])}`);
  }
  for (const name of listed) console.log(`known: ${name}: ${known[name]}`);
  for (const name of Object.keys(known)) {
    if (wanted.includes(name) && !listed.includes(name)) console.log(`now agrees: ${name}`);
  }
  for (const name of Object.keys(outcomes)) {
    if (!(name in real)) console.log(`not recorded: ${name}`);
  }
  const agreeing = wanted.length - differing.length;
  console.log(
    `${agreeing} of ${wanted.length} scenarios agree, ` +
      `${listed.length} differ as listed, ${unlisted.length} differ unlisted`,
  );
  return unlisted.length === 0 && agreeing > 0;
}

const { url, stop } = await target();
const progress = options.verbose ? (name) => console.log('…', name) : undefined;
const kit = new Kit(url, { only: options.only, progress });
for (const run of options.quick ? QUICK : FILES) {
  const began = performance.now();
  await run(kit);
  if (options.verbose) console.log(`${((performance.now() - began) / 1000).toFixed(1)} s`);
}
let passed = true;
if (options.record) writeFileSync(options.record, JSON.stringify(kit.outcomes, null, 1) + '\n');
else passed = compare(kit.outcomes);
await kit.close();
stop();
process.exit(passed ? 0 : 1);
