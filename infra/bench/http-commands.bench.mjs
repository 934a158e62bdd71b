#!/usr/bin/env node
/**
 * Durable commands over HTTP: 64 signed-in clients with a specimen each, beside the empty route and the group commit.
 * Two kinds: each client accepts one and then the other of two determinations, as curators do; or it adds a measurement each
 * time, so that its specimen grows to a thousand of them, which no real one has.
 */
import { randomUUID } from 'node:crypto';
import { openSqliteEventStore } from '../../dist/server/backend/ledger/adapters/sqlite/sqlite-event-store.js';
import { EMPTY_STREAM, recordFacts } from '../../dist/server/backend/ledger/record-facts.js';
import { randomSalts } from '../../dist/server/backend/ledger/salts.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { load, makeCurator, send, signIn, startServer } from './http-server.mjs';
import { printSpent } from './threads.mjs';

const CLIENTS = 64;
const SECONDS = Number(process.env.SECONDS ?? 5);
/** Until what commands run through is compiled; else it is the compiler that is measured. */
const WARM_UP = 5;
const TERMS = { measurementType: 'leaf length', measurementValue: '42', measurementUnit: 'mm' };
const figure = (value) => Math.round(value).toLocaleString('en');

const server = await startServer();
try {
  const admin = await makeCurator(server.url);
  const { id: collectionId } = await send(server.url, admin, 'POST', 'collections', {
    institutionCode: 'QFA',
    collectionCode: 'BENCH',
    name: 'Bench',
  });
  const clients = [];
  for (let index = 0; index < CLIENTS; index++) clients.push(await client(collectionId, index));
  const empty = await load({
    url: server.url,
    connections: CLIENTS,
    seconds: SECONDS,
    requests: [{ method: 'GET', path: '/health/live' }],
  });
  const limit = await groupCommits();
  for (const [name, requests] of [
    ['determinations accepted', clients.map(({ acceptances }) => acceptances)],
    ['measurements added', clients.map(({ measurement }) => [measurement])],
  ]) {
    await load({ url: server.url, connections: CLIENTS, seconds: WARM_UP, requests });
    const [before, revisionsBefore] = [server.threads(), await revisions(clients)];
    const commands = await load({ url: server.url, connections: CLIENTS, seconds: SECONDS, requests });
    assertClean(commands);
    const after = server.threads();
    assertRecorded((await revisions(clients)) - revisionsBefore, commands.perSecond * SECONDS);
    console.log(
      `${name} by ${CLIENTS} clients (${commands.by}): ${figure(commands.perSecond)} commands/s (p99 ${commands.p99.toFixed(0)} ms) · limit (group commits of ${CLIENTS}): ` +
        `${figure(limit)} events/s · ratio ${(commands.perSecond / limit).toFixed(2)} · empty route: ${figure(empty.perSecond)} requests/s · peak ${server.peak()} MB`,
    );
    printSpent(before, after, commands.perSecond * SECONDS, 'command');
  }
  const steady = await load({
    url: server.url,
    connections: CLIENTS,
    seconds: 2 * SECONDS,
    rate: 200,
    requests: clients.map(({ acceptances }) => acceptances),
  });
  assertClean(steady);
  console.log(
    `determinations accepted at 200/s, evenly: p50 ${steady.p50} ms, p95 ${steady.p95} ms, p99 ${steady.p99} ms (goal ≤ 25 ms), longest ${steady.max} ms`,
  );
} finally {
  await server.stop();
}

/** A browser of its own: signed in, with a specimen of its own that has two determinations, and what it sends. */
async function client(collectionId, index) {
  const headers = await signIn(server.url, 'curator');
  const terms = {
    catalogNumber: `B-${index}`,
    country: 'Canada',
    recordedBy: 'Marie-Victorin',
    locality: 'Mont Saint-Hilaire',
  };
  const { id } = await send(server.url, headers, 'POST', 'specimens', { collectionId, terms });
  const post = (path, body) => ({ method: 'POST', path: `/api/v1/specimens/${id}/${path}`, headers, body });
  const acceptances = [];
  for (const scientificName of ['Carex pensylvanica', 'Carex lucorum']) {
    const path = `specimens/${id}/identifications`;
    const opinion = { terms: { scientificName }, identifiedBy: ['Marie-Victorin'] };
    const { identificationId } = await send(server.url, headers, 'POST', path, opinion);
    acceptances.push(post(`identifications/${identificationId}/acceptance`));
  }
  return {
    id,
    headers,
    acceptances,
    measurement: post('measurements', JSON.stringify({ measurements: [{ terms: TERMS }] })),
  };
}

/** How many events the specimens have in all, once the views have come to rest. */
async function revisions(clients) {
  for (let before = -1; ; await pause(200)) {
    const now = await revisionsInViews(clients);
    if (now === before) return now;
    before = now;
  }
}

async function revisionsInViews(clients) {
  const all = clients.map(async ({ id, headers }) => {
    const answer = await fetch(`${server.url}/api/v1/specimens/${id}`, { headers });
    return Number(/\d+/.exec(answer.headers.get('etag'))[0]) + 1;
  });
  return (await Promise.all(all)).reduce((sum, one) => sum + one, 0);
}

/** What the ledger alone can: 64 appends of one event at once, again and again. */
async function groupCommits() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-limit-'));
  const store = await openSqliteEventStore({ file: join(folder, 'ledger.db') });
  const salts = randomSalts();
  const actor = randomUUID();
  const until = performance.now() + SECONDS * 500;
  const begun = performance.now();
  let events = 0;
  while (performance.now() < until) {
    await Promise.all(Array.from({ length: CLIENTS }, () => store.append(newAppend(actor, salts))));
    events += CLIENTS;
  }
  const perSecond = events / ((performance.now() - begun) / 1000);
  await store.close();
  rmSync(folder, { recursive: true });
  return perSecond;
}

function newAppend(actor, salts) {
  const stream = `specimen-${randomUUID()}`;
  const commandId = randomUUID();
  const context = {
    commandId,
    correlationId: commandId,
    actor: { id: actor, role: 'curator', via: 'session' },
    source: { kind: 'ui' },
    at: Date.now(),
  };
  const fact = { type: 'SpecimenMeasured', data: { measurements: [{ measurementId: commandId, terms: TERMS }] } };
  return { stream, expectedRevision: -1, records: recordFacts(stream, EMPTY_STREAM, [fact], context, salts).records };
}

/** A command that finds everything so already records nothing, and would count for nothing. */
function assertRecorded(events, commands) {
  if (events < 0.98 * commands)
    throw new Error(`${commands} commands recorded ${events} events only: the figures mean nothing.`);
}

function assertClean({ errors, non2xx }) {
  if (errors || non2xx) throw new Error(`${errors} errors and ${non2xx} refusals: the figures mean nothing.`);
}
