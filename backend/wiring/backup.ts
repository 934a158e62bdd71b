import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import type { EventStore } from '#ledger/event-store.js';
import { verifyLedger, type Verification } from '#ledger/verify.js';
import { PROJECTIONS } from '#projections/registry.js';
import { readBackup, writeBackup, type BackupManifest } from '#tasks/backup/backup-file.js';
import { migrateLedger } from '#tasks/moving/migrate-ledger.js';
import { openStore, type Stores, type World } from './open-stores.js';
import type { Settings } from './settings.js';

const HERE = { ledgerWriter: 'here', readers: 0 } as const;

/**
 * Writes ledger, vault and files into one file while everything goes on, the ledger first, so that every file it speaks of is
 * in the backup. An embedded database goes in as it stands at one moment; what is on a server is copied into an embedded one,
 * the ledger in its order and compared event by event. Jobs and views are left out: the first are short-lived, the second are
 * built again. Fails when the target exists.
 */
export async function backUp(settings: Settings, target: string, world: World): Promise<BackupManifest> {
  const path = resolve(target);
  if (existsSync(path)) throw new Error(`${path} exists: name a file that does not, so that no backup is overwritten.`);
  const ledgerFile = embeddedPath(settings.ledgerUrl);
  if (ledgerFile !== undefined && !existsSync(ledgerFile))
    throw new Error(`There is no ledger at ${ledgerFile} to back up.`);
  await mkdir(dirname(path), { recursive: true });
  // Beside the target, since there must be room for it anyway.
  const folder = await mkdtemp(join(dirname(path), '.backup-'));
  try {
    const copies = embeddedIn(folder, settings);
    await copyLedger(settings, copies, world);
    await copyVault(settings, copies, world);
    const files = await openStore('files', settings, world, HERE);
    const parts = Object.keys(PARTS).map((name) => ({ name, path: join(folder, name) }));
    const madeAt = new Date(world.now()).toISOString();
    return await writeBackup(path, { madeAt, ledger: await aboutLedger(copies, world) }, parts, files);
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
 * Brings a backup back into empty stores, wherever the settings have them, and checks every record of its ledger before
 * anything is put there; views are built at the next start. Fails when something is there already or the backup is not sound.
 * One that was ended while it wrote a ledger on a server goes on when it is asked again.
 */
export async function restore(
  settings: Settings,
  source: string,
  world: World,
  progress?: (events: number) => void,
): Promise<Restored> {
  await mustBeEmpty(settings);
  await mustHaveNoViews(settings, world);
  await mustHaveNoVault(settings, world);
  const folder = join(settings.data, '.restoring');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    const inFolder = embeddedIn(folder, settings);
    const files = await openStore('files', inFolder, world, HERE);
    const partPath = (name: string) => (name in PARTS ? join(folder, name) : undefined);
    const manifest = await readBackup(source, { partPath, files });
    const verification = await verified(inFolder, world, progress);
    if (verification.ok) {
      // What is on a server first, for there it may fail; the files of this machine are moved in no time.
      if (embeddedPath(settings.ledgerUrl) === undefined) await copyLedger(inFolder, settings, world);
      if (embeddedPath(settings.vaultUrl) === undefined) await copyVault(inFolder, settings, world);
      await moveInto(folder, settings);
    }
    return { manifest, verification };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The databases of a backup, and the setting that says where each belongs. */
const PARTS = { 'ledger.db': 'ledgerUrl', 'vault.db': 'vaultUrl' } as const;

/** The file of an embedded store; undefined for one on a server. */
function embeddedPath(url: string): string | undefined {
  return url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : undefined;
}

/** The same house with what is backed up in that folder. */
function embeddedIn(folder: string, settings: Settings): Settings {
  const [ledgerUrl, vaultUrl] = [`sqlite:${join(folder, 'ledger.db')}`, `sqlite:${join(folder, 'vault.db')}`];
  return { ...settings, ledgerUrl, vaultUrl, filesUrl: `file:${join(folder, 'files')}` };
}

/** Copies the ledger of one house into another; fails with `MigrationRefused` when that one holds other events. */
async function copyLedger(from: Settings, to: Settings, world: World): Promise<void> {
  const [source, target] = [embeddedPath(from.ledgerUrl), embeddedPath(to.ledgerUrl)];
  if (source !== undefined && target !== undefined) return snapshot(source, target);
  const once = (ledger: EventStore, other: EventStore) => migrateLedger(ledger, other, { rounds: 1 });
  const { firstDifference, to: copy } = await between('ledger', from, to, world, once);
  // What was recorded after the copying belongs to the next backup.
  if (firstDifference !== undefined && firstDifference <= copy.events)
    throw new Error(`The copy of the ledger differs from it, first at event ${firstDifference}.`);
}

async function copyVault(from: Settings, to: Settings, world: World): Promise<void> {
  const [source, target] = [embeddedPath(from.vaultUrl), embeddedPath(to.vaultUrl)];
  if (source !== undefined && target !== undefined) return snapshot(source, target);
  await between('vault', from, to, world, (vault, other) => other.fill(vault.records()));
}

/** Opens a store of each house, and closes both. */
async function between<Name extends 'ledger' | 'vault', Answer>(
  name: Name,
  from: Settings,
  to: Settings,
  world: World,
  work: (source: Stores[Name], target: Stores[Name]) => Promise<Answer>,
): Promise<Answer> {
  const source = await openStore(name, from, world, HERE);
  try {
    const target = await openStore(name, to, world, HERE);
    try {
      return await work(source, target);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
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

async function aboutLedger(settings: Settings, world: World): Promise<BackupManifest['ledger']> {
  const ledger = await openStore('ledger', settings, world, HERE);
  try {
    const head = await ledger.head();
    return { storeId: ledger.storeId, ...(head !== undefined && { head }) };
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

async function mustBeEmpty(settings: Settings): Promise<void> {
  const paths = [settings.ledgerUrl, settings.vaultUrl].map(embeddedPath);
  const databases = paths.filter((path) => path !== undefined && existsSync(path));
  const folders = [];
  for (const folder of [settings.filesUrl.slice('file:'.length), embeddedPath(settings.viewsUrl)]) {
    if (folder !== undefined && existsSync(folder) && (await readdir(folder)).length > 0) folders.push(folder);
  }
  const [found] = [...databases, ...folders];
  if (found === undefined) return;
  throw new Error(`${found} is there already: a backup is restored into an empty data folder (--data DIR).`);
}

async function mustHaveNoVault(settings: Settings, world: World): Promise<void> {
  if (embeddedPath(settings.vaultUrl) !== undefined) return;
  const vault = await openStore('vault', settings, world, HERE);
  try {
    for await (const _ of vault.records())
      throw new Error('The vault that VAULT_URL names keeps something already: point it to an empty database.');
  } finally {
    await vault.close();
  }
}

/** Views of a later moment than the backup's would stay as they are, for the ledger's identity is the same. */
async function mustHaveNoViews(settings: Settings, world: World): Promise<void> {
  if (embeddedPath(settings.viewsUrl) !== undefined) return;
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

async function moveInto(folder: string, settings: Settings): Promise<void> {
  const filesFolder = settings.filesUrl.slice('file:'.length);
  await rm(filesFolder, { recursive: true, force: true });
  const moves: [string, string][] = [[join(folder, 'files'), filesFolder]];
  // The ledger last: without it nothing counts as restored.
  for (const [name, setting] of Object.entries(PARTS).reverse()) {
    const place = embeddedPath(settings[setting]);
    if (place !== undefined) moves.push([join(folder, name), place]);
  }
  for (const [from, to] of moves) {
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
  }
}
