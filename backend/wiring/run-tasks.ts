import { randomSalts } from '#ledger/salts.js';
import { closeStores, openStores, type World } from './open-stores.js';
import type { Settings } from './settings.js';
import { TASKS } from './task-registry.js';
import type { Stoppable } from './threads/in-thread.js';
import { readableViews } from './readable-views.js';

/** How long a running job may take to put itself away when the process stops. */
const JOB_GRACE = 2500;

/** Does the long work (imports, policies) with stores of its own, until stopped; running jobs are then handed back. */
export async function runTasks(settings: Settings, world: World): Promise<Stoppable> {
  const stores = await openStores(settings, world, { ledgerWriter: 'thread', readers: 0 });
  const stopping = new AbortController();
  const tools = { ...stores, ...world, ...readableViews(stores.views), salts: randomSalts(), signal: stopping.signal };
  const running = TASKS.map(async (task) => task(tools));
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
