#!/usr/bin/env node
/** The ledger on SQLite: appends of one client, of 64, and in batches; reading and verifying all of it. */
import { hash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteEventStore } from '../../dist/server/backend/ledger/adapters/sqlite/sqlite-event-store.js';
import { Feed } from '../../dist/server/backend/ledger/follow.js';
import { EMPTY_STREAM, recordFacts } from '../../dist/server/backend/ledger/record-facts.js';
import { randomSalts } from '../../dist/server/backend/ledger/salts.js';
import { verifyLedger } from '../../dist/server/backend/ledger/verify.js';
import { line, medians } from './measure.mjs';

const folder = mkdtempSync(join(tmpdir(), 'bench-ledger-'));
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

const store = await openSqliteEventStore({ file: join(folder, 'ledger.db') });
const raw = rawStore(join(folder, 'raw.db'));

await appends();
await batches();
await reading();
await recording();
await store.close();
raw.close();
rmSync(folder, { recursive: true });

async function appends() {
  const [one, rawOne] = await medians([() => clients(1, 600), () => rawCommits(600, 1)]);
  line('append, 1 client', one, rawOne, 'event', 'one row per commit');
  const [many, rawMany] = await medians([() => clients(64, 100), () => rawCommits(100, 64)]);
  line('append, 64 clients', many, rawMany, 'event', '64 rows per commit');
}

async function batches() {
  const size = 500;
  const prepared = Array.from({ length: 3 * 20 }, () => Array.from({ length: size }, () => newAppend(2)));
  const ours = async () => {
    const mine = prepared.splice(0, 20);
    for (const appends of mine) await store.appendBatch(appends);
    return mine.length * size * 2;
  };
  const [batch, rawBatch] = await medians([ours, () => rawCommits(20, size * 2)]);
  line('append in batches of 500 streams × 2 events', batch, rawBatch, 'event', '1,000 rows per commit');
}

async function reading() {
  const all = async () => {
    let count = 0;
    for (let after; ;) {
      const records = await store.readAll(after, 1000);
      if (records.length === 0) return count;
      count += records.length;
      after = records.at(-1).position;
    }
  };
  const [read, rawRead] = await medians([all, () => raw.scan()]);
  line('read all', read, rawRead, 'event', 'the same rows as lists');
  const signal = new AbortController().signal;
  const follow = async () => {
    let events = 0;
    for await (const batch of new Feed(store).follow({ signal, live: false })) events += batch.records;
    return events;
  };
  const parsed = (envelope, data) => [JSON.parse(envelope), JSON.parse(data)];
  const [followed, rawParsed] = await medians([follow, () => raw.scan(parsed)]);
  line('follow, decoded', followed, rawParsed, 'event', 'the same rows, both texts parsed');
  const verify = async () => {
    const { ok, events } = await verifyLedger(store);
    if (!ok) throw new Error('The ledger is not good.');
    return events;
  };
  const [verified, hashed] = await medians([
    verify,
    () => raw.scan((envelope, data) => [hash('sha256', envelope), hash('sha256', data)]),
  ]);
  line('verify', verified, hashed, 'event', 'reading and two SHA-256');
}

async function recording() {
  const count = 20_000;
  const ours = () => {
    for (let i = 0; i < count / 2; i++) newAppend(2);
    return count;
  };
  const text = JSON.stringify(DATA);
  const limit = () => {
    for (let i = 0; i < count; i++)
      [JSON.stringify(DATA), hash('sha256', text), hash('sha256', text), hash('sha1', ACTOR)];
    return count;
  };
  const [recorded, hashed] = await medians([ours, limit]);
  line('make records', recorded, hashed, 'event', 'JSON.stringify and three hashes');
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

async function clients(count, each) {
  const client = async () => {
    for (let i = 0; i < each; i++) await store.append(newAppend(1));
  };
  await Promise.all(Array.from({ length: count }, client));
  return count * each;
}

async function rawCommits(commits, rows) {
  for (let i = 0; i < commits; i++) raw.commit(rows);
  return commits * rows;
}

/** What SQLite itself gives: the same table, the same bytes, nothing else. */
function rawStore(file) {
  const db = new DatabaseSync(file);
  db.exec(`PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 2000;
    CREATE TABLE events (position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, revision INTEGER NOT NULL, id BLOB NOT NULL,
      type TEXT NOT NULL, envelope TEXT NOT NULL, data TEXT NOT NULL, salt BLOB NOT NULL, leaf BLOB NOT NULL,
      UNIQUE (stream, revision), UNIQUE (stream, id)) STRICT;`);
  const add = db.prepare('INSERT INTO events VALUES (NULL, ?, 0, ?, ?, ?, ?, ?, ?)');
  const page = db.prepare(
    'SELECT position, type, envelope, data, hex(salt), hex(leaf) FROM events WHERE position > ? ORDER BY position LIMIT 1000',
  );
  page.setReturnArrays(true);
  const { envelope, data } = newAppend(1).records[0];
  const bytes = randomBytes(32);
  let stream = 0;
  return {
    commit(rows) {
      db.exec('BEGIN IMMEDIATE');
      for (let i = 0; i < rows; i++)
        add.run(++stream, bytes.subarray(0, 16), 'SpecimenAccessioned', envelope, data, bytes, bytes);
      db.exec('COMMIT');
    },
    async scan(look) {
      let count = 0;
      for (let after = 0; ;) {
        const rows = page.all(after);
        if (rows.length === 0) return count;
        if (look) for (const row of rows) look(row[2], row[3]);
        count += rows.length;
        after = rows.at(-1)[0];
      }
    },
    close: () => db.close(),
  };
}
