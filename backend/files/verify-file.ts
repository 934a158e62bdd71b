import { createHash } from 'node:crypto';
import type { FileStore } from './file-store.js';

/** Reads a stored file to its end and tells whether its content still has the SHA-256 it is known by. */
export async function isIntact(files: FileStore, sha256: string): Promise<boolean> {
  const hash = createHash('sha256');
  for await (const chunk of await files.open(sha256)) hash.update(chunk as Uint8Array);
  return hash.digest('hex') === sha256;
}
