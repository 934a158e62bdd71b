import { hash, randomUUID } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ColumnMapping } from '#domain/import-batch/events.js';
import { describeArchive } from '../archive/describe-archive.js';
import { openBundle } from '../archive/open-bundle.js';
import { buildStaging, type StagingWatch } from './build-staging.js';
import { Staging } from './staging.js';

/** A file to import, where its content lies on this machine. */
export interface FileToStage {
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
}

const KEPT_MILLISECONDS = 48 * 3600 * 1000;
// Changes when the same file and mapping would be staged otherwise, so that no older staging is taken for a new one.
const VERSION = 2;

/** Opens the staged rows of a file under a mapping; reads the file when they are not there (any more). */
export async function stageFile(
  file: FileToStage,
  mapping: readonly ColumnMapping[] | undefined,
  folder: string,
  now: number,
  watch: StagingWatch,
): Promise<Staging> {
  await mkdir(folder, { recursive: true });
  if (mapping) {
    const path = join(folder, nameFor(file, mapping));
    if (existsSync(path)) return new Staging(path);
  }
  await sweep(folder, now);
  const part = join(folder, `${randomUUID()}.part`);
  const bundle = await openBundle(file.path, file.name, folder);
  try {
    const facts = await buildStaging(part, bundle, await describeArchive(bundle), mapping, watch);
    const path = join(folder, nameFor(file, facts.mapping));
    renameSync(part, path);
    return new Staging(path);
  } finally {
    rmSync(part, { force: true });
    await bundle.close();
  }
}

/** Removes the staged rows of a file once they are not needed any more. */
export function unstage(staging: Staging): void {
  staging.close();
  rmSync(staging.path, { force: true });
}

function nameFor(file: FileToStage, mapping: readonly ColumnMapping[]): string {
  return `${file.sha256}-${hash('sha256', JSON.stringify([VERSION, file.name, mapping]), 'hex').slice(0, 16)}.staged`;
}

// Previews that nobody followed up, and what a killed process left.
async function sweep(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/\.(part|staged)$/.test(name)) continue;
    const path = join(folder, name);
    const age = now - ((await stat(path).catch(() => undefined))?.mtimeMs ?? now);
    if (age > KEPT_MILLISECONDS) rmSync(path, { force: true });
  }
}
