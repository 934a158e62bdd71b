import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { verifyLedger, type Verification } from '#ledger/verify.js';
import { PROJECTIONS } from '#projections/registry.js';
import { readBackup, writeBackup, type BackupManifest } from '#tasks/backup/backup-file.js';
import { openStore, type World } from './open-stores.js';
import { BadSettings } from './setting-values.js';
import type { Settings } from './settings.js';

const HERE = { ledgerWriter: 'here', readers: 0 } as const;

/**
 * Writes ledger, vault and files into one file while everything goes on: each database as it stands at one moment, the
 * ledger first, so that every file it speaks of is in the backup. Jobs and views are left out: the first are short-lived,
 * the second are built again. Embedded stores only. Fails when the target exists.
 */
export async function backUp(settings: Settings, target: string, world: World): Promise<BackupManifest> {
  const path = resolve(target);
  if (existsSync(path)) throw new Error(`${path} exists: name a file that does not, so that no backup is overwritten.`);
  const sources = embeddedPaths(settings);
  if (!existsSync(sources['ledger.db'])) throw new Error(`There is no ledger at ${sources['ledger.db']} to back up.`);
  await mkdir(dirname(path), { recursive: true });
  // Beside the target, since there must be room for it anyway.
  const folder = await mkdtemp(join(dirname(path), '.backup-'));
  try {
    const ledger = await openStore('ledger', settings, world, HERE);
    const files = await openStore('files', settings, world, HERE);
    const about = { storeId: ledger.storeId };
    await ledger.close();
    const parts = [];
    for (const [name, source] of Object.entries(sources)) {
      parts.push({ name, path: join(folder, name) });
      await snapshot(source, join(folder, name));
    }
    const head = await headOf(join(folder, 'ledger.db'), settings, world);
    const madeAt = new Date(world.now()).toISOString();
    return await writeBackup(path, { madeAt, ledger: { ...about, ...(head !== undefined && { head }) } }, parts, files);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What was restored, and whether the ledger in it is sound. */
export interface Restored {
  readonly manifest: BackupManifest;
  readonly verification: Verification;
}

/**
 * Brings a backup back into an empty data folder and checks every record of its ledger; views are built at the next
 * start. Fails, leaving the folder empty, when anything is there already or the backup is not sound.
 */
export async function restore(
  settings: Settings,
  source: string,
  world: World,
  progress?: (events: number) => void,
): Promise<Restored> {
  const targets = embeddedPaths(settings);
  await mustBeEmpty(settings, targets);
  await mustHaveNoViews(settings, world);
  const folder = join(settings.data, '.restoring');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    const inFolder = {
      ...settings,
      ledgerUrl: `sqlite:${join(folder, 'ledger.db')}`,
      filesUrl: `file:${join(folder, 'files')}`,
    };
    const files = await openStore('files', inFolder, world, HERE);
    const partPath = (name: string) => (name in targets ? join(folder, name) : undefined);
    const manifest = await readBackup(source, { partPath, files });
    const verification = await verified(inFolder, world, progress);
    if (verification.ok) await moveInto(folder, settings, targets);
    return { manifest, verification };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Sources = Readonly<Record<'ledger.db' | 'vault.db', string>>;

function embeddedPaths(settings: Settings): Sources {
  const place = (name: string, url: string, scheme: string): string => {
    if (url.startsWith(`${scheme}:`)) return url.slice(scheme.length + 1);
    throw new BadSettings([
      `${name} is not on this machine; backup and restore are for embedded stores (${scheme}:), use that server's own tools`,
    ]);
  };
  place('FILES_URL', settings.filesUrl, 'file');
  return {
    'ledger.db': place('LEDGER_URL', settings.ledgerUrl, 'sqlite'),
    'vault.db': place('VAULT_URL', settings.vaultUrl, 'sqlite'),
  };
}

/** A copy of a database as it stands at one moment, also while others write it. */
async function snapshot(source: string, target: string): Promise<void> {
  const db = new DatabaseSync(source, { readOnly: true, timeout: 10_000 });
  try {
    // All pages in one step: in several it would begin anew after every write of another process.
    await backup(db, target, { rate: 2_147_483_647 });
  } finally {
    db.close();
  }
}

async function headOf(file: string, settings: Settings, world: World): Promise<string | undefined> {
  const ledger = await openStore('ledger', { ...settings, ledgerUrl: `sqlite:${file}` }, world, HERE);
  try {
    return await ledger.head();
  } finally {
    await ledger.close();
  }
}

async function verified(settings: Settings, world: World, progress?: (events: number) => void): Promise<Verification> {
  const ledger = await openStore('ledger', settings, world, HERE);
  try {
    return await verifyLedger(ledger, progress && { progress });
  } finally {
    await ledger.close();
  }
}

async function mustBeEmpty(settings: Settings, targets: Sources): Promise<void> {
  const filesFolder = settings.filesUrl.slice('file:'.length);
  const viewsFolder = settings.viewsUrl.slice(settings.viewsUrl.indexOf(':') + 1);
  const databases = Object.values(targets).filter((path) => existsSync(path));
  const folders = [];
  for (const folder of [filesFolder, viewsFolder]) {
    if (existsSync(folder) && (await readdir(folder)).length > 0) folders.push(folder);
  }
  const [found] = [...databases, ...folders];
  if (found === undefined) return;
  throw new Error(`${found} is there already: a backup is restored into an empty data folder (--data DIR).`);
}

/** Views of a later moment than the backup's would stay as they are, for the ledger's identity is the same. */
async function mustHaveNoViews(settings: Settings, world: World): Promise<void> {
  if (settings.viewsUrl.startsWith('sqlite:')) return;
  const views = await openStore('views', settings, world, HERE);
  try {
    for (const { name } of PROJECTIONS) {
      if ((await views.versions(name)).all.length === 0) continue;
      throw new Error(
        `The place that VIEWS_URL names holds views already (${name}): point it to an empty database, where they are built anew.`,
      );
    }
  } finally {
    await views.close();
  }
}

async function moveInto(folder: string, settings: Settings, targets: Sources): Promise<void> {
  const filesFolder = settings.filesUrl.slice('file:'.length);
  await rm(filesFolder, { recursive: true, force: true });
  const moves: [string, string][] = [[join(folder, 'files'), filesFolder]];
  // The ledger last: without it nothing counts as restored.
  moves.push([join(folder, 'vault.db'), targets['vault.db']], [join(folder, 'ledger.db'), targets['ledger.db']]);
  for (const [from, to] of moves) {
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
  }
}
