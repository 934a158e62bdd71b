import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { extract, pack, type Pack } from 'tar-stream';
import type { FileStore } from '#files/file-store.js';

/** What a backup says of itself: the first entry of the file. */
export interface BackupManifest {
  readonly kind: 'collection-ledger-backup';
  readonly version: 1;
  /** YYYY-MM-DDTHH:mm:ss.sssZ */
  readonly madeAt: string;
  readonly ledger: { readonly storeId: string; readonly head?: string };
  /** Every other entry, in the order of the file. */
  readonly entries: readonly BackupEntry[];
}

export interface BackupEntry {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A whole file that goes into a backup, by the name it has there. */
export interface BackupPart {
  readonly name: string;
  readonly path: string;
}

/** The file is no backup, is not whole, or was changed; nothing of it is to be trusted. */
export class UnusableBackup extends Error {
  override readonly name = 'UnusableBackup';
}

const MANIFEST = 'manifest.json';
const FILES = 'files/';
const LARGEST_MANIFEST = 512 * 1024 * 1024;

/**
 * Writes parts and stored files into one tar file, with the SHA-256 of each in the manifest that goes first. The target
 * is there whole and flushed, or not at all.
 */
export async function writeBackup(
  target: string,
  about: Pick<BackupManifest, 'madeAt' | 'ledger'>,
  parts: readonly BackupPart[],
  files: FileStore,
): Promise<BackupManifest> {
  const entries: BackupEntry[] = [];
  for (const { name, path } of parts) entries.push({ name, ...(await measured(path)) });
  for await (const { sha256, bytes } of files.list()) entries.push({ name: `${FILES}${sha256}`, bytes, sha256 });
  const manifest: BackupManifest = { kind: 'collection-ledger-backup', version: 1, ...about, entries };
  const unfinished = `${target}.part`;
  try {
    const tar = pack();
    const written = pipeline(tar, createWriteStream(unfinished, { flags: 'wx', mode: 0o600 }));
    await Promise.all([written, fill(tar, manifest, parts, files).catch((error: Error) => tar.destroy(error))]);
    await flush(unfinished);
    await rename(unfinished, target);
    return manifest;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function fill(
  tar: Pack,
  manifest: BackupManifest,
  parts: readonly BackupPart[],
  files: FileStore,
): Promise<void> {
  const text = Buffer.from(JSON.stringify(manifest, undefined, 1));
  await new Promise<void>((resolve, reject) => {
    tar.entry({ name: MANIFEST }, text, (error) => (error ? reject(error) : resolve()));
  });
  const paths = new Map(parts.map(({ name, path }) => [name, path]));
  for (const { name, bytes, sha256 } of manifest.entries) {
    const path = paths.get(name);
    const content = path === undefined ? await files.open(sha256) : createReadStream(path);
    await pipeline(content, tar.entry({ name, size: bytes }));
  }
  tar.finalize();
}

/** Where the contents of a backup go. */
export interface RestoreTarget {
  /** Path to write a part to; undefined for one that this version does not know. */
  partPath(name: string): string | undefined;
  readonly files: FileStore;
}

/** Reads a backup to its end and checks every entry against the manifest. Fails with {@link UnusableBackup}. */
export async function readBackup(source: string, target: RestoreTarget): Promise<BackupManifest> {
  const content = createReadStream(source);
  const tar = extract();
  content.on('error', (error) => tar.destroy(error)).pipe(tar);
  let manifest: BackupManifest | undefined;
  let next = 0;
  try {
    for await (const entry of tar) {
      const { name } = entry.header;
      const bytes = entry as AsyncIterable<Uint8Array>;
      if (manifest === undefined) manifest = await readManifest(name, bytes);
      else await restoreEntry(name, manifest.entries[next++], bytes, target);
    }
  } catch (error) {
    if (error instanceof UnusableBackup) throw error;
    throw new UnusableBackup(`${source} cannot be read as a backup: ${messageOf(error)}.`, { cause: error });
  } finally {
    content.destroy();
  }
  if (manifest === undefined) throw new UnusableBackup(`${source} is empty.`);
  const missing = manifest.entries[next];
  if (missing) throw new UnusableBackup(`${source} ends before ${missing.name}: it is not whole.`);
  return manifest;
}

async function readManifest(name: string, content: AsyncIterable<Uint8Array>): Promise<BackupManifest> {
  if (name !== MANIFEST) throw new UnusableBackup(`This is no backup: it begins with "${name}" instead of a manifest.`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes > LARGEST_MANIFEST) throw new UnusableBackup('The manifest of this backup is too large to be one.');
    chunks.push(chunk);
  }
  const manifest = JSON.parse(Buffer.concat(chunks).toString()) as Omit<BackupManifest, 'version'> & {
    version: number;
  };
  if (manifest.kind !== 'collection-ledger-backup') throw new UnusableBackup('This is no backup of a ledger.');
  if (manifest.version !== 1) {
    throw new UnusableBackup(`This backup was made by a newer version (${manifest.version}); this one reads 1.`);
  }
  return manifest as BackupManifest;
}

async function restoreEntry(
  name: string,
  expected: BackupEntry | undefined,
  content: AsyncIterable<Uint8Array>,
  target: RestoreTarget,
): Promise<void> {
  if (name !== expected?.name) {
    throw new UnusableBackup(`Where the manifest says ${expected?.name ?? 'the end'}, there is "${name}".`);
  }
  const restored = name.startsWith(FILES)
    ? await target.files.put(content)
    : await writePart(target.partPath(name), name, content);
  if (restored.sha256 !== expected.sha256 || restored.bytes !== expected.bytes) {
    throw new UnusableBackup(`${name} is not as it was when the backup was made: its SHA-256 differs.`);
  }
}

async function writePart(path: string | undefined, name: string, content: AsyncIterable<Uint8Array>) {
  if (path === undefined) throw new UnusableBackup(`This version does not know what "${name}" in the backup is.`);
  await pipeline(content, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  await flush(path);
  return measured(path);
}

async function measured(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') };
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
