import type { ImportReport } from '#projections/import-report/view.js';
import { undoImport } from '#tasks/import/undo.js';
import { actingAs } from '../acting.js';
import { type CliCommand, onlyWord, textOption } from '../command.js';
import { importDesk, watchOf } from '../import-desk.js';
import { secondsSince, untilSeen, withHouse } from '../with-house.js';

/** `ledger undo IMPORT`: takes an import back as one act. */
export const undoCommand: CliCommand = {
  name: 'undo',
  usage: 'IMPORT [--as ACCOUNT] [--note TEXT]',
  summary: 'Takes an import back; records that somebody touched since are listed and left alone.',
  options: { as: { type: 'string' }, note: { type: 'string' } },
  run: (context) =>
    withHouse(context, async (house) => {
      const importId = onlyWord(context, 'which IMPORT to take back (its id)');
      const known = await house.view<ImportReport>('import-report').get(importId);
      const actor = await actingAs(house, textOption(context, 'as'), 'import.run', known?.document.collectionId);
      const note = textOption(context, 'note');
      const start = performance.now();
      const request = { importId, actor, ...(note !== undefined && { note }) };
      const { position, ...result } = await undoImport(await importDesk(house), request, watchOf(context));
      await untilSeen(house, position);
      return { ...result, seconds: secondsSince(start) };
    }),
  tell: ({ undone, kept, seconds }: { undone: number; kept: number; seconds: number }) => [
    `${undone} records were taken back in ${seconds} s; ${kept} were touched since and left alone.`,
  ],
};
