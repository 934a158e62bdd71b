import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { isClutter } from './bundle.js';
import { UnreadableFile } from './unreadable-file.js';

/** A folder as one zip: the same files always give the same bytes. Links are refused. */
export async function folderAsZip(folder: string): Promise<Readable> {
  const zip = new ZipFile();
  for (const name of await filesOf(folder, '')) {
    zip.addFile(join(folder, name), name, { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true });
  }
  zip.end();
  return zip.outputStream as Readable;
}

async function filesOf(root: string, within: string): Promise<string[]> {
  const names: string[] = [];
  for (const child of (await readdir(join(root, within))).sort()) {
    const name = within ? `${within}/${child}` : child;
    const info = await lstat(join(root, name));
    if (info.isSymbolicLink())
      throw new UnreadableFile('LINK', `${name} is a link and not a file: copy the file that it points to.`);
    if (info.isDirectory()) names.push(...(await filesOf(root, name)));
    else if (info.isFile() && !isClutter(name)) names.push(name);
  }
  return names;
}
