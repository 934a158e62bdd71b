import { existsSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Path of the compiled file of a thread in this folder. Run from its TypeScript source (tests), it is the one under
 * `dist/server`; fails with a sentence when that is missing or older than its source.
 */
export function threadFile(name: string): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const source = join(here, `${name}.ts`);
  if (!existsSync(source)) return join(here, `${name}.js`);
  const at = here.lastIndexOf(`${sep}backend${sep}`);
  const compiled = join(here.slice(0, at), 'dist', 'server', here.slice(at), `${name}.js`);
  if (!existsSync(compiled)) throw new Error(`${compiled} is missing: run "npm run build:backend" first.`);
  if (statSync(compiled).mtimeMs < statSync(source).mtimeMs) {
    throw new Error(`${compiled} is older than its source: run "npm run build:backend" first.`);
  }
  return compiled;
}
