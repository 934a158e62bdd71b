// How the server is started, as `npm start` says it: tests, campaigns and benchmarks try what runs elsewhere. Plain Node 20, no packages.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const words = scripts.start.split(' ');

/** Options of Node. */
export const serverOptions = optionsIn(words);
/** Those of the command line. */
export const commandOptions = optionsIn(scripts.ledger.split(' '));
/** What is set in the environment beside the settings. */
export const serverEnvironment = Object.fromEntries(
  words.filter((word) => /^[A-Z_]+=/.test(word)).map((word) => word.split('=')),
);

function optionsIn(line) {
  return line.filter((word) => word.startsWith('--'));
}
