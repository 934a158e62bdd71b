import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { collection } from '#domain/collection/collection.js';
import { verifyLedger } from '#ledger/verify.js';
import { mongodbAtHand } from '../../infra/testing/mongodb/mongodb-at-hand.js';
import { naughtyStrings } from '../../infra/testing/naughty-strings.js';
import { backUp, restore } from './backup.js';
import { openHouse, type House } from './house.js';
import type { World } from './open-stores.js';
import { readSettings, type Settings } from './settings.js';

jest.setTimeout(60_000);

const world: World = { now: Date.now, newId: randomUUID, onError: console.error };
const INLINE = { projector: 'inline', tasks: 'none', readers: 0, ledgerWriter: 'here' } as const;

async function* text(content: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content);
}

describe('Backup', () => {
  let folder: string;
  let settings: Settings;
  let backupFile: string;
  const houses: House[] = [];
  const at = (name: string): Settings => readSettings({ DATA: join(folder, name), LOG_LEVEL: 'error' }, {});
  const open = async (where: Settings): Promise<House> => {
    const house = await openHouse(where, INLINE);
    houses.push(house);
    return house;
  };
  const establish = (house: House, name: string) => {
    const command = { type: 'EstablishCollection', name, institutionCode: 'NRM', collectionCode: 'HERP' } as const;
    return house.handle(collection, randomUUID(), command, {
      commandId: randomUUID(),
      correlationId: randomUUID(),
      actor: { id: randomUUID(), role: 'collection-manager', via: 'cli' },
      source: { kind: 'cli' },
      at: house.now(),
    });
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'backup-'));
    settings = at('museum');
    backupFile = join(folder, 'away', 'museum.tar');
  });
  afterEach(async () => {
    await Promise.all(houses.splice(0).map((house) => house.close()));
    rmSync(folder, { recursive: true });
  });

  it('of a house that is open comes back whole: ledger, vault, files and what the views show', async () => {
    const house = await open(settings);
    const names = naughtyStrings.filter((name) => name.trim() !== '' && name.length <= 500).slice(0, 40);
    for (const name of names) await establish(house, name);
    await house.vault.put('password', 'anna', { hash: 'x' });
    const { sha256 } = await house.files.put(text('a label'));
    const before = await verifyLedger(house.ledger);
    const manifest = await backUp(settings, backupFile, world);
    expect(manifest.entries.map((entry) => entry.name)).toEqual(['ledger.db', 'vault.db', `files/${sha256}`]);
    await establish(house, 'after the backup');

    const restored = await restore(at('elsewhere'), backupFile, world);
    expect(restored.verification).toEqual(before);
    const copy = await open(at('elsewhere'));
    expect(copy.ledger.storeId).toBe(house.ledger.storeId);
    expect((await copy.vault.get('password', 'anna'))?.value).toEqual({ hash: 'x' });
    expect((await buffer(await copy.files.open(sha256))).toString()).toBe('a label');
    expect(await copy.allReached((await copy.ledger.head())!, 20_000)).toBe(true);
    const { items } = await copy.view<{ name: string }>('collection-overview').search({ limit: 1000 });
    expect(items.map((item) => item.document.name).sort()).toEqual([...names].sort());
  });

  it('never overwrites a file, and leaves nothing unfinished', async () => {
    await open(settings);
    writeFileSync(join(folder, 'there.tar'), 'precious');
    await expect(backUp(settings, join(folder, 'there.tar'), world)).rejects.toThrow('exists');
    expect(readFileSync(join(folder, 'there.tar'), 'utf8')).toBe('precious');
  });

  it('says that there is nothing to back up', async () => {
    await expect(backUp(settings, backupFile, world)).rejects.toThrow('There is no ledger at');
    expect(existsSync(backupFile)).toBe(false);
  });

  it('is restored into an empty folder only', async () => {
    await open(settings);
    await backUp(settings, backupFile, world);
    await expect(restore(settings, backupFile, world)).rejects.toThrow(/ledger\.db is there already/);
  });

  describe('that is not as it was made', () => {
    const damaged = async (damage: (path: string) => void): Promise<Error> => {
      const house = await open(settings);
      await establish(house, 'Herpetology');
      await house.files.put(text('x'.repeat(50_000)));
      await backUp(settings, backupFile, world);
      damage(backupFile);
      const error = await restore(at('elsewhere'), backupFile, world).then(
        () => new Error('restored all the same'),
        (why: Error) => why,
      );
      expect(existsSync(join(folder, 'elsewhere', 'ledger.db'))).toBe(false);
      return error;
    };

    it('is refused when a byte of a file has changed', async () => {
      const error = await damaged((path) => {
        const bytes = readFileSync(path);
        bytes[bytes.lastIndexOf('xxxx')] = 0x79;
        writeFileSync(path, bytes);
      });
      expect(error.message).toMatch(/files\/.* is not as it was when the backup was made/);
    });

    it('is refused when its end is missing', async () => {
      const error = await damaged((path) => truncateSync(path, readFileSync(path).length - 40_000));
      expect(error.name).toBe('UnusableBackup');
    });

    it('is refused when it is something else', async () => {
      const error = await damaged((path) => writeFileSync(path, 'just a text'.repeat(1000)));
      expect(error.name).toBe('UnusableBackup');
    });
  });

  it('is for stores on this machine', async () => {
    const elsewhere = { ...settings, ledgerUrl: 'esdb://host' };
    await expect(backUp(elsewhere, backupFile, world)).rejects.toThrow('LEDGER_URL is not on this machine');
  });

  it('is not restored beside views of a later moment on MongoDB, nor where the vault is not on this machine', async () => {
    const house = await open(settings);
    await establish(house, 'Herpetology');
    await backUp(settings, backupFile, world);
    const server = await mongodbAtHand();
    try {
      const elsewhere = (name: string, more: Record<string, string>): Settings =>
        readSettings({ DATA: join(folder, name), LOG_LEVEL: 'error', ...more }, {});
      const onMongodb = elsewhere('other', { VIEWS_URL: server.url('views') });
      const other = await open(onMongodb);
      await establish(other, 'Ornithology');
      expect(await other.allReached((await other.ledger.head())!, 20_000)).toBe(true);
      await other.close();
      const place = elsewhere('third', { VIEWS_URL: server.url('views') });
      await expect(restore(place, backupFile, world)).rejects.toThrow('VIEWS_URL names holds views already');
      expect(existsSync(join(folder, 'third', 'ledger.db'))).toBe(false);
      const empty = elsewhere('fourth', { VIEWS_URL: server.url('empty') });
      expect((await restore(empty, backupFile, world)).verification.ok).toBe(true);
      const vaultElsewhere = elsewhere('fifth', { VAULT_URL: server.url('vault').replace('//', '//anna:secret@') });
      await expect(restore(vaultElsewhere, backupFile, world)).rejects.toThrow('VAULT_URL is not on this machine');
      await expect(backUp(vaultElsewhere, join(folder, 'none.tar'), world)).rejects.not.toThrow('secret');
    } finally {
      await server.close();
    }
  });
});
