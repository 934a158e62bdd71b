import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { randomSalts } from '#ledger/salts.js';
import { closeStores, openStores, type Stores, type World } from './open-stores.js';
import { readableViews } from './readable-views.js';
import type { Settings } from './settings.js';
import { TASKS, type TaskTools } from './task-registry.js';
import type { Stoppable } from './threads/in-thread.js';

/** How long a running job may take to put itself away when the process stops. */
const JOB_GRACE = 2500;

/** Does the long work (imports, policies) with stores of its own, until stopped; running jobs are then handed back. */
export async function runTasks(settings: Settings, world: World): Promise<Stoppable> {
  const stores = await openStores(settings, world, { ledgerWriter: 'thread', readers: 0 });
  const stopping = new AbortController();
  const tools = await equip(settings, world, stores, stopping.signal);
  const running = TASKS.map(async (task) => task(tools));
  for (const work of running) work.catch((error: unknown) => world.onError('A task ended', error));
  stores.jobs.start();
  return {
    async stop() {
      stopping.abort();
      await stores.jobs.close(JOB_GRACE);
      await Promise.allSettled(running);
      await closeStores(stores);
    },
  };
}

async function equip(settings: Settings, world: World, stores: Stores, signal: AbortSignal): Promise<TaskTools> {
  const tempFolder = join(settings.data, 'temp');
  await mkdir(tempFolder, { recursive: true });
  return { ...stores, ...world, ...readableViews(stores.views), salts: randomSalts(), tempFolder, signal };
}
