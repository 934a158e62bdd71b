// Asks browsers to compile each script of the built web app whole, beside the page, instead of function by function while the
// page is drawn: nearly all of a first download runs at once, and other scripts come only when they are about to be used.
// Chromium knows the comment (136 and later); to other browsers it says nothing.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const HINT = '//# allFunctionsCalledOnLoad\n';
const web = resolve(import.meta.dirname, '../../dist/web');
if (!existsSync(web)) throw new Error('There is no built web app in dist/web: run "ng build" first.');
for (const name of readdirSync(web).filter((one) => one.endsWith('.js'))) {
  const script = readFileSync(join(web, name), 'utf8');
  if (!script.startsWith(HINT)) writeFileSync(join(web, name), HINT + script);
}
