import { setTimeout as pause } from 'node:timers/promises';
import type { ImportReport } from '#projections/import-report/view.js';
import { cancelImport } from '#tasks/import/lost-import.js';
import { actingAs } from '../acting.js';
import { CliFailure, type CliCommand, onlyWord, textOption } from '../command.js';
import { importDesk } from '../import-desk.js';
import { withHouse } from '../with-house.js';

/** Milliseconds until a process that died is known to be dead, and some more. */
const PATIENCE = 15_000;
const STEP = 250;

/** `ledger cancel IMPORT`: stops an import that has not ended, whoever began it. */
export const cancelCommand: CliCommand = {
  name: 'cancel',
  usage: 'IMPORT [--as ACCOUNT] [--note TEXT]',
  summary: 'Stops an import that has not ended; what it wrote stays.',
  options: { as: { type: 'string' }, note: { type: 'string' } },
  run: (context) =>
    withHouse(context, async (house) => {
      const importId = onlyWord(context, 'which IMPORT to stop (its id; "imports" lists them)');
      const desk = await importDesk(house);
      await desk.known.caughtUp(await house.ledger.head(), context.signal);
      const known = await house.view<ImportReport>('import-report').get(importId);
      if (!known) throw new CliFailure(`There is no import ${importId}: "imports" lists them.`);
      const actor = await actingAs(house, textOption(context, 'as'), 'import.run', known.document.collectionId);
      const cancel = () => cancelImport(desk, house.jobs, importId, actor, textOption(context, 'note'));
      let outcome = await cancel();
      for (let waited = 0; outcome === 'stopping' && waited < PATIENCE; waited += STEP) {
        await pause(STEP, undefined, { signal: context.signal });
        outcome = await cancel();
      }
      return { importId, outcome };
    }),
  tell: ({ importId, outcome }: { importId: string; outcome: 'cancelled' | 'stopping' }) => [
    outcome === 'cancelled'
      ? `The import was cancelled; what it wrote stays. "undo ${importId}" takes it back.`
      : 'The import is being written now; it stops at the next good moment.',
  ],
};
