import { backUp } from '#wiring/backup.js';
import { realWorld } from '#wiring/world.js';
import { type CliCommand, onlyWord } from '../command.js';

interface BackupAnswer {
  readonly file: string;
  readonly entries: number;
  readonly bytes: number;
  readonly storeId: string;
  readonly head?: string;
}

/** `ledger backup FILE`: ledger, vault and files in one file, while everything goes on. */
export const backupCommand: CliCommand = {
  name: 'backup',
  usage: 'FILE',
  summary: 'Writes ledger, vault and files into one file, while the server goes on.',
  details: 'The file holds password hashes and everything else: keep it as safely as the house itself.',
  run: async (context): Promise<BackupAnswer> => {
    const file = onlyWord(context, 'which FILE to write');
    const { entries, ledger } = await backUp(context.settings, file, realWorld({ error: () => undefined }));
    return { file, entries: entries.length, bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0), ...ledger };
  },
  tell: ({ file, entries, bytes }: BackupAnswer) => [
    `${file} holds ${entries} parts, ${(bytes / 1e6).toFixed(1)} MB. Try it now and then: restore it into an empty folder.`,
  ],
};
