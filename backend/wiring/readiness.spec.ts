import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collection } from '#domain/collection/collection.js';
import { openHouse, type House } from './house.js';
import { lineLog } from './log.js';
import { ReadinessCheck } from './readiness.js';
import { readSettings } from './settings.js';

describe('Readiness', () => {
  let data: string;
  let house: House;
  let time = Date.UTC(2026, 0, 1);
  const log = lineLog('silent', () => time);
  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), 'ready-'));
    const nobodyWorks = { projector: 'none', tasks: 'none', readers: 0, ledgerWriter: 'here' } as const;
    house = await openHouse(readSettings({ DATA: data, LOG_LEVEL: 'error' }, {}), nobodyWorks);
  });
  afterEach(async () => {
    await house.close();
    rmSync(data, { recursive: true });
  });
  const record = () =>
    house.handle(
      collection,
      randomUUID(),
      { type: 'EstablishCollection', name: 'Herpetology', institutionCode: 'NRM', collectionCode: 'HERP' },
      {
        commandId: randomUUID(),
        correlationId: randomUUID(),
        actor: { id: randomUUID(), role: 'collection-manager', via: 'cli' },
        source: { kind: 'cli' },
        at: time,
      },
    );

  it('notices that nobody moves a view although events wait for it', async () => {
    const check = new ReadinessCheck(house, () => time, log);
    expect(await check.look()).toMatchObject({ ready: true });
    await record();
    expect(await check.look()).toMatchObject({ ready: true });
    time += 61_000;
    const { ready, views } = await check.look();
    expect(ready).toBe(false);
    expect(views.find(({ name }) => name === 'audit-trail')).toMatchObject({ lagEvents: 1, stuckSeconds: 61 });
  });

  it('goes by what it counted last while counting takes too long, for a minute', async () => {
    let stalls = false;
    const { ledger } = house;
    const slow = Object.create(ledger, {
      head: { value: () => ledger.head() },
      readAll: {
        value: (after: string | undefined, limit: number) =>
          stalls ? new Promise<never>(() => undefined) : ledger.readAll(after, limit),
      },
    }) as typeof ledger;
    const check = new ReadinessCheck({ ...house, ledger: slow }, () => time, log);
    await record();
    stalls = true;
    expect(await check.look()).toMatchObject({ ready: false, views: [] });
    stalls = false;
    const counted = await check.look();
    expect(counted).toMatchObject({ ready: true, stores: { ledger: 'here' } });
    stalls = true;
    time += 59_000;
    expect(await check.look()).toEqual(counted);
    time += 1_000;
    expect(await check.look()).toMatchObject({ ready: false, views: [] });
  }, 30_000);
});
