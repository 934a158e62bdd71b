import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { EventStore, StoredRecord } from '#ledger/event-store.js';
import { SecurityLog } from '#tasks/accounts/security-log.js';
import { openStore } from '#wiring/open-stores.js';
import type { Settings } from '#wiring/settings.js';
import { realWorld } from '#wiring/world.js';
import { type CliCommand, type CliContext, textOption, UsageError } from '../command.js';
import { withLedger } from '../with-ledger.js';

const PAGE = 1000;

/** `ledger export-events`: every record as a line of JSON, its texts byte for byte as they were hashed. */
export const exportEventsCommand: CliCommand = {
  name: 'export-events',
  usage: '[--output FILE] [--after POSITION]',
  summary: 'Writes every event as a line of JSON: position, stream, revision, envelope, data, salt, leaf.',
  details: 'Envelope and data are the very bytes that were hashed. With --json an --output FILE is needed.',
  options: { output: { type: 'string' }, after: { type: 'string' } },
  run: async (context) => {
    const output = textOption(context, 'output');
    if (output === undefined && context.options['json'] === true)
      throw new UsageError('Lines of events are not one JSON object: say where they go with --output FILE.');
    const answer = await withLedger(context.settings, (ledger) => write(ledger, output, context));
    await note(context.settings, answer.events);
    return output === undefined ? undefined : answer;
  },
  tell: ({ events, file }: { events: number; file: string }) => [`${events} events were written to ${file}.`],
};

async function write(ledger: EventStore, file: string | undefined, context: CliContext) {
  // Never over a file that is there.
  const target = file === undefined ? undefined : createWriteStream(file, { flags: 'wx' });
  if (target) await once(target, 'open');
  const put = async (text: string): Promise<void> => {
    if (!target) return context.terminal.answer(text);
    if (!target.write(text)) await once(target, 'drain');
  };
  let events = 0;
  let position = textOption(context, 'after');
  for (;;) {
    context.signal.throwIfAborted();
    const records = await ledger.readAll(position, PAGE);
    if (records.length === 0) break;
    await put(records.map(lineOf).join(''));
    position = records.at(-1)!.position;
    events += records.length;
    if (target) context.terminal.progress('Written', events);
  }
  target?.end();
  if (target) await finished(target);
  return { events, ...(position !== undefined && { position }), ...(file !== undefined && { file }) };
}

/** Envelope and data are JSON already: they are not parsed, so that nothing about them can change. */
function lineOf({ position, stream, revision, id, type, envelope, data, salt, leaf }: StoredRecord): string {
  const head = JSON.stringify({ position, stream, revision, id, type }).slice(0, -1);
  return `${head},"envelope":${envelope},"data":${data},"salt":"${salt}","leaf":"${leaf}"}\n`;
}

/** What was taken out stands in the security log. */
async function note(settings: Settings, events: number): Promise<void> {
  const world = realWorld({ error: () => undefined });
  const vault = await openStore('vault', settings, world, { ledgerWriter: 'here', readers: 0 });
  try {
    await new SecurityLog(vault, world.now).add({ what: 'exported', via: 'cli', about: `${events} events` });
  } finally {
    await vault.close();
  }
}
