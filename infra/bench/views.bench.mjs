#!/usr/bin/env node
/**
 * What building a view anew costs: events per second for specimen search and for a plain view (one small document
 * per thing, no text). The ledger is as an import leaves it: accession, determination and reserved number of each row. Every
 * event that is passed over counts; how many were folded stands beside it. The machine's limit beside it: reading and parsing the same ledger, which no view can leave out.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '../../dist/server/backend/ledger/adapters/sqlite/sqlite-event-store.js';
import { Feed } from '../../dist/server/backend/ledger/follow.js';
import { EMPTY_STREAM, recordFacts } from '../../dist/server/backend/ledger/record-facts.js';
import { randomSalts } from '../../dist/server/backend/ledger/salts.js';
import { uuidV5 } from '../../dist/server/backend/ledger/uuid.js';
import { openSqliteViewStore } from '../../dist/server/projections/adapters/sqlite/sqlite-view-store.js';
import { Projector } from '../../dist/server/projections/kernel/projector.js';
import { specimenSearch } from '../../dist/server/projections/specimen-search/projection.js';
import { cncflora, eventsOf } from './real-events.mjs';

if (!cncflora) {
  console.warn('Skipped views: the shared data folder is not here.');
  process.exit(0);
}
const ROWS = Number(process.argv[2] ?? 20_000);
const folder = mkdtempSync(join(tmpdir(), 'bench-views-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const plain = {
  name: 'plain',
  version: 1,
  keysOf: (event) => [event.subject],
  evolve: (sheet, event) => ({ first: sheet?.first ?? event.at, events: (sheet?.events ?? 0) + 1 }),
  schema: { columns: [{ name: 'first', kind: 'text' }], indexes: [['first']], row: ({ first }) => ({ first }) },
};
const ledger = await openSqliteEventStore({ file: join(folder, 'ledger.db'), writer: 'here' });
const events = await fill();
const limit = await rate('reading and parsing', async () => {
  for await (const { events: read } of new Feed(ledger).follow({ signal: new AbortController().signal, live: false })) {
    if (read.length === 0) throw new Error('The ledger gave an empty batch.');
  }
});
for (const projection of [plain, specimenSearch]) {
  const views = await openSqliteViewStore({ folder: join(folder, projection.name), readers: 0 });
  const projector = new Projector({ ledger, views, projections: [projection], owner: 'bench' });
  const folded = projection.types ? events.specimens * 2 : events.all;
  const ours = await rate(`${projection.name} (${folded} of ${events.all} folded)`, () => projector.catchUp());
  console.log(`${''.padStart(8)} ratio to reading and parsing ${(limit / ours).toFixed(1)}`);
  await views.close();
}
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
await ledger.close();

async function fill() {
  const salts = randomSalts();
  const read = await eventsOf(cncflora, ROWS);
  for (let at = 0; at < read.length; at += 1_000) {
    const appends = [];
    for (let one = at; one < Math.min(at + 1_000, read.length); one += 2) {
      const { stream, commandId, correlationId, actor, source } = read[one];
      const facts = [read[one], read[one + 1]].map(({ type, data }) => ({ type, data }));
      const context = { commandId, correlationId, actor, source, at: 1_790_000_000_000 };
      appends.push({
        stream,
        expectedRevision: -1,
        records: recordFacts(stream, EMPTY_STREAM, facts, context, salts).records,
      });
      appends.push(reservation(read[one], context, salts));
    }
    await ledger.appendBatch(appends);
  }
  return appended(read);
}

/** Two events of each row and the number that it reserved. */
function appended(read) {
  return { all: read.length + read.length / 2, specimens: read.length / 2 };
}

function reservation({ stream, data: { collectionId, terms } }, context, salts) {
  const { catalogNumber, institutionCode, collectionCode } = terms;
  const data = { specimenId: stream.slice('specimen-'.length), collectionId, catalogNumber, institutionCode, collectionCode }; // prettier-ignore
  const number = `catalogNumber-${uuidV5(context.commandId, 'number')}`;
  const { records } = recordFacts(number, EMPTY_STREAM, [{ type: 'CatalogNumberReserved', data }], context, salts, 2);
  return { stream: number, expectedRevision: -1, records };
}

/** Events per second, printed, with events per second of CPU: the helper threads that collect garbage count there too. */
async function rate(name, work) {
  const from = process.cpuUsage();
  const begun = performance.now();
  await work();
  const perSecond = (events.all / (performance.now() - begun)) * 1000;
  const { user, system } = process.cpuUsage(from);
  const [byClock, byCpu] = [perSecond, (events.all / (user + system)) * 1_000_000].map(figure);
  console.log(`${byClock.padStart(8)} events/s (${byCpu} per second of CPU)  ${name}`);
  return perSecond;
}

function figure(value) {
  return Math.round(value).toLocaleString('en');
}
