import { existsSync } from 'node:fs';
import type { EventStore } from '#ledger/event-store.js';
import { type Migration, migrateLedger } from '#tasks/moving/migrate-ledger.js';
import { openStore } from '#wiring/open-stores.js';
import { readSettings } from '#wiring/settings.js';
import { realWorld } from '#wiring/world.js';
import { type CliCommand, CliFailure, type CliContext, textOption, UsageError } from '../command.js';

/** `ledger migrate --from URL --to URL`: from one engine to another, proved. */
export const migrateCommand: CliCommand = {
  name: 'migrate',
  usage: '--from URL --to URL',
  summary: 'Copies the ledger into another store, in order, and proves that the copy is the same.',
  details:
    'Stop the server first: what it writes meanwhile may stay behind. The target must be empty, or hold the beginning of the\n' +
    'same ledger: a run that was ended goes on where it was. URLs are those of LEDGER_URL: sqlite:data/ledger.db, esdb://….\n' +
    'Views belong to a ledger: point VIEWS_URL to an empty place afterwards, they are built at the next start.',
  options: { from: { type: 'string' }, to: { type: 'string' } },
  run: async (context) => {
    const [from, to] = [urlOf(context, 'from'), urlOf(context, 'to')];
    if (from === to) throw new UsageError('--from and --to name the same place.');
    if (from.startsWith('sqlite:') && !existsSync(from.slice('sqlite:'.length)))
      throw new CliFailure(`There is no ledger at ${from.slice('sqlite:'.length)}.`);
    const source = await open(context, from);
    try {
      const target = await open(context, to);
      try {
        return await migrate(source, target, context);
      } finally {
        await target.close();
      }
    } finally {
      await source.close();
    }
  },
  tell: told,
  isBad: ({ ok }: Migration) => !ok,
};

function migrate(source: EventStore, target: EventStore, { signal, terminal }: CliContext): Promise<Migration> {
  return migrateLedger(source, target, { signal, progress: (step, events) => terminal.progress(step, events) });
}

/** The URL as settings have it: paths absolute. The options are told by their own names, and never repeated. */
function urlOf(context: CliContext, option: 'from' | 'to'): string {
  const url = textOption(context, option);
  if (url === undefined) throw new UsageError(`Say the ledger's URL with --${option}.`);
  return readSettings({ DATA: context.settings.data, LEDGER_URL: url }).ledgerUrl;
}

function open({ settings, terminal }: CliContext, ledgerUrl: string): Promise<EventStore> {
  const world = { ...realWorld({ error: () => undefined }), onWarning: (sentence: string) => terminal.say(sentence) };
  return openStore('ledger', { ...settings, ledgerUrl }, world, { ledgerWriter: 'here', readers: 0 });
}

function told({ ok, copied, found, from, to, firstDifference }: Migration): readonly string[] {
  if (!ok)
    return [
      `The ledgers differ, first at event ${firstDifference}: ${from.events} events here, ${to.events} there.`,
      'Throw the target away and migrate into an empty one.',
    ];
  return [
    `${copied} events copied${found > 0 ? ` behind ${found} that were there already` : ''}.`,
    `Both ledgers hold the same ${to.events} events of ${to.streams} things in the same order.`,
    `leaves ${to.leaves}`,
    `heads  ${to.heads}`,
    'Now set LEDGER_URL to the new place and VIEWS_URL to an empty one: views are built anew at the next start.',
  ];
}
