#!/usr/bin/env node
/**
 * How the web app feels over 84k herbarium specimens, in a real browser:
 * - the largest contentful paint of a first visit with the browser's CPU slowed four times (not the server's): median of five;
 * - from the end of the pause after typing to the painted first page, not slowed: 200 searches;
 * - tasks that keep the page from answering, while typing and while scrolling 10,000 rows.
 * The limits beside them, in the same run: an almost empty page, the API's own answer, and 10,000 plain lines.
 * `-- --data FOLDER` takes a folder that holds the archive already; `-- --only paint,typing,scrolling` measures some only.
 */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { hasBrowser, openBrowser } from '../e2e/browser.mjs';
import { keepAliveClient, percentile } from './http-client.mjs';
import { signIn, startServer } from './http-server.mjs';
import { importedFolder } from './imported-folder.mjs';
import { questionsOf } from './search-questions.mjs';
import { largestPaint, longTasks, probe } from './web-probe.mjs';

const VISITS = 5;
const SLOWED = 4;
const SEARCHES = 200;
const ROWS = 10_000;
/** As in the app's search page. */
const PAUSE = 180;
const GOALS = { paint: 1_500, search: 120, task: 100 };

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, only: { type: 'string', default: 'paint,typing,scrolling' } },
});
if (!hasBrowser) {
  console.warn('Skipped web: there is no chromium on this machine.');
  process.exit(0);
}
const data = options.data ? resolve(options.data) : importedFolder('web');
if (!data) process.exit(0);

const server = await startServer(data);
const headers = await signIn(server.url);
const client = keepAliveClient(server.url, headers);
const browser = await openBrowser();
const plain = await servePlainPages();
const parts = { paint: measurePaint, typing: measureTyping, scrolling: measureScrolling };
try {
  for (const part of options.only.split(',')) await parts[part]();
} finally {
  plain.close();
  client.close?.();
  await browser.close();
  await server.stop({ keep: true });
}

/** A page of its own with an empty cache, signed in. */
async function open({ signedIn = true, slowed = 1 } = {}) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, locale: 'en-GB' });
  if (signedIn) {
    const cookies = headers.cookie.split('; ').map((pair) => pair.split(/=(.*)/s));
    await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: server.url })));
  }
  await context.addInitScript(() => localStorage.setItem('ledger.tour', 'seen'));
  await context.addInitScript(probe, PAUSE);
  const page = await context.newPage();
  if (slowed > 1) {
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowed });
  }
  return page;
}

async function measurePaint() {
  const visits = async (address, ready, how) => {
    const times = [];
    for (let visit = 0; visit < VISITS; visit++) {
      const page = await open(how);
      await page.goto(address);
      times.push(await largestPaint(page, ready));
      await page.context().close();
    }
    return percentile(times, 0.5);
  };
  const { items } = await client.json('/api/v1/specimens?limit=1&q=solanum');
  const limit = await visits(`${plain.url}/empty`, 'h1', { slowed: SLOWED, signedIn: false });
  const wanted = {
    'sign-in': ['/sign-in', '#name', { slowed: SLOWED, signedIn: false }],
    'search, signed in': ['/specimens', 'app-facet-panel .count', { slowed: SLOWED }],
    'one specimen': [`/specimens/${items[0].id}`, 'app-history-timeline li', { slowed: SLOWED }],
  };
  for (const [name, [path, ready, how]] of Object.entries(wanted)) {
    const ours = await visits(server.url + path, ready, how);
    report(`largest paint of a first visit, ${name}`, ours, GOALS.paint, 'an almost empty page', limit);
  }
}

async function measureTyping() {
  const asked = await typedQuestions();
  const api = [];
  for (const words of asked) {
    const query = `q=${encodeURIComponent(words)}&sort=-modifiedAt&limit=60&count=true`;
    api.push((await client.get(`/api/v1/specimens?${query}`)).milliseconds);
  }
  const page = await open();
  await page.goto(`${server.url}/specimens`);
  await page.waitForSelector('app-result-row');
  await page.waitForTimeout(1000);
  await longTasks(page);
  for (const [at, words] of asked.entries()) {
    await page.focus('#q');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(words);
    await page.waitForFunction((n) => globalThis.told.searches.length > n, at, { polling: 20 });
    await page.waitForTimeout(60);
  }
  const times = await page.evaluate(() => globalThis.told.searches);
  const tasks = await longTasks(page);
  await page.context().close();
  const spread = [0.5, 0.95, 1].map((part) => percentile(times, part).toFixed(0));
  console.log(`searches typed: ${times.length} · p50 ${spread[0]} · p95 ${spread[1]} · longest ${spread[2]} ms`);
  report('end of the pause until painted, p95', percentile(times, 0.95), GOALS.search, 'the API alone, p95', percentile(api, 0.95)); // prettier-ignore
  reportTasks('while typing', tasks);
}

