import type { FileStore } from '#files/file-store.js';
import { Rejection } from '#domain/kernel/decider.js';
import type { AttachMedia } from '#domain/specimen/attachment-commands.js';
import { specimen } from '#domain/specimen/specimen.js';
import type { SpecimenState } from '#domain/specimen/state.js';
import { handle, type CommandLedger, type HandleOptions, type Receipt } from '#ledger/handle.js';
import type { CommandContext } from '#ledger/record.js';
import { look } from './look.js';

/**
 * Links media, whose content must be in the file store where a digest names it: a link to nothing would look like a picture
 * that was lost. Takes and gives what `handle` does; fails with FILE_MISSING besides.
 */
export function attachingFrom(files: Pick<FileStore, 'stat'>) {
  return async (
    ledger: CommandLedger,
    specimenId: string,
    command: AttachMedia,
    context: CommandContext,
    options: HandleOptions<SpecimenState> = {},
  ): Promise<Receipt> => {
    // Nobody learns from an answer which files there are, but those who may attach them.
    options.authorize?.((await look(ledger.store, specimen, specimenId)).state);
    for (const { sha256 } of command.media) {
      if (sha256 === undefined || (await files.stat(sha256))) continue;
      throw new Rejection(
        'FILE_MISSING',
        `There is no file with the SHA-256 ${sha256} here: upload it first, then attach it.`,
        { sha256 },
      );
    }
    return handle(ledger, specimen, specimenId, command, context, options);
  };
}
