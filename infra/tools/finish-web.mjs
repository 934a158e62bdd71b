// What the Angular build leaves to be done to the built web app, so that its first page is there sooner.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const HINT = '//# allFunctionsCalledOnLoad\n';
/** Pages with code of their own that are opened straight from a link; `firstNeeds` in the app says at which address. */
const OPENED_BY_LINK = ['SpecimenPage'];

const web = resolve(import.meta.dirname, '../../dist/web');
if (!existsSync(web)) throw new Error('There is no built web app in dist/web: run "ng build" first.');
hintToCompile();
tellPageCode();

/**
 * Asks browsers to compile each script whole, beside the page, instead of function by function while the page is drawn: nearly
 * all of a first download runs at once, and other scripts come only when they are about to be used. Chromium knows the comment
 * (136 and later); to other browsers it says nothing.
 */
function hintToCompile() {
  for (const name of scripts()) {
    const script = read(name);
    if (!script.startsWith(HINT)) writeFileSync(join(web, name), HINT + script);
  }
}

/** Writes into index.html which scripts a page needs beside the first download: the app asks for them before it has started. */
function tellPageCode() {
  const index = read('index.html');
  if (index.includes('id="page-code"')) return;
  const main = scripts().find((name) => name.startsWith('main-'));
  const first = withImports([...index.matchAll(/(?:src|href)="([\w-]+\.js)"/g)].map(([, name]) => name));
  const pages = OPENED_BY_LINK.map((page) => {
    const code = new RegExp(`import\\(.\\./(chunk-[\\w-]+\\.js).\\)\\.then\\((\\w+)=>\\2\\.${page}\\)`).exec(
      read(main),
    );
    if (!code)
      throw new Error(`${main} does not import ${page}: has the way changed in which the build writes imports?`);
    return [page, [...withImports([code[1]])].filter((name) => !first.has(name))];
  });
  const told = `<script type="application/json" id="page-code">${JSON.stringify(Object.fromEntries(pages))}</script>`;
  writeFileSync(join(web, 'index.html'), index.replace('<link rel="modulepreload"', `${told}$&`));
}

/** Scripts with all that they import, and what that imports. */
function withImports(names) {
  const found = new Set(names);
  for (const name of found)
    for (const [, imported] of read(name).matchAll(/(?:from|import)["'`]\.\/([\w-]+\.js)["'`]/g)) found.add(imported);
  return found;
}

function scripts() {
  return readdirSync(web).filter((name) => name.endsWith('.js'));
}

function read(name) {
  return readFileSync(join(web, name), 'utf8');
}
