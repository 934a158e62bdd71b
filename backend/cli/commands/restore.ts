import type { Verification } from '#ledger/verify.js';
import { restore } from '#wiring/backup.js';
import type { Settings } from '#wiring/settings.js';
import { realWorld } from '#wiring/world.js';
import { type CliCommand, onlyWord } from '../command.js';
import { toldVerification } from './verify.js';

type RestoreAnswer = Verification & { readonly madeAt: string; readonly storeId: string };

/** `ledger restore FILE`: brings a backup back into an empty data folder, and verifies it. */
export const restoreCommand: CliCommand = {
  name: 'restore',
  usage: 'FILE',
  summary: 'Brings a backup back into an empty data folder and checks every record; views are built at the next start.',
  details: 'Ledger and vault go where LEDGER_URL and VAULT_URL say: so a house moves to servers, or back from them.',
  run: async (context): Promise<RestoreAnswer> => {
    const file = onlyWord(context, 'which FILE to restore');
    const progress = (events: number): void => context.terminal.progress('Checked', events);
    const world = realWorld({ error: () => undefined });
    const { manifest, verification } = await restore(context.settings, file, world, progress);
    return { ...verification, madeAt: manifest.madeAt, storeId: manifest.ledger.storeId };
  },
  tell: (answer: RestoreAnswer, { settings }) => [
    answer.ok
      ? `The backup of ${answer.madeAt} was restored${onServers(settings) ? ', to the stores that the settings name' : ` into ${settings.data}`}.`
      : 'Nothing was restored, for the ledger in this backup is not sound.',
    ...toldVerification(answer),
  ],
  isBad: ({ ok }: RestoreAnswer) => !ok,
};

function onServers({ ledgerUrl, vaultUrl }: Settings): boolean {
  return [ledgerUrl, vaultUrl].some((url) => !url.startsWith('sqlite:'));
}
