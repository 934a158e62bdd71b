import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compiled } from '../../infra/testing/compiled.js';
import { closeStores, openStores, type World } from './open-stores.js';
import { readSettings } from './settings.js';

const world: World = {
  now: Date.now,
  newId: randomUUID,
  onError: (what, error) => {
    throw new Error(what, { cause: error });
  },
};
const options = { ledgerWriter: 'here', readers: 0 } as const;

describe('Stores', () => {
  let data: string;
  beforeEach(() => void (data = mkdtempSync(join(tmpdir(), 'stores-'))));
  afterEach(() => rmSync(data, { recursive: true }));

  it('are made in the data folder when nothing else is said', async () => {
    const stores = await openStores(readSettings({ DATA: data }, {}), world, options);
    expect(await stores.ledger.head()).toBeUndefined();
    await closeStores(stores);
    expect(readdirSync(data).sort()).toEqual(
      expect.arrayContaining(['files', 'jobs.db', 'ledger.db', 'vault.db', 'views']),
    );
  });

  it('of an unknown kind are refused, saying which kinds there are, and not what the URL holds', async () => {
    const settings = readSettings({ DATA: data, LEDGER_URL: 'pigeon://user:secret@host', JOBS_URL: 'file:/x' }, {});
    const opening = openStores(settings, world, options);
    await expect(opening).rejects.toThrow(/LEDGER_URL begins with "pigeon:"; it may begin with .*sqlite:.*JOBS_URL/);
    await expect(opening).rejects.not.toThrow('secret');
    expect(readdirSync(data)).toEqual([]);
  });

  it('are all closed again when one cannot be opened', async () => {
    mkdirSync(join(data, 'vault.db'));
    await expect(openStores(readSettings({ DATA: data }, {}), world, options)).rejects.toThrow();
    // The side files of an open database would still be there.
    expect(existsSync(join(data, 'jobs.db-wal'))).toBe(false);
  });

  it('that are embedded load no driver of a server', async () => {
    const script = `
      import { registerHooks } from 'node:module';
      import { randomUUID } from 'node:crypto';
      const loaded = [];
      registerHooks({ resolve: (name, context, next) => (loaded.push(name), next(name, context)) });
      const { openStores, closeStores } = await import('${compiled('backend/wiring/open-stores.ts')}');
      const { readSettings } = await import('${compiled('backend/wiring/settings.ts')}');
      const world = { now: Date.now, newId: randomUUID, onError: console.error };
      const stores = await openStores(readSettings({ DATA: ${JSON.stringify(data)} }, {}), world, { ledgerWriter: 'thread', readers: 1 });
      await closeStores(stores);
      console.log(JSON.stringify(loaded));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    const loaded = JSON.parse(stdout) as string[];
    expect(loaded.some((name) => name.includes('sqlite-event-store'))).toBe(true);
    expect(loaded.filter((name) => /eventstore\/db-client|mongodb|bullmq|ioredis|redis/.test(name))).toEqual([]);
  });
});
