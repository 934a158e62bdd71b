import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type WriteStream, createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileStore, StoredFile } from '#files/file-store.js';

/** A file that grows line by line on disk and then goes into the file store. */
export class GrowingFile {
  private readonly stream: WriteStream;
  private pending: string[] = [];
  empty = true;

  private constructor(private readonly path: string) {
    this.stream = createWriteStream(path);
  }

  static async open(folder: string): Promise<GrowingFile> {
    await mkdir(folder, { recursive: true });
    return new GrowingFile(join(folder, `${randomUUID()}.part`));
  }

  add(line: string): void {
    this.empty = false;
    this.pending.push(line);
  }

  /** Hands what was added to the disk. */
  async flush(): Promise<void> {
    if (!this.pending.length) return;
    const text = this.pending.join('');
    this.pending = [];
    if (!this.stream.write(text)) await once(this.stream, 'drain');
  }

  async keep(files: FileStore): Promise<StoredFile> {
    await this.flush();
    await new Promise<void>((resolve) => this.stream.end(resolve));
    return files.put(createReadStream(this.path));
  }

  async remove(): Promise<void> {
    this.stream.destroy();
    await rm(this.path, { force: true });
  }
}
