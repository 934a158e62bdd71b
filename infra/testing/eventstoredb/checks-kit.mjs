// What checks.mjs needs: the server, a client, the run of a check, reading and collecting.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { start } from './server.mjs';

export const es = createRequire(import.meta.url)('@eventstore/db-client');
export const connect = (url) => es.EventStoreDBClient.connectionString(url);
export const credentials = { username: 'admin', password: 'changeit' };
export const folder = mkdtempSync(join(tmpdir(), 'esdb-double-'));
export const given = process.argv[2];
export const server = given ? undefined : await start({ file: join(folder, 'test.db') });
export const url = given ?? `esdb://127.0.0.1:${server.port}?tls=false`;
export const client = connect(url);
export const run = Date.now(); // names of this run, so that a used server does no harm
export const S = (name) => `${name}-${run}`;
export const event = (n, type = 'Made') => es.jsonEvent({ type, data: { n, ü: 'ß' }, metadata: { who: 'x' } });
export const events = (count) => Array.from({ length: count }, (_, i) => event(i));

export const results = [];
export async function check(name, test) {
  const began = performance.now();
  try {
    const note = await test();
    const ms = (performance.now() - began).toFixed(0);
    results.push(true);
    console.log(`ok    ${name} (${ms} ms)${note === undefined ? '' : ` ${note}`}`);
  } catch (error) {
    results.push(false);
    console.log(`FAIL  ${name}: ${error?.constructor?.name}: ${error?.message?.slice(0, 300)}`);
  }
}
export const testServerOnly = (name, test) => (given ? console.log(`skip  ${name}`) : check(name, test));
export function soon(promise, ms = 5000) {
  const late = sleep(ms, undefined, { ref: false }).then(() => Promise.reject(new Error('timeout')));
  return Promise.race([promise, late]);
}
export async function read(stream, options) {
  const found = [];
  for await (const { event: e } of client.readStream(stream, options)) found.push(e);
  return found;
}
export const revisions = async (stream, options) => (await read(stream, options)).map((e) => Number(e.revision));
export const append = (stream, what, expectedRevision = 'any', options = {}) =>
  client.appendToStream(S(stream), what, { expectedRevision, ...options });

/** Collects until "enough(list)"; on: handlers of other events. */
export function collect(subscription, enough, on = {}) {
  const got = [];
  return soon(
    new Promise((resolve, reject) => {
      subscription.on('error', reject);
      for (const [kind, handler] of Object.entries(on)) subscription.on(kind, handler);
      subscription.on('data', (resolved) => {
        got.push(resolved);
        if (enough(got)) resolve(got);
      });
    }),
  ).finally(() => subscription.unsubscribe().catch(() => {}));
}
export async function appendVia(connectionString) {
  const other = connect(connectionString);
  try {
    return await soon(other.appendToStream(S('via'), event(1)));
  } finally {
    await other.dispose();
  }
}
export const hostPort = new URL(url.replace('esdb:', 'http:')).host;
/** Ends everything and the process, with 1 if a check failed. */
export async function finish() {
  await client.dispose();
  server?.stop();
  rmSync(folder, { recursive: true, force: true });
  const passed = results.filter(Boolean).length;
  console.log(`${process.version}: ${passed} of ${results.length} checks passed`);
  process.exit(passed === results.length ? 0 : 1);
}
