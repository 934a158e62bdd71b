import { mkdir, stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { folderAsZip } from '#tasks/import/archive/folder-zip.js';
import type { ImportWatch } from '#tasks/import/commit.js';
import type { ImportDesk, ImportFile } from '#tasks/import/import-desk.js';
import { knownSpecimens } from '#tasks/import/known-specimens.js';
import { importWork, workOf } from '#tasks/import/lost-import.js';
import type { House } from '#wiring/house.js';
import { CliFailure, type CliContext } from './command.js';

/** The importer's desk in this process. */
export async function importDesk(house: House): Promise<ImportDesk> {
  const tempFolder = join(house.settings.data, 'temp');
  await mkdir(tempFolder, { recursive: true });
  const { ledger: events, files, now, commandLedger } = house;
  const work = async (importId: string) => workOf(await importWork(house.jobs), importId);
  return { events, files, now, tempFolder, work, salts: commandLedger.salts, known: knownSpecimens(house.views) };
}

/** Takes a file, or a folder as one zip, into the file store. */
export async function takeFile(house: House, path: string): Promise<ImportFile> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new CliFailure(`There is no file ${path}.`);
  const content = found.isDirectory() ? await folderAsZip(path) : createReadStream(path);
  const { sha256 } = await house.files.put(content);
  const name = basename(resolve(path));
  return { name: found.isDirectory() ? `${name}.zip` : name, sha256 };
}

const PHASES = { staging: 'Reading', checking: 'Checking', writing: 'Writing' } as const;

/** Shows the importer's progress on the terminal, and passes Ctrl-C on. */
export function watchOf({ terminal, signal }: Pick<CliContext, 'terminal' | 'signal'>): ImportWatch {
  return {
    signal,
    progress: ({ phase, rowsDone, rowsTotal }) => terminal.progress(PHASES[phase], rowsDone, rowsTotal),
  };
}
