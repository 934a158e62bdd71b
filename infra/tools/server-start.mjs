// How the server is started, as `npm start` says it: tests, campaigns and benchmarks try what runs elsewhere. Plain Node 20, no packages.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const words = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts.start.split(' ');

/** Options of Node. */
export const serverOptions = words.filter((word) => word.startsWith('--'));
/** What is set in the environment beside the settings. */
export const serverEnvironment = Object.fromEntries(
  words.filter((word) => /^[A-Z_]+=/.test(word)).map((word) => word.split('=')),
);
