import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { collection } from '#domain/collection/collection.js';
import type { CommandContext } from '#ledger/record.js';
import type { Receipt } from '#ledger/handle.js';
import { openHouse, type House, type HouseOptions } from './house.js';
import { readSettings } from './settings.js';
import { GIVES_WAY } from './threads/give-way.js';

const LONG = 15_000;

// Threads take a second to begin on a busy machine.
jest.setTimeout(60_000);

const onLinux = process.platform === 'linux';
if (!onLinux) console.warn('Skipped, for want of Linux: that tasks have their turn after other work.');

describe('House', () => {
  let data: string;
  const houses: House[] = [];
  beforeEach(() => void (data = mkdtempSync(join(tmpdir(), 'house-'))));
  afterEach(async () => {
    await Promise.all(houses.splice(0).map((house) => house.close()));
    rmSync(data, { recursive: true });
  });

  const open = async (options: HouseOptions): Promise<House> => {
    const house = await openHouse(readSettings({ DATA: data, LOG_LEVEL: 'error' }, {}), options);
    houses.push(house);
    return house;
  };
  const inline: HouseOptions = { projector: 'inline', tasks: 'none', readers: 0, ledgerWriter: 'here' };

  const context = (house: House): CommandContext => ({
    commandId: house.newId(),
    correlationId: house.newId(),
    actor: { id: house.newId(), role: 'collection-manager', via: 'cli' },
    source: { kind: 'cli' },
    at: house.now(),
  });
  const establish = (house: House, name: string): Promise<Receipt> => {
    const command = { type: 'EstablishCollection', name, institutionCode: 'NRM', collectionCode: 'HERP' } as const;
    return house.handle(collection, randomUUID(), command, context(house));
  };

  it('shows in every view what was recorded, as soon as one waits for it', async () => {
    const house = await open(inline);
    const { id, position } = await establish(house, 'Herpetology');
    expect(await house.allReached(position!, LONG)).toBe(true);
    expect(await house.view('collection-overview').get(id)).toMatchObject({ document: { name: 'Herpetology' } });
    expect(await house.view('audit-trail').count()).toBe(1);
  });

  it('says no when a view does not come that far in time', async () => {
    const house = await open({ ...inline, projector: 'none' });
    const { position } = await establish(house, 'Herpetology');
    expect(await house.reached('audit-trail', position!, 20)).toBe(false);
  });

  (onLinux ? it : it.skip)('lets its tasks have their turn after all other work', async () => {
    const house = await open({});
    const { position } = await establish(house, 'Herpetology');
    await house.allReached(position!, LONG);
    const niceness = (thread: string): number | undefined => {
      const stats = readdirSync('/proc/self/task').map((id) => readFileSync(`/proc/self/task/${id}/stat`, 'utf8'));
      // The fields after the name: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
      return stats
        .filter((stat) => stat.includes(`(${thread})`))
        .map((stat) => Number(stat.split(') ')[1]!.split(' ')[16]))[0];
    };
    const own = niceness('projector')!;
    for (let waited = 0; [own, undefined].includes(niceness('task')) && waited < LONG; waited += 50) await pause(50);
    expect([niceness('projector'), niceness('task')]).toEqual([own, Math.min(own + GIVES_WAY, 19)]);
  });

  it('does the work in threads of their own', async () => {
    const house = await open({});
    const { id, position } = await establish(house, 'Herpetology');
    expect(await house.allReached(position!, LONG)).toBe(true);
    expect(await house.view('collection-overview').get(id)).toMatchObject({ document: { name: 'Herpetology' } });
    const { ready, views } = await house.readiness();
    expect(ready).toBe(true);
    expect(views.map(({ lagEvents, parked }) => ({ lagEvents, parked }))).toEqual(
      views.map(() => ({ lagEvents: 0, parked: 0 })),
    );
    expect(views.every((view) => view.position === position)).toBe(true);
  });

  it('goes on where it stood when it was closed', async () => {
    const first = await open({});
    await establish(first, 'Herpetology');
    await first.close();
    const second = await open({});
    const { position } = await establish(second, 'Ichthyology');
    expect(await second.reached('collection-overview', position!, LONG)).toBe(true);
    expect(await second.view('collection-overview').count()).toBe(2);
  });

  it('shares its data with another process: what one records, the other shows', async () => {
    const server = await open({});
    const cli = await open({ ...inline });
    const { id, position } = await establish(cli, 'Herpetology');
    expect(await server.reached('collection-overview', position!, LONG)).toBe(true);
    expect(await server.view('collection-overview').get(id)).toBeDefined();
  });

  it('knows no view that nobody projects', async () => {
    const house = await open({ ...inline, projector: 'none' });
    expect(() => house.view('crystal-ball')).toThrow(/no view "crystal-ball"; there are .*audit-trail/);
  });

  it('is closed once, however often one asks', async () => {
    const house = await open(inline);
    await Promise.all([house.close(), house.close()]);
    await expect(house.ledger.head()).rejects.toThrow('closed');
  });
});
