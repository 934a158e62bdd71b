import { lineLog } from '#wiring/log.js';
import { runProjector } from '#wiring/run-projector.js';
import { readSettings } from '#wiring/settings.js';
import { realWorld } from '#wiring/world.js';

/** The projection worker as a process of its own: keeps every view up to date until it is told to stop. */
async function main(): Promise<void> {
  const settings = readSettings();
  const log = lineLog(settings.logLevel, Date.now);
  const projector = await runProjector(settings, realWorld(log));
  log.info('The projector runs.');
  const stop = (): void => {
    log.info('The projector ends after the batch in hand.');
    void projector.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error && error.name === 'BadSettings' ? error.message : error);
  process.exit(1);
});
