import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { permits, type Grant } from '#domain/terms/permissions.js';
import type { Condition } from '#projections/kernel/query.js';
import { specimenSearch } from '#projections/specimen-search/projection.js';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import { SecurityLog } from '#tasks/accounts/security-log.js';
import { EXPORT_FORMATS, type ExportFormat, type ExportRequest } from '#tasks/export/export-request.js';
import { exportSpecimens } from '#tasks/export/export-specimens.js';
import type { House } from '#wiring/house.js';
import { actingAs, findAccount } from '../acting.js';
import { findCollection } from '../collections.js';
import { type CliCommand, type CliContext, textOption, UsageError } from '../command.js';
import { peakMemoryMB } from '../peak-memory.js';
import { conditionOf } from '../where.js';
import { secondsSince, withCurrentViews } from '../with-house.js';

interface ExportAnswer {
  readonly specimens: number;
  readonly leftOut: number;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly seconds: number;
  readonly peakMemoryMB: number;
}

/** `ledger export`: what a search finds, as a Darwin Core Archive or a table. */
export const exportCommand: CliCommand = {
  name: 'export',
  usage:
    '[WORDS …] --output FILE [--format dwca|csv|spreadsheet] [--where COLUMN=VALUE] … [--collection CODE] [--columns A,B] [--as ACCOUNT]',
  summary: 'Writes what a search finds as a Darwin Core Archive (zip) or a table (CSV).',
  details:
    '--format dwca         whole records with identification history, media and measurements (the default)\n' +
    '--format csv          the chosen columns as they are; spreadsheet: with formulas made harmless\n' +
    '--columns A,B         columns of a table, named as in a search: catalogNumber,scientificName,recordedBy\n' +
    '--where, --collection as for search\n' +
    '--as ACCOUNT          who exports; without it the operator of this machine',
  options: {
    output: { type: 'string' },
    format: { type: 'string' },
    where: { type: 'string', multiple: true },
    collection: { type: 'string' },
    columns: { type: 'string' },
    as: { type: 'string' },
  },
  run: (context) => withCurrentViews(context, (house) => take(house, context)),
  tell: ({ specimens, leftOut, file, seconds }: ExportAnswer) => [
    `${specimens} specimens were written to ${file} in ${seconds} s.`,
    ...(leftOut > 0 ? [`${leftOut} struck-through records were left out.`] : []),
  ],
};

async function take(house: House, context: CliContext): Promise<ExportAnswer> {
  const output = textOption(context, 'output');
  if (output === undefined) throw new UsageError('Say where the file goes with --output FILE.');
  const start = performance.now();
  const request = await requestOf(house, context);
  const tempFolder = join(context.settings.data, 'temp');
  await mkdir(tempFolder, { recursive: true });
  const desk = {
    views: { search: house.view('specimen-search'), records: house.view<SpecimenRecord>('specimen-record') },
    files: house.files,
    log: new SecurityLog(house.vault, house.now),
    now: house.now,
    tempFolder,
  };
  const { file, specimens, leftOut } = await exportSpecimens(desk, house.newId(), request, {
    signal: context.signal,
    progress: ({ rowsDone, rowsTotal }) => context.terminal.progress('Written', rowsDone, rowsTotal),
  });
  // Never over a file that is there.
  await pipeline(await house.files.open(file.sha256), createWriteStream(output, { flags: 'wx' }));
  const { bytes, sha256 } = file;
  return {
    specimens,
    leftOut,
    file: output,
    bytes,
    sha256,
    seconds: secondsSince(start),
    peakMemoryMB: peakMemoryMB(),
  };
}

async function requestOf(house: House, context: CliContext): Promise<ExportRequest> {
  const format = textOption(context, 'format') ?? 'dwca';
  if (!isFormat(format)) throw new UsageError(`There is no format ${format}: choose ${EXPORT_FORMATS.join(', ')}.`);
  const code = textOption(context, 'collection');
  const collectionId = code === undefined ? undefined : (await findCollection(house, code)).id;
  const account = textOption(context, 'as');
  const actor = await actingAs(house, account, 'export.run', collectionId);
  const own: Condition[] = collectionId === undefined ? [] : [{ column: 'collectionId', equals: collectionId }];
  const grants = account === undefined ? undefined : (await findAccount(house, account)).account.grants;
  const asked = (context.options['where'] ?? []) as readonly string[];
  const where = [...own, ...held(grants), ...conditionOf(asked, specimenSearch.schema.columns)];
  const words = context.words.join(' ');
  const columns = textOption(context, 'columns')?.split(',');
  return {
    format,
    actor,
    ...(where.length > 0 && { where: { and: where } }),
    ...(words !== '' && { text: { words, prefix: true } }),
    ...(columns && { columns }),
  };
}

/** An account takes out of its collections only. */
function held(grants: readonly Grant[] | undefined): readonly Condition[] {
  if (!grants) return [];
  const ids = grants.filter((grant) => permits([grant], 'export.run')).map(({ collectionId }) => collectionId);
  return ids.includes('*') ? [] : [{ column: 'collectionId', in: [...new Set(ids)] }];
}

function isFormat(text: string): text is ExportFormat {
  return (EXPORT_FORMATS as readonly string[]).includes(text);
}
