// The first download of the web app: what index.html names, what those scripts import at once, and the texts of the larger
// language, gzipped. Fails past 150 kB.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMIT = 150_000;
const web = resolve(import.meta.dirname, '../../dist/web');
if (!existsSync(join(web, 'index.html'))) {
  console.error('There is no built web app in dist/web: run "npm run build" first.');
  process.exit(1);
}
const seen = new Map();
/** Adds a file and everything it imports statically (a dynamic import is a later download). */
function add(name) {
  if (seen.has(name)) return;
  const content = readFileSync(join(web, name));
  seen.set(name, gzipSync(content).length);
  if (!name.endsWith('.js')) return;
  for (const [, imported] of content.toString().matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) add(imported);
}
const index = readFileSync(join(web, 'index.html'), 'utf8');
for (const [, name] of index.matchAll(/(?:src|href)="\/?([^":]+\.(?:js|css))"/g)) add(name);
const texts = ['en', 'fr'].map((language) => gzipSync(readFileSync(join(web, `i18n/${language}.json`))).length);
seen.set('texts', Math.max(...texts));
const total = [...seen.values()].reduce((sum, bytes) => sum + bytes, 0);
if (seen.size < 3) {
  console.error('index.html names no script and style: the check has nothing to weigh.');
  process.exit(1);
}
console.log(`First download: ${(total / 1000).toFixed(1)} kB gzipped in ${seen.size} files, limit ${LIMIT / 1000} kB.`);
process.exitCode = total <= LIMIT ? 0 : 1;
