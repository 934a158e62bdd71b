import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openHouse } from '#wiring/house.js';
import { readSettings } from '#wiring/settings.js';
import { GOOD_PASSWORD } from '../../infra/testing/accounts.js';
import { ApiClient } from '../../infra/testing/api-client.js';
import { startServer } from './start.js';

describe('A server that starts for the first time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'start-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('listens when the accounts show its first administrator, who can then sign in', async () => {
    const environment = { LEDGER_ADMIN_NAME: 'ada', LEDGER_ADMIN_PASSWORD: GOOD_PASSWORD };
    const given = { DATA: folder, PORT: '0', LOG_LEVEL: 'error', PROJECTOR: 'elsewhere', TASKS: 'elsewhere' };
    const settings = readSettings(given, environment);
    const starting = startServer(settings);
    // Nobody keeps the views yet, so it has to wait.
    expect(await Promise.race([starting.then(() => 'listens'), pause(1_500, 'waits')])).toBe('waits');
    const keeper = await openHouse(settings, { projector: 'inline', tasks: 'none', readers: 0, ledgerWriter: 'here' });
    const server = await starting;
    try {
      const { status } = await new ApiClient(server.url).post('session', { name: 'ada', password: GOOD_PASSWORD });
      expect(status).toBe(200);
    } finally {
      await server.stop();
      await keeper.close();
    }
  });
});
