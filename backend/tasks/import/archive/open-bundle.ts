import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { type Bundle, UNPACK_LIMITS, type UnpackLimits } from './bundle.js';
import { openGzip } from './tar-bundle.js';
import { UnreadableFile } from './unreadable-file.js';
import { openZip } from './zip-bundle.js';

/** What some files are that people try to import, by their first bytes. */
const STRANGERS: readonly (readonly [start: string, what: string])[] = [
  ['SQLite format 3\0', 'a database: export its records as CSV or as a Darwin Core Archive and import that'],
  ['%PDF-', 'a PDF: import the table that it was made from'],
  ['\xd0\xcf\x11\xe0', 'an old Excel or Word file: save the sheet as CSV (UTF-8) and import that'],
  ['7z\xbc\xaf\x27\x1c', 'a 7-Zip file: pack the files as zip'],
  ['Rar!', 'a RAR file: pack the files as zip'],
  ['\x89PNG', 'a picture'],
  ['\xff\xd8\xff', 'a picture'],
];

/** Opens a file by what it is, not by what it is called: zip, gzip (of a tar or of one text), or one text. */
export async function openBundle(
  path: string,
  name: string,
  tempFolder: string,
  limits: UnpackLimits = UNPACK_LIMITS,
): Promise<Bundle> {
  const { size } = await stat(path);
  if (size === 0)
    throw new UnreadableFile('EMPTY', `${name} is empty: choose the file again, or ask for another copy.`);
  const head = await firstBytes(path, 16);
  if (head.startsWith('PK')) return openZip(path, limits);
  if (head.startsWith('\x1f\x8b')) return openGzip(path, name, tempFolder, limits);
  const stranger = STRANGERS.find(([start]) => head.startsWith(start));
  if (stranger) throw new UnreadableFile('NOT_A_TABLE', `${name} is ${stranger[1]}.`);
  return {
    kind: 'text',
    entries: [{ name, bytes: size }],
    open: async () => createReadStream(path),
    close: async () => undefined,
  };
}

async function firstBytes(path: string, count: number): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead).toString('latin1');
  } finally {
    await file.close();
  }
}
