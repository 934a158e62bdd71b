import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { naughtyStrings } from '../../infra/testing/naughty-strings.js';
import { FileMissing, FileTooLarge, type FileStore, type StoredFile } from './file-store.js';
import { isIntact } from './verify-file.js';

/** An empty file store of the adapter under test. */
export interface FileStoreHarness {
  /** One more member on the same store, as another process would be. */
  connect(): Promise<FileStore>;
  dispose(): Promise<void>;
}

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

async function* chunks(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('half a fi');
  throw new Error('connection lost');
}

async function all(files: FileStore): Promise<StoredFile[]> {
  const found: StoredFile[] = [];
  for await (const file of files.list()) found.push(file);
  return found.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}

/** The promises of {@link FileStore}, asked of an adapter. */
export function describeFileStoreContract(adapter: string, open: () => Promise<FileStoreHarness>): void {
  describe(`file store on ${adapter}`, () => {
    let harness: FileStoreHarness;
    let files: FileStore;
    beforeEach(async () => {
      harness = await open();
      files = await harness.connect();
    });
    afterEach(async () => {
      await files.close();
      await harness.dispose();
    });

    it('keeps content under its SHA-256, whatever the chunks', async () => {
      const stored = await files.put(chunks('one ', '', 'two'));
      expect(stored).toEqual({ sha256: sha256(Buffer.from('one two')), bytes: 7 });
      expect((await buffer(await files.open(stored.sha256))).toString()).toBe('one two');
      expect(await files.stat(stored.sha256)).toEqual(stored);
      expect((await readFile(await files.localPath(stored.sha256))).toString()).toBe('one two');
      expect(await isIntact(files, stored.sha256)).toBe(true);
    });

    it('keeps any bytes, and none at all', async () => {
      const every = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256);
      const text = Buffer.from(JSON.stringify(naughtyStrings));
      for (const content of [every, text, new Uint8Array()]) {
        const stored = await files.put(chunks(content));
        expect(stored).toEqual({ sha256: sha256(content), bytes: content.byteLength });
        expect(Buffer.compare(await buffer(await files.open(stored.sha256)), content)).toBe(0);
      }
    });

    it('knows the same bytes as one file', async () => {
      const first = await files.put(chunks('same'));
      expect(await files.put(chunks('sa', 'me'))).toEqual(first);
      expect(await all(files)).toEqual([first]);
    });

    it('takes the same bytes from several members at once', async () => {
      const members = [files, await harness.connect(), await harness.connect()];
      const content = new Uint8Array(200_000).fill(7);
      const stored = await Promise.all(
        Array.from({ length: 12 }, (_, index) => members[index % 3]!.put(chunks(content, content))),
      );
      expect(new Set(stored.map((file) => file.sha256)).size).toBe(1);
      expect(await all(files)).toEqual([stored[0]]);
      expect(await isIntact(files, stored[0]!.sha256)).toBe(true);
    });

    it('gives a range of bytes, both ends inclusive', async () => {
      const { sha256: hash } = await files.put(chunks('0123456789'));
      const range = async (start?: number, end?: number) =>
        (
          await buffer(
            await files.open(hash, { ...(start !== undefined && { start }), ...(end !== undefined && { end }) }),
          )
        ).toString();
      expect(await range(2, 4)).toBe('234');
      expect(await range(7)).toBe('789');
      expect(await range(undefined, 0)).toBe('0');
    });

    it('refuses what is too large, and keeps nothing of it', async () => {
      await expect(files.put(chunks('12345', '6'), 5)).rejects.toBeInstanceOf(FileTooLarge);
      expect(await all(files)).toEqual([]);
      expect((await files.put(chunks('12345'), 5)).bytes).toBe(5);
    });

    it('keeps nothing of a stream that breaks', async () => {
      await expect(files.put(broken())).rejects.toThrow('connection lost');
      expect(await all(files)).toEqual([]);
    });

    it('says which file is missing', async () => {
      const nobody = 'a'.repeat(64);
      expect(await files.stat(nobody)).toBeUndefined();
      await expect(files.open(nobody)).rejects.toBeInstanceOf(FileMissing);
      await expect(files.localPath(nobody)).rejects.toThrow(nobody);
    });

    it('is not led astray by a name that is no hash', async () => {
      for (const name of ['../../etc/passwd', 'A'.repeat(64), `${'a'.repeat(63)}/`, '']) {
        await expect(files.open(name)).rejects.toBeInstanceOf(FileMissing);
        await expect(files.stat(name)).rejects.toBeInstanceOf(FileMissing);
      }
    });

    it('lists every file', async () => {
      const stored = [await files.put(chunks('a')), await files.put(chunks('b')), await files.put(chunks('c'))];
      expect(await all(files)).toEqual(stored.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)));
    });
  });
}
