import { Readable, Transform } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, type ZipFile, openPromise } from 'yauzl';
import { type Bundle, type UnpackLimits, checkUnpacked, isClutter, safeEntryName } from './bundle.js';
import { UnreadableFile } from './unreadable-file.js';

const UNIX_LINK = 0o120000;

/** Opens a zip: its directory is read and checked whole before anything is unpacked; sizes and checksums are checked while reading. */
export async function openZip(path: string, limits: UnpackLimits): Promise<Bundle> {
  const zip = await openPromise(path, { autoClose: false, lazyEntries: true, decodeStrings: true }).catch(damaged);
  try {
    const entries = await readDirectory(zip, limits);
    return {
      kind: 'zip',
      entries: [...entries].map(([name, entry]) => ({ name, bytes: entry.uncompressedSize })),
      open: (name) => openEntry(zip, name, entries.get(name)),
      close: async () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function readDirectory(zip: ZipFile, limits: UnpackLimits): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.entries) {
    throw new UnreadableFile('TOO_MANY_FILES', `The zip holds ${zip.entryCount} files, more than ${limits.entries}.`);
  }
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const name = safeEntryName(entry.fileName);
      if (name.endsWith('/') || isClutter(name)) continue;
      refuseUnusable(entry, name);
      if (entries.has(name))
        throw new UnreadableFile('DAMAGED', `The zip holds two files named ${name}: pack it again.`);
      unpacked += entry.uncompressedSize;
      checkUnpacked(unpacked, zip.fileSize, limits);
      entries.set(name, entry);
    }
  } catch (error) {
    throw asUnreadable(error);
  }
  return entries;
}

function refuseUnusable(entry: Entry, name: string): void {
  if (entry.isEncrypted()) {
    throw new UnreadableFile('ENCRYPTED', `${name} is protected by a password: pack the files without one.`);
  }
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === UNIX_LINK) {
    throw new UnreadableFile('LINK', `${name} is a link and not a file: pack the file that it points to.`);
  }
  if (!entry.canDecodeFileData()) {
    throw new UnreadableFile(
      'UNKNOWN_COMPRESSION',
      `${name} is packed by a method (${entry.compressionMethod}) that is not usual in zip files: pack it again with “Deflate”.`,
    );
  }
}

async function openEntry(zip: ZipFile, name: string, entry: Entry | undefined): Promise<Readable> {
  if (!entry) throw new UnreadableFile('FILE_MISSING', `The zip holds no file named ${name}.`);
  const packed = await zip.openReadStreamPromise(entry).catch(damaged);
  let crc = 0;
  const checked = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      crc = crc32(chunk, crc);
      done(null, chunk);
    },
    flush: (done) =>
      done(
        crc === entry.crc32
          ? null
          : new UnreadableFile(
              'DAMAGED',
              `${name} is damaged inside the zip (its checksum is wrong): fetch or pack it again.`,
            ),
      ),
  });
  packed.on('error', (error) => checked.destroy(asUnreadable(error, name)));
  checked.on('close', () => packed.destroy());
  return packed.pipe(checked);
}

function damaged(error: unknown): never {
  throw asUnreadable(error);
}

function asUnreadable(error: unknown, name?: string): UnreadableFile {
  if (error instanceof UnreadableFile) return error;
  const why = error instanceof Error ? error.message : String(error);
  if (/invalid (relative|characters|absolute)|absolute path/i.test(why))
    return new UnreadableFile(
      'UNSAFE_PATH',
      `The zip holds an entry that leads out of it (${why}): pack it again from a plain folder.`,
    );
  return new UnreadableFile(
    'DAMAGED',
    `${name ?? 'The zip'} is damaged or not complete (${why}): fetch or pack it again.`,
  );
}
