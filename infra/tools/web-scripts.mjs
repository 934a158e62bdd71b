// The built web app in dist/web, and which of its files come together.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const web = resolve(import.meta.dirname, '../../dist/web');
if (!existsSync(join(web, 'index.html')))
  throw new Error('There is no built web app in dist/web: run "npm run build" first.');

/** A file of it as text. */
export function textOf(name) {
  return readFileSync(join(web, name), 'utf8');
}

/** Scripts and styles that index.html names, with all that the scripts import (a dynamic import is a later download). */
export function firstFiles() {
  return withImports(
    [...textOf('index.html').matchAll(/(?:src|href)="\/?([^":]+\.(?:js|css))"/g)].map(([, name]) => name),
  );
}

/** Files with all that they import, and what that imports. */
export function withImports(names) {
  const found = new Set(names);
  for (const name of found) {
    if (!name.endsWith('.js')) continue;
    for (const [, imported] of textOf(name).matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g))
      found.add(imported);
  }
  return found;
}
