import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { FileMissing, FileTooLarge, type FileStore, type StoredFile } from '../../file-store.js';

const HASH = /^[0-9a-f]{64}$/;
const INCOMING = 'incoming';
const DAY = 24 * 3600 * 1000;

/**
 * Opens a folder of files: `ab/cdef…` holds the content whose SHA-256 is `abcdef…`. Several threads and processes may
 * share it. What a killed process left half written is in `incoming/` and goes after a day.
 */
export async function openFolderFileStore(options: { folder: string; now: () => number }): Promise<FileStore> {
  const store = new FolderFileStore(resolve(options.folder));
  await store.prepare(options.now());
  return store;
}

class FolderFileStore implements FileStore {
  constructor(private readonly folder: string) {}

  async prepare(now: number): Promise<void> {
    const incoming = join(this.folder, INCOMING);
    await mkdir(incoming, { recursive: true });
    for (const name of await readdir(incoming)) {
      const found = await stat(join(incoming, name)).catch(absent);
      if (found && found.mtimeMs < now - DAY) await rm(join(incoming, name), { force: true });
    }
  }

  async put(content: AsyncIterable<Uint8Array>, maxBytes = Infinity): Promise<StoredFile> {
    const incoming = join(this.folder, INCOMING, randomUUID());
    const file = await open(incoming, 'wx', 0o640);
    try {
      const stored = await write(file, content, maxBytes).finally(() => file.close());
      await this.keep(incoming, stored);
      return stored;
    } catch (error) {
      await rm(incoming, { force: true });
      throw error;
    }
  }

  async stat(sha256: string): Promise<StoredFile | undefined> {
    const found = await stat(this.path(sha256)).catch(absent);
    return found && { sha256, bytes: found.size };
  }

  async open(sha256: string, range: { start?: number; end?: number } = {}): Promise<Readable> {
    return createReadStream(await this.localPath(sha256), range);
  }

  async localPath(sha256: string): Promise<string> {
    if (await this.stat(sha256)) return this.path(sha256);
    throw new FileMissing(`There is no file with the SHA-256 ${sha256}.`);
  }

  async *list(): AsyncIterable<StoredFile> {
    for (const first of await readdir(this.folder)) {
      if (!/^[0-9a-f]{2}$/.test(first)) continue;
      for (const rest of await readdir(join(this.folder, first))) {
        const stored = HASH.test(first + rest) && (await this.stat(first + rest));
        if (stored) yield stored;
      }
    }
  }

  async close(): Promise<void> {
    // Nothing is kept open between calls.
  }

  private path(sha256: string): string {
    // Anything else could point outside of the folder.
    if (!HASH.test(sha256)) throw new FileMissing(`"${sha256}" is not a SHA-256 in lower-case hexadecimal digits.`);
    return join(this.folder, sha256.slice(0, 2), sha256.slice(2));
  }

  /** Gives a whole and flushed file its name; the name is on disk too when this resolves. */
  private async keep(incoming: string, stored: StoredFile): Promise<void> {
    const path = this.path(stored.sha256);
    const known = await this.stat(stored.sha256);
    if (known?.bytes === stored.bytes) {
      await rm(incoming, { force: true });
      // Another may have given it its name a moment ago, and not flushed it yet.
      return flushFolder(dirname(path));
    }
    const made = await mkdir(dirname(path), { recursive: true });
    await rename(incoming, path);
    await flushFolder(dirname(path));
    if (made) await flushFolder(this.folder);
  }
}

/** Writes and hashes in one pass, and flushes to disk. */
async function write(file: FileHandle, content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<StoredFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new FileTooLarge(`The file is larger than ${maxBytes} bytes.`);
    hash.update(chunk);
    await writeAll(file, chunk);
  }
  await file.sync();
  return { sha256: hash.digest('hex'), bytes };
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.byteLength;) {
    written += (await file.write(chunk, written, chunk.byteLength - written)).bytesWritten;
  }
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
