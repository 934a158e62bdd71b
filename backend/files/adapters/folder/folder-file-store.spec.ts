import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeFileStoreContract } from '../../file-store.contract.js';
import { isIntact } from '../../verify-file.js';
import { openFolderFileStore } from './folder-file-store.js';

describeFileStoreContract('a folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'files-'));
  return {
    connect: () => openFolderFileStore({ folder, now: Date.now }),
    dispose: async () => rmSync(folder, { recursive: true }),
  };
});

describe('folder of files', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'files-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  async function* content(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('content');
  }

  it('sorts files into folders by the first two digits and leaves nothing half written', async () => {
    const files = await openFolderFileStore({ folder, now: Date.now });
    const { sha256 } = await files.put(content());
    expect(existsSync(join(folder, sha256.slice(0, 2), sha256.slice(2)))).toBe(true);
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
  });

  it('notices content that has changed on disk', async () => {
    const files = await openFolderFileStore({ folder, now: Date.now });
    const { sha256 } = await files.put(content());
    writeFileSync(await files.localPath(sha256), 'CONTENT');
    expect(await isIntact(files, sha256)).toBe(false);
  });

  it('clears away what a killed process left, but not what is being written', async () => {
    const files = await openFolderFileStore({ folder, now: Date.now });
    await files.close();
    const [old, fresh] = [join(folder, 'incoming', 'old'), join(folder, 'incoming', 'fresh')];
    writeFileSync(old, 'x');
    writeFileSync(fresh, 'y');
    utimesSync(old, new Date(Date.now() - 48 * 3600 * 1000), new Date(Date.now() - 48 * 3600 * 1000));
    await openFolderFileStore({ folder, now: Date.now });
    expect(existsSync(old)).toBe(false);
    expect(existsSync(fresh)).toBe(true);
  });
});
