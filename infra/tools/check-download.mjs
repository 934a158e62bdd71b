// The first download of the web app: what index.html names, what those scripts import at once, and the texts of the larger
// language, gzipped. Fails past 150 kB.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { firstFiles, web } from './web-scripts.mjs';

const LIMIT = 150_000;
const sizeOf = (name) => gzipSync(readFileSync(join(web, name))).length;
const seen = new Map([...firstFiles()].map((name) => [name, sizeOf(name)]));
const texts = ['en', 'fr'].map((language) => sizeOf(`i18n/${language}.json`));
seen.set('texts', Math.max(...texts));
const total = [...seen.values()].reduce((sum, bytes) => sum + bytes, 0);
if (seen.size < 3) {
  console.error('index.html names no script and style: the check has nothing to weigh.');
  process.exit(1);
}
console.log(`First download: ${(total / 1000).toFixed(1)} kB gzipped in ${seen.size} files, limit ${LIMIT / 1000} kB.`);
process.exitCode = total <= LIMIT ? 0 : 1;
