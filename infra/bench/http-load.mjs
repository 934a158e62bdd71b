#!/usr/bin/env node
/**
 * A load generator in a process of its own: `http-load.mjs` reads what to do as JSON from standard input and prints
 * `{by, perSecond, p50, p95, p99, errors, non2xx}` (milliseconds). Each connection sends its own requests in turn, again and again:
 * by wrk where it is installed, since a client in JavaScript takes a good part of a small machine away from the server;
 * by autocannon otherwise. With a `rate` requests are sent by the clock.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import autocannon from 'autocannon';

const WRK = '/usr/bin/wrk';
const job = JSON.parse(await text(process.stdin));
const byWrk = existsSync(WRK) && job.seconds && !job.amount;
console.log(
  JSON.stringify(
    job.rate
      ? { by: 'a clock', ...(await paced(job)) }
      : byWrk
        ? { by: 'wrk', ...wrk(job) }
        : { by: 'autocannon', ...(await cannon(job)) },
  ),
);

/**
 * Sends `rate` requests a second, evenly, whether or not the ones before were answered; times are counted from when each was
 * due, so that whoever must wait for another counts too. (The rates of autocannon are bursts at the beginning of each second.)
 */
async function paced({ url, requests, connections, seconds, rate }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const own = ownOf(requests);
  const start = performance.now();
  const answers = [];
  for (let number = 0; number < rate * seconds; number++) {
    const due = start + (number * 1000) / rate;
    await pause(Math.max(due - performance.now(), 0));
    const mine = own[number % own.length];
    const next = mine[Math.floor(number / own.length) % mine.length];
    answers.push(one(url, agent, next).then((status) => [status, performance.now() - due]));
  }
  const all = await Promise.all(answers);
  const perSecond = all.length / ((performance.now() - start) / 1000);
  agent.destroy();
  const times = all.map(([, time]) => time).sort((a, b) => a - b);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => round(times[Math.ceil(times.length * part) - 1]));
  const count = (bad) => all.filter(([status]) => bad(status)).length;
  const [errors, non2xx] = [count((status) => status === undefined), count((status) => status >= 300)];
  return { perSecond, p50, p95, p99, max: round(times.at(-1)), errors, non2xx };
}

function one(url, agent, { method, path, headers, body }) {
  return new Promise((resolve) => {
    const asked = request(new URL(path, url), { method, headers, agent }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode));
    });
    asked.once('error', () => resolve(undefined));
    asked.end(body);
  });
}

function round(milliseconds) {
  return Math.round(milliseconds * 10) / 10;
}

function wrk({ url, requests, connections, seconds }) {
  const folder = mkdtempSync(join(tmpdir(), 'http-load-'));
  const own = ownOf(requests);
  for (const [at, mine] of own.entries())
    for (const [turn, request] of mine.entries()) writeFileSync(join(folder, `${at}-${turn}.http`), raw(url, request));
  const script = join(import.meta.dirname, 'http-load.lua');
  const words = [
    `-t${connections}`,
    `-c${connections}`,
    `-d${seconds}s`,
    '-s',
    script,
    url,
    folder,
    `${own.length}`,
    `${own[0].length}`,
  ];
  const { stdout, stderr, status } = spawnSync(WRK, words, { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`wrk ended with ${status}: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

/** What each client sends in turn; a request that all share stands alone. */
function ownOf(requests) {
  return requests.map((mine) => (Array.isArray(mine) ? mine : [mine]));
}

function raw(url, { method, path, headers = {}, body = '' }) {
  const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
  const lines = Object.entries({ host: new URL(url).host, ...headers, ...length }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [`${method} ${path} HTTP/1.1`, ...lines, '', body].join('\r\n');
}

async function cannon({ url, requests, connections, seconds, amount }) {
  let next = 0;
  const result = await autocannon({
    url,
    connections,
    ...(amount ? { amount } : { duration: seconds }),
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
