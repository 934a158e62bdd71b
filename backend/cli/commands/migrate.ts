import { existsSync } from 'node:fs';
import type { EventStore } from '#ledger/event-store.js';
import { type Migration, migrateLedger } from '#tasks/moving/migrate-ledger.js';
import { openStore } from '#wiring/open-stores.js';
import { readSettings, type Settings } from '#wiring/settings.js';
import { realWorld } from '#wiring/world.js';
import { type CliCommand, CliFailure, type CliContext, textOption, UsageError } from '../command.js';

const HERE = { ledgerWriter: 'here', readers: 0 } as const;
const UNFINISHED = ['active', 'waiting', 'delayed'] as const;

/** `ledger migrate --from URL --to URL`: from one engine to another, proved. */
export const migrateCommand: CliCommand = {
  name: 'migrate',
  usage: '--from URL --to URL [--leave-jobs]',
  summary: 'Copies the ledger into another store, in order, and proves that the copy is the same.',
  details:
    'Stop the server first: what it writes meanwhile may stay behind. The target must be empty, or hold the beginning of the\n' +
    'same ledger: a run that was ended goes on where it was. URLs are those of LEDGER_URL: sqlite:data/ledger.db, esdb://….\n' +
    'Jobs are not moved: while some in JOBS_URL have not ended, nothing is copied, unless --leave-jobs says that they are given up.\n' +
    'Views belong to a ledger: point VIEWS_URL to an empty place afterwards, they are built at the next start.',
  options: { from: { type: 'string' }, to: { type: 'string' }, 'leave-jobs': { type: 'boolean' } },
  run: async (context) => {
    const [from, to] = [urlOf(context, 'from'), urlOf(context, 'to')];
    if (from === to) throw new UsageError('--from and --to name the same place.');
    if (from.startsWith('sqlite:') && !existsSync(from.slice('sqlite:'.length)))
      throw new CliFailure(`There is no ledger at ${from.slice('sqlite:'.length)}.`);
    if (context.options['leave-jobs'] !== true) await refuseUnfinishedJobs(context.settings);
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

/** Work that is under way speaks of this ledger, and would be forgotten or done on the old one. */
async function refuseUnfinishedJobs(settings: Settings): Promise<void> {
  const { jobsUrl } = settings;
  // Opening it would make one.
  if (jobsUrl.startsWith('sqlite:') && !existsSync(jobsUrl.slice('sqlite:'.length))) return;
  const jobs = await openStore('jobs', settings, realWorld({ error: () => undefined }), HERE);
  try {
    const unfinished = [];
    for (const status of UNFINISHED) unfinished.push(...(await jobs.list({ status })));
    if (unfinished.length === 0) return;
    const names = [...new Set(unfinished.map(({ name }) => name))].sort().join(', ');
    throw new CliFailure(
      `${unfinished.length === 1 ? '1 job has' : `${unfinished.length} jobs have`} not ended (${names}), and jobs are not moved: start the server and let them end, ` +
        'or cancel them ("imports" lists imports, "cancel" stops one). With --leave-jobs they are given up.',
    );
  } finally {
    await jobs.close(0);
  }
}

function open({ settings, terminal }: CliContext, ledgerUrl: string): Promise<EventStore> {
  const world = { ...realWorld({ error: () => undefined }), onWarning: (sentence: string) => terminal.say(sentence) };
  return openStore('ledger', { ...settings, ledgerUrl }, world, HERE);
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
