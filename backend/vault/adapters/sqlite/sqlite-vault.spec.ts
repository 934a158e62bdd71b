import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { compiled } from '../../../../infra/testing/compiled.js';
import { describeVaultContract } from '../../vault.contract.js';
import type { Vault } from '../../vault.js';
import { openSqliteVault } from './sqlite-vault.js';

let time = 0;
const now = (): number => time;

describeVaultContract('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vault-'));
  const vaults: Vault[] = [];
  return {
    async connect() {
      const vault = await openSqliteVault({ file: join(folder, 'vault.db'), now });
      vaults.push(vault);
      return vault;
    },
    setTime: (milliseconds) => void (time = milliseconds),
    async dispose() {
      await Promise.all(vaults.map((vault) => vault.close()));
      rmSync(folder, { recursive: true });
    },
  };
});

describe('SQLite vault', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vault-'));
    file = join(folder, 'vault.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is readable by its owner only', async () => {
    const vault = await openSqliteVault({ file, now });
    await vault.put('d', 'k', 1);
    for (const path of [file, `${file}-wal`]) expect(statSync(path).mode & 0o077).toBe(0);
    await vault.close();
  });

  it('leaves nothing of a removed secret in the file', async () => {
    const vault = await openSqliteVault({ file, now });
    await vault.put('password', 'anna', 'a-very-secret-hash');
    await vault.remove('password', 'anna');
    await vault.close();
    expect(readFileSync(file).includes('a-very-secret-hash')).toBe(false);
  });

  it('counts every change that two processes make at once', async () => {
    const script = `
      import { openSqliteVault } from '${compiled('backend/vault/adapters/sqlite/sqlite-vault.ts')}';
      const vault = await openSqliteVault({ file: ${JSON.stringify(file)}, now: Date.now });
      for (let done = 0; done < 100; ) {
        const entry = await vault.get('count', 'k');
        const put = vault.put('count', 'k', (entry?.value ?? 0) + 1, { expectedVersion: entry?.version ?? 0 });
        await put.then(() => done++, (error) => { if (error.name !== 'VaultConflict') throw error; });
      }
      await vault.close();`;
    const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    await Promise.all([run(), run()]);
    const vault = await openSqliteVault({ file, now });
    expect(await vault.get('count', 'k')).toMatchObject({ value: 200, version: 200 });
    await vault.close();
  });

  it('refuses a file that a newer version has written', async () => {
    await (await openSqliteVault({ file, now })).close();
    const raw = new DatabaseSync(file);
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    await expect(openSqliteVault({ file, now })).rejects.toThrow('newer version');
  });
});
