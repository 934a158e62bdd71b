import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { collection } from '#domain/collection/collection.js';
import { openHouse, type House } from '#wiring/house.js';
import { readSettings } from '#wiring/settings.js';
import { compiled } from '../infra/testing/compiled.js';
import { PROJECTIONS } from './registry.js';

jest.setTimeout(120_000);

describe('Two workers on one set of stores', () => {
  let data: string;
  let house: House;
  const workers: ChildProcess[] = [];
  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), 'workers-'));
    house = await open(data, 'none');
  });
  afterEach(async () => {
    for (const worker of workers.splice(0)) await end(worker, 'SIGKILL');
    await house.close();
    rmSync(data, { recursive: true });
  });

  const open = (folder: string, projector: 'none' | 'inline', more = {}): Promise<House> =>
    openHouse(readSettings({ DATA: folder, LOG_LEVEL: 'error', ...more }, {}), {
      projector,
      tasks: 'none',
      readers: 0,
      ledgerWriter: 'here',
    });
  const work = async (): Promise<ChildProcess> => {
    const file = fileURLToPath(compiled('projections/main.ts'));
    const env = { ...process.env, DATA: data, LOG_LEVEL: 'info' };
    const worker = spawn(process.execPath, [file], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    workers.push(worker);
    await once(worker.stderr, 'data');
    return worker;
  };
  const end = async (worker: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    if (worker.exitCode !== null || worker.signalCode !== null) return worker.exitCode;
    worker.kill(signal);
    await once(worker, 'exit');
    return worker.exitCode;
  };
  const record = async (times: number): Promise<string> => {
    let position = '';
    for (let time = 0; time < times; time++) {
      const name = `Collection ${time}`;
      const context = {
        commandId: randomUUID(),
        correlationId: randomUUID(),
        actor: { id: randomUUID(), role: 'collection-manager', via: 'cli' },
        source: { kind: 'cli' },
        at: Date.now(),
      } as const;
      const command = {
        type: 'EstablishCollection',
        name,
        institutionCode: 'NRM',
        collectionCode: `C${time}`,
      } as const;
      position = (await house.handle(collection, randomUUID(), command, context)).position ?? position;
    }
    return position;
  };
  const sums = async (at: House): Promise<string[]> =>
    Promise.all(PROJECTIONS.map(({ name }) => at.view(name).checksum()));

  it('go on within ten seconds when either is killed, apply nothing twice, and stop when asked', async () => {
    const first = await work();
    const second = await work();
    expect(await house.allReached(await record(20), 30_000)).toBe(true);
    // Whichever of the two writes a view: one of these deaths is its own.
    await end(first, 'SIGKILL');
    expect(await house.allReached(await record(20), 10_000)).toBe(true);
    const third = await work();
    await end(second, 'SIGKILL');
    const last = await record(20);
    expect(await house.allReached(last, 10_000)).toBe(true);
    expect(await end(third, 'SIGTERM')).toBe(0);

    const fresh = await open(data, 'inline', { VIEWS_URL: `sqlite:${join(data, 'fresh')}` });
    expect(await fresh.allReached(last, 30_000)).toBe(true);
    expect(await sums(house)).toEqual(await sums(fresh));
    expect(await house.view('audit-trail').count()).toBe(60);
    await fresh.close();
  });
});
