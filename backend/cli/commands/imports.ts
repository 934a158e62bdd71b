import type { ImportReport } from '#projections/import-report/view.js';
import { isOpen } from '#tasks/import/lost-import.js';
import type { House } from '#wiring/house.js';
import { findCollection } from '../collections.js';
import { type CliCommand, numberOption, textOption } from '../command.js';
import { withCurrentViews } from '../with-house.js';

type Work = 'waiting' | 'running' | 'lost';
type ListedImport = ImportReport & { readonly id: string; readonly work?: Work };

/** `ledger imports`: what was imported, and what has not ended. */
export const importsCommand: CliCommand = {
  name: 'imports',
  usage: '[--collection CODE] [--limit N]',
  summary: 'Lists imports, newest first; of one that has not ended, how its work stands.',
  details:
    'waiting  whoever did it has stopped: a running server goes on with it, and so does importing the same file again\n' +
    'running  a server or another command line is doing it\n' +
    'lost     nobody does it any more: import the same file again, or cancel it',
  options: { collection: { type: 'string' }, limit: { type: 'string' } },
  run: (context) =>
    withCurrentViews(context, async (house) => {
      const code = textOption(context, 'collection');
      const page = await house.view<ImportReport>('import-report').search({
        ...(code !== undefined && {
          where: { column: 'collectionId', equals: (await findCollection(house, code)).id },
        }),
        sort: [{ column: 'startedAt', descending: true }],
        limit: Math.min(numberOption(context, 'limit', 20), 1000),
      });
      return { items: await Promise.all(page.items.map(({ id, document }) => withWork(house, { id, ...document }))) };
    }),
  tell: ({ items }: { items: readonly ListedImport[] }) =>
    items.length === 0 ? ['Nothing has been imported yet.'] : items.map(lineOf),
};

async function withWork({ jobs }: House, one: ListedImport): Promise<ListedImport> {
  if (one.state !== 'started') return one;
  const job = await jobs.get(one.id);
  if (!job || !isOpen(job)) return { ...one, work: 'lost' };
  return { ...one, work: job.status === 'active' ? 'running' : 'waiting' };
}

function lineOf({ id, startedAt, state, work, file, counts }: ListedImport): string {
  const told = counts ? `${counts.rows} rows, ${counts.new} new, ${counts.changed} changed` : '';
  return [id, startedAt, work === undefined ? state : `${state} (${work})`, file.name, told].join('\t');
}
