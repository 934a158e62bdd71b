// What the Angular build leaves to be done to the built web app, so that its first page is there sooner.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstFiles, textOf, web, withImports } from './web-scripts.mjs';

const HINT = '//# allFunctionsCalledOnLoad\n';
/** Pages with code of their own that are opened straight from a link; `firstNeeds` in the app says at which address. */
const OPENED_BY_LINK = ['SpecimenPage'];

hintToCompile();
tellPageCode();

/**
 * Asks browsers to compile each script whole, beside the page, instead of function by function while the page is drawn: nearly
 * all of a first download runs at once, and other scripts come only when they are about to be used. Chromium knows the comment
 * (136 and later); to other browsers it says nothing.
 */
function hintToCompile() {
  for (const name of scripts()) {
    const script = textOf(name);
    if (!script.startsWith(HINT)) writeFileSync(join(web, name), HINT + script);
  }
}

/** Writes into index.html which scripts a page needs beside the first download: the app asks for them before it has started. */
function tellPageCode() {
  const index = textOf('index.html');
  if (index.includes('id="page-code"')) return;
  const main = scripts().find((name) => name.startsWith('main-'));
  const first = firstFiles();
  const pages = OPENED_BY_LINK.map((page) => {
    const code = new RegExp(`import\\(.\\./(chunk-[\\w-]+\\.js).\\)\\.then\\((\\w+)=>\\2\\.${page}\\)`).exec(
      textOf(main),
    );
    if (!code)
      throw new Error(`${main} does not import ${page}: has the way changed in which the build writes imports?`);
    return [page, [...withImports([code[1]])].filter((name) => !first.has(name))];
  });
  const told = `<script type="application/json" id="page-code">${JSON.stringify(Object.fromEntries(pages))}</script>`;
  writeFileSync(join(web, 'index.html'), index.replace('<link rel="modulepreload"', `${told}$&`));
}

function scripts() {
  return readdirSync(web).filter((name) => name.endsWith('.js'));
}
