import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { type Bundle, type UnpackLimits, checkUnpacked, isClutter, safeEntryName } from './bundle.js';
import { UnreadableFile } from './unreadable-file.js';

interface Unpacked {
  readonly name: string;
  readonly bytes: number;
  readonly path: string;
}

/** Unpacks a gzip file into a temporary folder, since it can only be read from its start: a tar of files, or one text. */
export async function openGzip(
  path: string,
  ownName: string,
  tempFolder: string,
  limits: UnpackLimits,
): Promise<Bundle> {
  const folder = await mkdtemp(join(tempFolder, 'unpacked-'));
  try {
    const tar = await holdsTar(path);
    const files = tar ? await unpackTar(path, folder, limits) : [await unpackOne(path, ownName, folder, limits)];
    return {
      kind: tar ? 'tar.gz' : 'gzip',
      entries: files,
      open: async (name) => createReadStream(find(files, name).path),
      close: () => rm(folder, { recursive: true, force: true }),
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw asUnreadable(error);
  }
}

function find(files: readonly Unpacked[], name: string): Unpacked {
  const file = files.find((each) => each.name === name);
  if (!file) throw new UnreadableFile('FILE_MISSING', `The archive holds no file named ${name}.`);
  return file;
}

// A tar says "ustar" in byte 257 of its first block.
async function holdsTar(path: string): Promise<boolean> {
  const plain = createReadStream(path).pipe(createGunzip());
  let head = Buffer.alloc(0);
  try {
    for await (const chunk of plain) {
      head = Buffer.concat([head, chunk as Buffer]);
      if (head.length >= 512) break;
    }
  } catch (error) {
    throw asUnreadable(error);
  }
  return head.subarray(257, 262).toString('latin1') === 'ustar';
}

async function unpackTar(path: string, folder: string, limits: UnpackLimits): Promise<Unpacked[]> {
  const packed = (await stat(path)).size;
  const files: Unpacked[] = [];
  let before = 0;
  const source = createReadStream(path);
  const plain = source.pipe(createGunzip());
  source.on('error', (error) => plain.destroy(error));
  const tar = plain.pipe(extract());
  plain.on('error', (error) => tar.destroy(error));
  for await (const entry of tar) {
    const name = safeEntryName(entry.header.name);
    if (entry.header.type === 'symlink' || entry.header.type === 'link') {
      throw new UnreadableFile('LINK', `${name} is a link and not a file: pack the file that it points to.`);
    }
    if (entry.header.type !== 'file' || isClutter(name)) {
      entry.resume();
      continue;
    }
    if (files.length >= limits.entries)
      throw new UnreadableFile('TOO_MANY_FILES', `The archive holds more than ${limits.entries} files.`);
    const target = join(folder, String(files.length));
    const bytes = await save(entry as AsyncIterable<Uint8Array>, target, before, packed, limits);
    before += bytes;
    files.push({ name, bytes, path: target });
  }
  return files;
}

async function unpackOne(path: string, ownName: string, folder: string, limits: UnpackLimits): Promise<Unpacked> {
  const packed = (await stat(path)).size;
  const target = join(folder, '0');
  const source = createReadStream(path);
  const plain = createGunzip();
  source.on('error', (error) => plain.destroy(error));
  const bytes = await save(source.pipe(plain), target, 0, packed, limits);
  return { name: ownName.replace(/\.gz$/i, ''), bytes, path: target };
}

async function save(
  content: AsyncIterable<Uint8Array>,
  target: string,
  before: number,
  packed: number,
  limits: UnpackLimits,
): Promise<number> {
  let bytes = 0;
  await pipeline(
    content,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        checkUnpacked(before + bytes, packed, limits);
        yield chunk;
      }
    },
    createWriteStream(target),
  );
  return bytes;
}

function asUnreadable(error: unknown): Error {
  if (error instanceof UnreadableFile) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new UnreadableFile('DAMAGED', `The file is damaged or not complete (${why}): fetch or pack it again.`);
}
