import type { Readable } from 'node:stream';

/** What a stored file is known by. */
export interface StoredFile {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Immutable content by its SHA-256: the same bytes twice are one file. A file is there whole and flushed to disk, or not at all. */
export interface FileStore {
  /** Stores a stream; fails with {@link FileTooLarge} past `maxBytes`. */
  put(content: AsyncIterable<Uint8Array>, maxBytes?: number): Promise<StoredFile>;
  stat(sha256: string): Promise<StoredFile | undefined>;
  /** Fails with {@link FileMissing}. `start` and `end` are byte offsets, `end` inclusive. */
  open(sha256: string, range?: { start?: number; end?: number }): Promise<Readable>;
  /** A path on this machine with the content, for libraries that need random access. */
  localPath(sha256: string): Promise<string>;
  /** Every file, in no order. */
  list(): AsyncIterable<StoredFile>;
  close(): Promise<void>;
}

export class FileMissing extends Error {
  override readonly name = 'FileMissing';
}
export class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge';
}
