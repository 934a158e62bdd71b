#!/usr/bin/env node
/**
 * The ledger in EventStoreDB: appends of one client, of 64, and in batches; following all of it. The limit beside each figure is
 * the official client alone, with the same bytes, against the same server in the same run: the server that TEST_ESDB_URL names,
 * or else the test server of this project, in a process of its own and on the disk.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { binaryEvent, EventStoreDBClient } from '@eventstore/db-client';
import { openEventStoreDb } from '../../dist/server/backend/ledger/adapters/eventstoredb/eventstoredb-event-store.js';
import { Feed } from '../../dist/server/backend/ledger/follow.js';
import { EMPTY_STREAM, recordFacts } from '../../dist/server/backend/ledger/record-facts.js';
import { randomSalts } from '../../dist/server/backend/ledger/salts.js';
import { line, medians } from './measure.mjs';

const folder = mkdtempSync(join(tmpdir(), 'bench-esdb-'));
const salts = randomSalts();
const ACTOR = randomUUID();
const DATA = {
  collectionId: ACTOR,
  released: false,
  terms: {
    basisOfRecord: 'PreservedSpecimen',
    catalogNumber: 'RB-00123456',
    country: 'Brasil',
    habitat: 'Mata Atlântica de encosta, solo argiloso',
    locality: 'Parque Estadual do Desengano, trilha do Ribeirão Vermelho, próximo à sede "velha"',
    recordNumber: '1234',
    recordedBy: 'J. M. A. Braga; L. C. Giordano',
    stateProvince: 'Rio de Janeiro',
  },
};

/** The same bytes, made once: what the client and the server cost by themselves. */
const [sample] = newAppend(1).records;
const data = new TextEncoder().encode(`{"salt":"${sample.salt}","data":${sample.data}}`);
const metadata = new TextEncoder().encode(JSON.stringify({ v: 1, leaf: sample.leaf, envelope: sample.envelope }));

const server = await serverForBench();
const run = `bench${randomUUID().replaceAll('-', '')}`;
const store = await openEventStoreDb({ url: `${server.url}${server.url.includes('?') ? '&' : '?'}ledger=${run}` });
const raw = EventStoreDBClient.connectionString(server.url);

await appends();
await batches();
await following();
await store.close();
await raw.dispose();
server.stop();
rmSync(folder, { recursive: true });

async function appends() {
  const [one, rawOne] = await medians([() => clients(1, 300, ours), () => clients(1, 300, bare)]);
  line('EventStoreDB: append, 1 client', one, rawOne, 'event', 'the client alone');
  const [many, rawMany] = await medians([() => clients(64, 40, ours), () => clients(64, 40, bare)]);
  line('EventStoreDB: append, 64 clients', many, rawMany, 'event', 'the client alone, 64 at once');
}

async function batches() {
  const size = 500;
  const batch = async () => {
    for (let i = 0; i < 4; i++) await store.appendBatch(Array.from({ length: size }, () => newAppend(2)));
    return 4 * size * 2;
  };
  const alone = async () => {
    for (let i = 0; i < 4; i++) await Promise.all(Array.from({ length: size }, () => bare(2)));
    return 4 * size * 2;
  };
  const [batched, rawBatch] = await medians([batch, alone]);
  line(
    'EventStoreDB: append in batches of 500 streams × 2 events',
    batched,
    rawBatch,
    'event',
    'the client alone, 500 at once, in no order',
  );
}

async function following() {
  const signal = new AbortController().signal;
  const follow = async () => {
    let events = 0;
    for await (const batch of new Feed(store).follow({ signal, live: false })) events += batch.records;
    return events;
  };
  const alone = async () => {
    let events = 0;
    for await (const { event } of raw.readAll()) if (event?.streamId.startsWith(`${run}.`)) events++;
    return events;
  };
  const [followed, read] = await medians([follow, alone]);
  line('EventStoreDB: follow, decoded', followed, read, 'event', 'readAll of the client alone');
}

function newAppend(events) {
  const commandId = randomUUID();
  const stream = `specimen-${commandId}`;
  const facts = Array.from({ length: events }, () => ({ type: 'SpecimenAccessioned', data: DATA }));
  const context = {
    commandId,
    correlationId: ACTOR,
    actor: { id: ACTOR, role: 'curator', via: 'session' },
    source: { kind: 'import', ref: 'bench', row: 1 },
    at: Date.now(),
  };
  return { stream, expectedRevision: -1, records: recordFacts(stream, EMPTY_STREAM, facts, context, salts).records };
}

function ours() {
  return store.append(newAppend(1));
}

function bare(events = 1) {
  const made = Array.from({ length: events }, () =>
    binaryEvent({ id: randomUUID(), type: sample.type, data, metadata }),
  );
  return raw.appendToStream(`${run}.raw-${randomUUID()}`, made, { expectedRevision: 'no_stream' });
}

async function clients(count, each, append) {
  const client = async () => {
    for (let i = 0; i < each; i++) await append();
  };
  await Promise.all(Array.from({ length: count }, client));
  return count * each;
}

async function serverForBench() {
  const given = process.env.TEST_ESDB_URL;
  if (given) {
    console.log('against the server that TEST_ESDB_URL names');
    return { url: given, stop: () => undefined };
  }
  console.log('against the test server of infra/testing/eventstoredb (no TEST_ESDB_URL)');
  const script = resolve(import.meta.dirname, '../testing/eventstoredb/server.mjs');
  const child = spawn(process.execPath, [script, join(folder, 'log.db'), '0', 'FULL'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Also when the benchmark fails: nobody else ends it.
  process.once('exit', () => child.kill());
  const [said] = await new Promise((listening) => child.stdout.once('data', (text) => listening([String(text)])));
  const port = /listening (\d+)/.exec(said)[1];
  return { url: `esdb://127.0.0.1:${port}?tls=false`, stop: () => child.kill() };
}
