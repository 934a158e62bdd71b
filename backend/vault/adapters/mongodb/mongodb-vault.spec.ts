import {
  mongodbAtHand,
  MongodbProcess,
  type MongodbAtHand,
} from '../../../../infra/testing/mongodb/mongodb-at-hand.js';
import { describeVaultContract } from '../../vault.contract.js';
import type { Vault } from '../../vault.js';
import { openMongodbVault } from './mongodb-vault.js';

let server: MongodbAtHand;
beforeAll(async () => void (server = await mongodbAtHand()));
afterAll(() => server.close());
let places = 0;
let time = 0;

describeVaultContract('MongoDB', async () => {
  const url = server.url(`vault_${++places}`);
  const vaults: Vault[] = [];
  return {
    async connect() {
      const vault = await openMongodbVault({ url, now: () => time });
      vaults.push(vault);
      return vault;
    },
    setTime: (milliseconds) => void (time = milliseconds),
    async dispose() {
      await Promise.all(vaults.map((vault) => vault.close()));
    },
  };
});

describe('MongoDB vault', () => {
  it('counts every change that several members make at once', async () => {
    const url = server.url('vault_counted');
    const members = await Promise.all([1, 2, 3].map(() => openMongodbVault({ url, now: Date.now })));
    const work = members.map(async (vault) => {
      for (let done = 0; done < 20;) {
        const entry = await vault.get<number>('count', 'k');
        const put = vault.put('count', 'k', (entry?.value ?? 0) + 1, { expectedVersion: entry?.version ?? 0 });
        await put.then(
          () => done++,
          (error: Error) => expect(error.name).toBe('VaultConflict'),
        );
      }
    });
    await Promise.all(work);
    expect(await members[0]!.get('count', 'k')).toMatchObject({ value: 60, version: 60 });
    await Promise.all(members.map((vault) => vault.close()));
  });

  it('says that it is away, and not where its URL says the password is, when nobody answers', async () => {
    const opening = openMongodbVault({
      url: 'mongodb://anna:secret@127.0.0.1:1/vault?serverSelectionTimeoutMS=200',
      now: Date.now,
    });
    await expect(opening).rejects.toMatchObject({ name: 'VaultUnavailable' });
    await expect(opening).rejects.not.toThrow('secret');
  });

  it('has what was acknowledged after the server was killed, says that it is away meanwhile, and writes what was put off', async () => {
    const mortal = await MongodbProcess.start({ keep: true });
    const url = `${mortal.url('vault')}&serverSelectionTimeoutMS=2500`;
    const told: unknown[] = [];
    const vault = await openMongodbVault({ url, now: Date.now, onError: (error) => told.push(error) });
    await vault.put('password', 'anna', { hash: 'x' });
    await mortal.kill();
    await vault.put('session', 's', { seen: 1 }, { lazy: true });
    await expect(vault.get('password', 'anna')).rejects.toMatchObject({ name: 'VaultUnavailable' });
    await expect(vault.log('security', {})).rejects.toMatchObject({ name: 'VaultUnavailable' });
    await mortal.restart();
    expect(await vault.get('password', 'anna')).toMatchObject({ value: { hash: 'x' }, version: 1 });
    expect(await vault.get('session', 's')).toMatchObject({ value: { seen: 1 } });
    await vault.close();
    await mortal.close();
  });
});
