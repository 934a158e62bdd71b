import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { collection } from '#domain/collection/collection.js';
import { verifyLedger } from '#ledger/verify.js';
import { eventStoreDbForTests, type EventStoreDbForTests } from '../../infra/testing/eventstoredb/test-server.js';
import { mongodbAtHand, type MongodbAtHand } from '../../infra/testing/mongodb/mongodb-at-hand.js';
import { naughtyStrings } from '../../infra/testing/naughty-strings.js';
import { backUp, restore } from './backup.js';
import { openHouse, type House } from './house.js';
import { openStore, type World } from './open-stores.js';
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

  describe('of stores on servers', () => {
    let mongodb: MongodbAtHand;
    let esdb: EventStoreDbForTests;
    beforeAll(async () => {
      [mongodb, esdb] = await Promise.all([mongodbAtHand(), eventStoreDbForTests()]);
    });
    afterAll(async () => {
      await mongodb.close();
      await esdb.stop();
    });
    const ledgerUrl = (): string =>
      `${esdb.url}${esdb.url.includes('?') ? '&' : '?'}ledger=b${randomUUID().slice(0, 8)}`;
    const elsewhere = (name: string, more: Record<string, string>): Settings =>
      readSettings({ DATA: join(folder, name), LOG_LEVEL: 'error', ...more }, {});
    const onServers = (name: string): Settings =>
      elsewhere(name, { LEDGER_URL: ledgerUrl(), VAULT_URL: mongodb.url(name) });
    /** A house with some collections, a password, two lines of a log and a file. */
    const furnished = async (where: Settings): Promise<{ house: House; sha256: string }> => {
      const house = await open(where);
      for (const name of ['Herpetology', 'Ornithology', 'Ichthyology']) await establish(house, name);
      await house.vault.put('password', 'anna', { hash: 'x' }, { owner: 'anna' });
      for (const number of [1, 2]) await house.vault.log('security', { number });
      return { house, sha256: (await house.files.put(text('a label'))).sha256 };
    };
    const mustBeSame = async (copy: House, house: House, sha256: string): Promise<void> => {
      const [one, other] = await Promise.all([verifyLedger(house.ledger), verifyLedger(copy.ledger)]);
      expect({ ...other, storeId: '' }).toEqual({ ...one, storeId: '' });
      expect(await leaves(copy)).toEqual(await leaves(house));
      expect(await copy.vault.ofOwner('password', 'anna')).toEqual([{ key: 'anna', value: { hash: 'x' }, version: 1 }]);
      const lines = (await copy.vault.readLog('security')).map(({ line }) => line);
      expect(lines).toEqual([{ number: 2 }, { number: 1 }]);
      expect((await buffer(await copy.files.open(sha256))).toString()).toBe('a label');
      expect(await copy.allReached((await copy.ledger.head())!, 20_000)).toBe(true);
      expect(await copy.view('collection-overview').count()).toBe(3);
    };
    const leaves = async (house: House) => (await house.ledger.readAll(undefined, 1000)).map(({ leaf }) => leaf);

    it('comes back whole on one machine, and from there on other servers', async () => {
      const several = onServers('several');
      const { house, sha256 } = await furnished(several);
      await backUp(several, backupFile, world);
      expect((await restore(at('one'), backupFile, world)).verification.ok).toBe(true);
      const onOne = await open(at('one'));
      await mustBeSame(onOne, house, sha256);

      const second = join(folder, 'away', 'second.tar');
      await backUp(at('one'), second, world);
      const back = onServers('back');
      expect((await restore(back, second, world)).verification.ok).toBe(true);
      const copy = await open(back);
      await mustBeSame(copy, house, sha256);
    });

    it('is of what was there when it began, while others go on', async () => {
      const busy = onServers('busy');
      const { house } = await furnished(busy);
      let stop = false;
      const others = (async () => {
        while (!stop) await establish(house, 'Another');
      })();
      await backUp(busy, backupFile, world);
      stop = true;
      await others;
      const { verification } = await restore(at('one'), backupFile, world);
      expect(verification).toMatchObject({ ok: true });
      const copied = await leaves(await open(at('one')));
      expect(copied.length).toBeGreaterThanOrEqual(3);
      expect((await leaves(house)).slice(0, copied.length)).toEqual(copied);
    });

    it('is restored where nothing is: neither beside another ledger, nor over a vault, nor beside views', async () => {
      const { house } = await furnished(at('museum'));
      await backUp(at('museum'), backupFile, world);
      const other = onServers('other');
      await establish(await open(other), 'Botany');
      const beside = elsewhere('third', { LEDGER_URL: other.ledgerUrl });
      await expect(restore(beside, backupFile, world)).rejects.toThrow('holds other events');
      expect(existsSync(join(folder, 'third', 'vault.db'))).toBe(false);

      const taken = onServers('taken');
      await (await open(taken)).vault.put('password', 'ben', 1);
      const over = elsewhere('over', { VAULT_URL: taken.vaultUrl });
      await expect(restore(over, backupFile, world)).rejects.toThrow('VAULT_URL names keeps something already');

      const views = elsewhere('fourth', { VIEWS_URL: mongodb.url('views') });
      const shown = await open(views);
      await establish(shown, 'Botany');
      expect(await shown.allReached((await shown.ledger.head())!, 20_000)).toBe(true);
      const fifth = elsewhere('fifth', { VIEWS_URL: views.viewsUrl });
      await expect(restore(fifth, backupFile, world)).rejects.toThrow('VIEWS_URL names holds views already');
      expect(existsSync(join(folder, 'fifth', 'ledger.db'))).toBe(false);
      expect(await leaves(house)).toHaveLength(3);
    });

    it('goes on where writing a ledger on a server was ended', async () => {
      const { house } = await furnished(at('museum'));
      await backUp(at('museum'), backupFile, world);
      const half = onServers('half');
      const begun = await openStore('ledger', half, world, { ledgerWriter: 'here', readers: 0 });
      const [first] = await house.ledger.readAll(undefined, 1);
      const { stream, id, type, envelope, data, salt, leaf: hash } = first!;
      await begun.append({ stream, expectedRevision: -1, records: [{ id, type, envelope, data, salt, leaf: hash }] });
      await begun.close();
      expect((await restore(half, backupFile, world)).verification.ok).toBe(true);
      expect(await leaves(await open(half))).toEqual(await leaves(house));
    });
  });
});
