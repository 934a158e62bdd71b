import { existsSync } from 'node:fs';
import type { EventStore } from '#ledger/event-store.js';
import { openStore } from '#wiring/open-stores.js';
import type { Settings } from '#wiring/settings.js';
import { realWorld } from '#wiring/world.js';
import { CliFailure } from './command.js';

/** Opens the ledger alone, for reading. A file that is not there is not made. */
export async function withLedger<Answer>(
  settings: Settings,
  work: (ledger: EventStore) => Promise<Answer>,
): Promise<Answer> {
  const file = settings.ledgerUrl.startsWith('sqlite:') ? settings.ledgerUrl.slice('sqlite:'.length) : undefined;
  if (file !== undefined && !existsSync(file))
    throw new CliFailure(`There is no ledger at ${file} (--data DIR chooses another).`);
  const world = realWorld({ error: () => undefined });
  const ledger = await openStore('ledger', settings, world, { ledgerWriter: 'here', readers: 0 });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
