import { openHouse } from '#wiring/house.js';
import { readSettings } from '#wiring/settings.js';

/**
 * The worker as a process of its own: keeps the views up to date and does the long work, each in a thread, until it is
 * told to stop. Several may run beside each other: one of them writes a view, the others stand by; jobs are shared.
 */
async function main(): Promise<void> {
  const house = await openHouse(readSettings(), { readers: 0, ledgerWriter: 'here' });
  house.log.info('The worker runs.');
  const stop = (): void => {
    house.log.info('The worker ends: jobs are handed back.');
    void house.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error && error.name === 'BadSettings' ? error.message : error);
  process.exit(1);
});
