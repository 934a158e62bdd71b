#!/usr/bin/env node
/**
 * `npm run bench`: every benchmark of this folder, each in a process of its own so that its peak memory is its own;
 * `npm run bench -- NAME …`: those whose name begins so; words after `--`, and those that begin so, go to the benchmark.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { serverOptions } from '../tools/server-start.mjs';

const folder = import.meta.dirname;
const words = process.argv.slice(2);
const end = words.indexOf('--');
const first = end < 0 ? words : words.slice(0, end);
const names = first.filter((word) => !word.startsWith('--'));
const rest = [...first.filter((word) => word.startsWith('--')), ...(end < 0 ? [] : words.slice(end + 1))];
const known = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.mjs'))
  .map((file) => file.slice(0, -'.bench.mjs'.length))
  .sort();
const chosen = known.filter((name) => names.length === 0 || names.some((start) => name.startsWith(start)));

if (chosen.length === 0) fail(`There is no benchmark ${names.join(', ')}; there are ${known.join(', ')}.`);
if (!existsSync(resolve(folder, '../../dist/server'))) fail('Nothing is built yet: run "npm run build:backend" first.');

// As a server starts, but for the main thread: what a server does little in is where a benchmark works.
const options = serverOptions.filter((option) => !/source-maps|semi-space/.test(option));
let failed = false;
for (const name of chosen) {
  console.log(`\n# ${name}`);
  const { status } = spawnSync(process.execPath, [...options, join(folder, `${name}.bench.mjs`), ...rest], { stdio: 'inherit' }); // prettier-ignore
  if (status !== 0) {
    failed = true;
    console.error(`The benchmark ${name} failed.`);
  }
}
process.exitCode = failed ? 1 : 0;

function fail(why) {
  console.error(why);
  process.exit(1);
}
