import type { Readable } from 'node:stream';
import { UnreadableFile } from './unreadable-file.js';

export interface BundleEntry {
  /** Path with forward slashes, relative, without `..`. */
  readonly name: string;
  /** Unpacked size. */
  readonly bytes: number;
}

/** Files that came as one: opened for reading any of them any number of times. */
export interface Bundle {
  readonly kind: 'zip' | 'tar.gz' | 'gzip' | 'text';
  readonly entries: readonly BundleEntry[];
  /** Content of an entry; the stream fails with {@link UnreadableFile} where the content is damaged. */
  open(name: string): Promise<Readable>;
  close(): Promise<void>;
}

/** What a packed file may unpack to; beyond it the file is taken for a bomb. */
export interface UnpackLimits {
  readonly entries: number;
  readonly bytes: number;
  /** Unpacked : packed, looked at only above `ratioFromBytes`. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
}

/** Text of collections shrinks 5 to 60 times; a thousand times is the most that DEFLATE can, and only on purpose. */
export const UNPACK_LIMITS: UnpackLimits = {
  entries: 10_000,
  bytes: 32 * 1024 ** 3,
  ratio: 200,
  ratioFromBytes: 16 * 1024 ** 2,
};

/** Fails when what was unpacked so far goes beyond the limits. */
export function checkUnpacked(unpacked: number, packed: number, limits: UnpackLimits): void {
  if (unpacked > limits.bytes) {
    const most = Math.round(limits.bytes / 1024 ** 2);
    throw new UnreadableFile('TOO_LARGE', `Unpacked, the file is larger than ${most} MB: import it in parts.`);
  }
  if (unpacked > limits.ratioFromBytes && unpacked > packed * limits.ratio) {
    throw new UnreadableFile(
      'SUSPICIOUS_COMPRESSION',
      `Unpacked, the file would be more than ${limits.ratio} times as large, which real data never is: pack it again from the original files.`,
    );
  }
}

/** A path inside a packed file as this house uses it; fails for one that would lead out of it. */
export function safeEntryName(raw: string): string {
  const name = raw.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  const leadsOut = name.startsWith('/') || /^[a-z]:/i.test(name) || name.split('/').includes('..');
  if (leadsOut || name.includes('\0')) {
    throw new UnreadableFile(
      'UNSAFE_PATH',
      `The file holds an entry named ${JSON.stringify(raw)}, which leads out of the archive: pack it again from a plain folder.`,
    );
  }
  return name;
}

/** Left behind by operating systems; never part of an archive. */
export function isClutter(name: string): boolean {
  return /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/i.test(name);
}
