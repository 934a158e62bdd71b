#!/usr/bin/env node
/**
 * A load generator in a process of its own: `http-load.mjs` reads what to do as JSON from standard input and prints
 * `{by, perSecond, p50, p95, p99, errors, non2xx}` (milliseconds). Each connection sends its own request again and again:
 * by wrk where it is installed, since a client in JavaScript takes a good part of a small machine away from the server;
 * by autocannon otherwise, and where a rate is to be kept.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';

const WRK = '/usr/bin/wrk';
const job = JSON.parse(await text(process.stdin));
const byWrk = existsSync(WRK) && job.seconds && !job.amount && !job.overallRate;
console.log(JSON.stringify(byWrk ? { by: 'wrk', ...wrk(job) } : { by: 'autocannon', ...(await cannon(job)) }));

function wrk({ url, requests, connections, seconds }) {
  const folder = mkdtempSync(join(tmpdir(), 'http-load-'));
  const own = Array.isArray(requests[0]) ? requests.map(([request]) => request) : requests;
  for (const [at, request] of own.entries()) writeFileSync(join(folder, `${at}.http`), raw(url, request));
  const script = join(import.meta.dirname, 'http-load.lua');
  const words = [`-t${connections}`, `-c${connections}`, `-d${seconds}s`, '-s', script, url, folder, `${own.length}`];
  const { stdout, stderr, status } = spawnSync(WRK, words, { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`wrk ended with ${status}: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

function raw(url, { method, path, headers = {}, body = '' }) {
  const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
  const lines = Object.entries({ host: new URL(url).host, ...headers, ...length }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [`${method} ${path} HTTP/1.1`, ...lines, '', body].join('\r\n');
}

async function cannon({ url, requests, connections, seconds, amount, overallRate }) {
  let next = 0;
  const result = await autocannon({
    url,
    connections,
    ...(amount ? { amount } : { duration: seconds }),
    ...(overallRate ? { overallRate } : {}),
    setupClient: (client) =>
      client.setRequests(Array.isArray(requests[0]) ? requests[next++ % requests.length] : requests),
  });
  const { requests: counted, latency, errors, non2xx, duration } = result;
  const { p50, p97_5, p99 } = latency;
  return { perSecond: counted.total / duration, p50, p95: p97_5, p99, errors, non2xx };
}

async function text(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
