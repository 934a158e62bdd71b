import { Projector } from '#projections/kernel/projector.js';
import { PROJECTIONS } from '#projections/registry.js';
import { openStore, type World } from './open-stores.js';
import type { Settings } from './settings.js';
import type { Stoppable } from './threads/in-thread.js';

/** Keeps every view up to date with stores of its own, until stopped; then it ends after the batch in hand. */
export async function runProjector(settings: Settings, world: World): Promise<Stoppable> {
  const options = { ledgerWriter: 'here', readers: 0 } as const;
  const ledger = await openStore('ledger', settings, world, options);
  const views = await openStore('views', settings, world, options);
  const projector = new Projector({
    ledger,
    views,
    projections: PROJECTIONS,
    owner: world.newId(),
    onTrouble: (name, error) => world.onError(`The view "${name}" could not be kept up and is tried again`, error),
  });
  const close = async (): Promise<void> => {
    await views.close();
    await ledger.close();
  };
  try {
    await projector.start();
  } catch (error) {
    await close();
    throw error;
  }
  return { stop: () => projector.stop().finally(close) };
}
