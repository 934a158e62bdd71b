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
const BATCH = 2_000;
const texts = (await eventsOf(cncflora, Number(process.argv[2] ?? 20_000))).map((event) => JSON.stringify(event));
const specimens = texts.length / 2;
const spent = new Map(
  PROJECTIONS.map(({ name }) => [name, { fold: 0, row: 0, text: 0, stringify: 0, events: 0, documents: 0, bytes: 0 }]),
);
let parsing = 0;

// The first round warms up: geometry is read, functions are compiled.
for (const counted of [false, true]) {
  for (let at = 0; at < (counted ? texts.length : 4 * BATCH); at += BATCH) {
    const batch = texts.slice(at, at + BATCH);
    const [events, parsed] = timed(() => batch.map((text) => JSON.parse(text)));
    if (counted) parsing += parsed;
    for (const projection of PROJECTIONS) measure(projection, events, counted);
  }
}

console.log(
  `${texts.length} events of ${specimens} specimens; parsing them: ${micros(parsing, texts.length)} µs per event`,
);
let total = 0;
for (const [name, { fold, row, text, stringify, events, documents, bytes }] of spent) {
  if (events === 0) continue;
  total += fold + row + text;
  console.log(
    `${name.padEnd(16)} fold ${micros(fold, events)} µs/event · row ${micros(row, documents)} · text ${micros(text, documents)}` +
      ` · stringify ${micros(stringify, documents)} µs/document · ${Math.round(bytes / documents)} bytes` +
      ` · ${micros(fold + row + text, specimens)} µs/specimen`,
  );
}
const peak = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(
  `all views: ${micros(total, specimens)} µs/specimen; limit (parsing): ${micros(parsing, specimens)} µs/specimen; ratio ${(total / parsing).toFixed(1)}; peak ${peak} MB`,
);

function measure(projection, events, counted) {
  const taken = events.filter((event) => !projection.types || projection.types.includes(event.type));
  const [documents, fold] = timed(() => folded(projection, taken));
  const [, row] = timed(() => documents.forEach((document) => projection.schema.row(document)));
  const [, text] = timed(() => documents.forEach((document) => projection.schema.text?.(document)));
  const [bytes, stringify] = timed(() => documents.reduce((sum, document) => sum + JSON.stringify(document).length, 0));
  if (!counted) return;
  const sum = spent.get(projection.name);
  const more = { fold, row, text, stringify, events: taken.length, documents: documents.length, bytes };
  for (const [name, value] of Object.entries(more)) sum[name] += value;
}

/** Batches as the projector makes them: a document is folded in memory within its batch. */
function folded(projection, taken) {
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
