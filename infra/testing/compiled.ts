import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(__dirname, '../..');

/**
 * URL of the compiled form of a source file (path from the root of the repository, ending in `.ts`), for threads and
 * processes that a test starts. Fails with a sentence when it is missing or older than its source.
 */
export function compiled(source: string): string {
  const built = join(root, 'dist/server', source.replace(/\.ts$/, '.js'));
  if (!existsSync(built)) throw new Error(`${source} is not built: run \`npm run build:backend\` first.`);
  if (statSync(built).mtimeMs < statSync(join(root, source)).mtimeMs) {
    throw new Error(`The build of ${source} is older than its source: run \`npm run build:backend\` first.`);
  }
  return pathToFileURL(built).href;
}
