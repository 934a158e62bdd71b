#!/usr/bin/env node
/**
 * How long the embedded server takes from its start until it is ready (every store open, every view at the end of the
 * ledger), with the archive of 84k specimens; the median of five starts. Beside it what no server can do without: Node.js
 * itself, and the same start with an empty folder. `-- --data FOLDER` takes a folder that holds the archive already.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { percentile } from './http-client.mjs';
import { startServer } from './http-server.mjs';
import { importedFolder } from './imported-folder.mjs';

const { values: options } = parseArgs({ options: { data: { type: 'string' } } });
const data = options.data ? resolve(options.data) : importedFolder('start-up');
if (!data) process.exit(0);
const STARTS = 5;

const node = await milliseconds(() => void spawnSync(process.execPath, ['--eval', '']));
const fresh = mkdtempSync(join(tmpdir(), 'bench-start-up-fresh-'));
const peaks = [];
// The first start makes the administrator, and the fresh folder's stores.
for (const folder of [fresh, data]) await start(folder);
const empty = await milliseconds(() => start(fresh));
const full = await milliseconds(() => start(data));
rmSync(fresh, { recursive: true });
console.log(
  `start until ready with 84k specimens: median ${full.median} ms, most ${full.most} ms (goal ≤ 2,000) · with an empty ` +
    `folder: ${empty.median} ms · Node.js alone: ${node.median} ms · ratio ${(full.median / empty.median).toFixed(2)} · ` +
    `peak ${Math.max(...peaks)} MB`,
);

/** Starts a server, and answers how long that took; stopping it is not counted. */
async function start(folder) {
  const begun = performance.now();
  const server = await startServer(folder);
  const took = performance.now() - begun;
  peaks.push(server.peak());
  await server.stop({ keep: true });
  return took;
}

/** The middle one and the longest of five, in whole milliseconds. */
async function milliseconds(work) {
  const times = [];
  for (let at = 0; at < STARTS; at++) {
    const begun = performance.now();
    times.push((await work()) ?? performance.now() - begun);
  }
  return { median: Math.round(percentile(times, 0.5)), most: Math.round(Math.max(...times)) };
}
