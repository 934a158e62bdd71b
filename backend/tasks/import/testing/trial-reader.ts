import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeArchive } from '../archive/describe-archive.js';
import { openBundle } from '../archive/open-bundle.js';
import { type Cells, readRows } from '../archive/read-rows.js';
import type { ArchiveDescription } from '../archive/table.js';
import { UnreadableFile } from '../archive/unreadable-file.js';

export interface Reading {
  readonly archive: ArchiveDescription;
  readonly rows: readonly Cells[];
}

/** Reads files as the importer does, in a folder of its own. */
export class TrialReader {
  private constructor(readonly folder: string) {}

  static async open(): Promise<TrialReader> {
    return new TrialReader(await mkdtemp(join(tmpdir(), 'archive-')));
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }

  async readFile(path: string, name = 'file'): Promise<Reading> {
    const bundle = await openBundle(path, name, this.folder);
    try {
      const archive = await describeArchive(bundle);
      const rows: Cells[] = [];
      for await (const group of readRows(bundle, archive.core)) rows.push(...group);
      return { archive, rows };
    } finally {
      await bundle.close();
    }
  }

  async read(bytes: Uint8Array | string, name = 'file.csv'): Promise<Reading> {
    const path = join(this.folder, 'read');
    await writeFile(path, bytes);
    return this.readFile(path, name);
  }
}

/** The code by which a reading is refused; its message must be a sentence. */
export async function refusal(reading: Promise<Reading>): Promise<string> {
  const error: unknown = await reading.then(
    () => new Error('it was read'),
    (each: unknown) => each,
  );
  if (!(error instanceof UnreadableFile)) throw error;
  if (!/^[\p{L}“].*\.$/su.test(error.message)) throw new Error(`Not a sentence: ${error.message}`);
  return error.code;
}

/** Everything that a stream gives. */
export async function collect(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
