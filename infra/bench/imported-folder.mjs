/** A data folder that holds the archive of 84k specimens, imported as an operator would. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { commandOptions } from '../tools/server-start.mjs';
import { cncflora } from './real-events.mjs';

/** Imports it into a new folder that is removed when the benchmark ends; undefined, said aloud, where there is no archive. */
export function importedFolder(benchmark) {
  if (!cncflora) {
    console.warn(`Skipped ${benchmark}: the shared data folder is not here.`);
    return undefined;
  }
  const data = mkdtempSync(join(tmpdir(), `bench-${benchmark}-`));
  process.on('exit', () => rmSync(data, { recursive: true, force: true }));
  const program = resolve(import.meta.dirname, '../../dist/server/backend/cli/main.js');
  const { status } = spawnSync(process.execPath, [...commandOptions, program, 'import', cncflora, '--data', data], { stdio: ['ignore', 'ignore', 'inherit'] }); // prettier-ignore
  if (status !== 0) throw new Error('The archive could not be imported.');
  return data;
}
