#!/usr/bin/env node
/**
 * What folding costs: µs per event of each read model, µs of its row and texts per document, bytes of a document; over
 * real herbarium rows. The machine's limit beside it: parsing the same events from JSON, which nobody can leave out.
 */
import { PROJECTIONS } from '../../dist/server/projections/registry.js';
import { cncflora, eventsOf } from './real-events.mjs';

if (!cncflora) {
  console.warn('Skipped folds: the shared data folder is not here.');
  process.exit(0);
}
const read = await eventsOf(cncflora, Number(process.argv[2] ?? 20_000));
const texts = read.map((event) => JSON.stringify(event));
const [events, parsing] = timed(() => texts.map((text) => JSON.parse(text)));
const specimens = events.length / 2;
console.log(`${events.length} events of ${specimens} specimens; parsing them: ${micros(parsing, events.length)} µs per event`);

let total = 0;
for (const projection of PROJECTIONS) {
  const taken = events.filter((event) => !projection.types || projection.types.includes(event.type));
  if (taken.length === 0) continue;
  const [documents, folding] = timed(() => fold(projection, taken));
  const [, rows] = timed(() => documents.forEach((document) => projection.schema.row(document)));
  const [, words] = timed(() => documents.forEach((document) => projection.schema.text?.(document)));
  const [bytes, writing] = timed(() => documents.reduce((sum, document) => sum + JSON.stringify(document).length, 0));
  total += folding + rows + words;
  console.log(
    `${projection.name.padEnd(20)} fold ${micros(folding, taken.length)} µs/event` +
      ` · row ${micros(rows, documents.length)} · text ${micros(words, documents.length)}` +
      ` · stringify ${micros(writing, documents.length)} µs/document · ${Math.round(bytes / documents.length)} bytes` +
      ` · ${micros(folding + rows + words, specimens)} µs/specimen`,
  );
}
const ratio = total / parsing;
const peak = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(
  `all views: ${micros(total, specimens)} µs/specimen; limit (parsing): ${micros(parsing, specimens)} µs/specimen; ratio ${ratio.toFixed(1)}; peak ${peak} MB`,
);

/** Batches as the projector makes them: a document is folded in memory within its batch. */
function fold(projection, taken) {
  const documents = new Map();
  for (const event of taken) {
    for (const key of projection.keysOf(event)) {
      documents.set(key, projection.evolve(documents.get(key), event, key));
    }
  }
  return [...documents.values()].filter((document) => document !== null);
}

function timed(work) {
  const from = process.cpuUsage();
  const result = work();
  // CPU time, since a busy machine would make the clock tell of its other work.
  const { user, system } = process.cpuUsage(from);
  return [result, user + system];
}

function micros(total, count) {
  return (total / count).toFixed(1);
}