/** What people type: names, collectors, numbers and words of localities, none twice. */
async function typedQuestions() {
  const questions = await questionsOf(client);
  const wordsOf = (query) => [...new URLSearchParams(query).values()].join(' ').trim();
  const kinds = ['genus prefix', 'collector', 'catalogue number', 'locality words'];
  const words = kinds.flatMap((kind) => questions[kind].filter((_, at) => at % 3 === 0).map(wordsOf));
  const distinct = [...new Set(words)];
  return Array.from({ length: SEARCHES }, (_, at) => distinct[Math.floor((at * distinct.length) / SEARCHES)]);
}

async function measureScrolling() {
  const limit = await scrolled(`${plain.url}/lines`, () => globalThis.scrollY + innerHeight >= document.body.scrollHeight - 2); // prettier-ignore
  reportTasks('while scrolling 10,000 plain lines (the limit)', limit);
  for (const view of ['list', 'table', 'cards']) {
    const address = `${server.url}/specimens?view=${view}`;
    reportTasks(
      `while scrolling ${ROWS.toLocaleString('en')} rows, ${view}`,
      await scrolled(address, isFarEnough, ROWS),
    );
  }
}

/** The long tasks of a page that is scrolled by wheel until it has come far enough. */
async function scrolled(address, isEnough, rows) {
  const page = await open();
  await page.goto(address);
  await page.waitForSelector('app-virtual-rows, .line');
  await page.waitForTimeout(1500);
  await longTasks(page);
  await page.mouse.move(800, 600);
  for (let turn = 0; !(await page.evaluate(isEnough, rows)); turn++) {
    if (turn > 3000) throw new Error(`${address} did not come to its row ${rows}.`);
    await page.mouse.wheel(0, 2500);
    await page.waitForTimeout(16);
  }
  const tasks = await longTasks(page);
  await page.context().close();
  return tasks;
}

/** Whether so many rows have been loaded, and the last of them seen. */
function isFarEnough(rows) {
  const shown = document.querySelector('app-search-page p.more > span')?.textContent ?? '';
  return Number(/[\d,]+/.exec(shown)?.[0].replaceAll(',', '')) >= rows;
}

function report(what, ours, goal, limitIs, limit) {
  const kept = ours <= goal ? 'kept' : 'MISSED';
  console.log(
    `${what}: ${ours.toFixed(0)} ms (goal ≤ ${goal}: ${kept}) · ${limitIs}: ${limit.toFixed(0)} ms · ratio ${(ours / limit).toFixed(1)}`,
  );
}

function reportTasks(when, tasks) {
  const long = tasks.filter((took) => took > GOALS.task).length;
  const most = Math.max(0, ...tasks).toFixed(0);
  const kept = long === 0 ? 'kept' : 'MISSED';
  console.log(
    `tasks past ${GOALS.task} ms ${when}: ${long} (goal none: ${kept}) · past 50 ms: ${tasks.length} · longest ${most} ms`,
  );
}

/** What no app can do without: a page of one sentence, and one of as many plain lines as rows are scrolled. */
async function servePlainPages() {
  const page = (body) =>
    `<!doctype html><html lang="en"><title>Plain</title><style>.line{height:44px}</style><body>${body}`;
  const lines = Array.from({ length: ROWS }, (_, at) => `<div class="line">Line ${at}</div>`).join('');
  const pages = { '/empty': page('<h1>An almost empty page</h1>'), '/lines': page(lines) };
  const http = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(pages[request.url] ?? '');
  }).listen(0, '127.0.0.1');
  await once(http, 'listening');
  return { url: `http://127.0.0.1:${http.address().port}`, close: () => http.close() };
}
