import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from '#projections/account-register/view.js';
import type { SpecimenSearchRow } from '#projections/specimen-search/view.js';
import { mongodbAtHand, type MongodbAtHand } from '../../infra/testing/mongodb/mongodb-at-hand.js';
import { ACCOUNTS } from '../cli/demo/institution.js';
import { loadDemo } from '../cli/demo/load-demo.js';
import { openHouse } from './house.js';
import { readSettings } from './settings.js';

describe('The house with views and vault on MongoDB', () => {
  let data: string;
  let server: MongodbAtHand;
  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'house-'));
    server = await mongodbAtHand();
  });
  afterAll(async () => {
    await server.close();
    rmSync(data, { recursive: true });
  });

  it('projects in a thread of its own what is recorded, and keeps accounts', async () => {
    const url = server.url('house');
    const environment = { DATA: data, LOG_LEVEL: 'error', DEMO: '1', VIEWS_URL: url, VAULT_URL: url };
    const house = await openHouse(readSettings(environment, {}), { tasks: 'none' });
    await loadDemo(house, 50);
    const head = (await house.ledger.head())!;
    expect(await house.allReached(head, 60_000)).toBe(true);
    const specimens = house.view<SpecimenSearchRow>('specimen-search');
    expect(await specimens.count()).toBeGreaterThan(50);
    expect((await specimens.search({ limit: 1 })).position).toBe(head);
    expect(await house.view<Account>('account-register').count()).toBe(ACCOUNTS.length);
    expect(await house.vault.get('passwords', ACCOUNTS[0]!.id)).toBeDefined();
    const { ready, views } = await house.readiness();
    expect(ready).toBe(true);
    expect(views.every(({ lagEvents }) => lagEvents === 0)).toBe(true);
    await house.close();
  });

  it('does not open when nobody answers, and says nothing of the password', async () => {
    const url = 'mongodb://anna:secret@127.0.0.1:1/views?serverSelectionTimeoutMS=200';
    const opening = openHouse(readSettings({ DATA: data, LOG_LEVEL: 'error', VIEWS_URL: url }, {}), { tasks: 'none' });
    await expect(opening).rejects.toMatchObject({ name: 'ViewsUnavailable' });
    await expect(opening).rejects.not.toThrow('secret');
  });
});
