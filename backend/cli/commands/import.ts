import type { ImportRequest } from '#tasks/import/commit.js';
import type { ImportActor, ImportDesk, ImportFile } from '#tasks/import/import-desk.js';
import { endIfLost, isOpen } from '#tasks/import/lost-import.js';
import { type ImportPreview, previewImport } from '#tasks/import/preview.js';
import type { House } from '#wiring/house.js';
import { actingAs } from '../acting.js';
import { collectionOf, establish, findCollection } from '../collections.js';
import { type CliCommand, type CliContext, onlyWord, textOption } from '../command.js';
import { importAsJob, importDesk, takeFile, watchOf } from '../import-desk.js';
import { peakMemoryMB } from '../peak-memory.js';
import { secondsSince, untilSeen, withHouse } from '../with-house.js';

/** What an import came to; a preview has no `importId` and no seconds of commit. */
interface ImportAnswer {
  readonly importId?: string;
  readonly collectionId?: string;
  readonly rows: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly duplicate: number;
  readonly refused: number;
  readonly absent: number;
  readonly conflicts: number;
  readonly problems: Readonly<Record<string, number>>;
  readonly refusedRows?: { readonly sha256: string };
  readonly seconds: { readonly preview: number; readonly commit?: number; readonly searchable?: number };
  readonly peakMemoryMB: number;
}

/** `ledger import FILE`: preview, then commit, in this process; works beside a running server. */
export const importCommand: CliCommand = {
  name: 'import',
  usage: 'FILE [--collection CODE] [--preview] [--as ACCOUNT] [--released]',
  summary: 'Brings in a Darwin Core Archive (zip, tar.gz or folder) or a table (CSV, TSV).',
  details:
    '--collection CODE  the collection it goes into (code, INSTITUTION:CODE or id); without it one is made from the archive\n' +
    '--preview          only says what would happen; nothing is recorded\n' +
    '--as ACCOUNT       who imports; without it the operator of this machine\n' +
    '--released         new records are public at once',
  options: {
    collection: { type: 'string' },
    preview: { type: 'boolean' },
    as: { type: 'string' },
    released: { type: 'boolean' },
  },
  run: (context) =>
    withHouse(context, (house) => {
      context.giveWay?.();
      return bringIn(house, context);
    }),
  tell: ({ rows, problems, seconds, ...answer }: ImportAnswer) => [
    `${rows} rows: ${answer.new} new, ${answer.changed} changed, ${answer.unchanged} unchanged, ${answer.duplicate} repeated, ${answer.refused} refused.`,
    ...(answer.absent > 0 ? [`${answer.absent} known records are not in this file; they were left alone.`] : []),
    ...(answer.conflicts > 0 ? [`${answer.conflicts} values were changed here and in the file; ours were kept.`] : []),
    ...Object.entries(problems).map(([kind, count]) => `  ${kind}: ${count}`),
    answer.importId === undefined
      ? `Previewed in ${seconds.preview} s; nothing was recorded.`
      : `Import ${answer.importId}: written in ${seconds.commit} s, all to be seen after ${seconds.searchable} s.`,
  ],
};

async function bringIn(house: House, context: CliContext): Promise<ImportAnswer> {
  const path = onlyWord(context, 'which FILE to import');
  const code = textOption(context, 'collection');
  const chosen = code === undefined ? undefined : (await findCollection(house, code)).id;
  const actor = await actingAs(house, textOption(context, 'as'), 'import.run', chosen);
  const desk = await importDesk(house);
  const start = performance.now();
  const preview = await look(house, desk, await takeFile(house, path), chosen, context);
  const seconds = { preview: secondsSince(start) };
  for (const { sentence } of preview.notices) context.terminal.say(sentence);
  if (context.options['preview'] === true) return { ...toldPreview(preview), seconds, peakMemoryMB: peakMemoryMB() };
  const collectionId = preview.collectionId ?? (await establish(house, preview.collectionSuggestion));
  const { name, sha256 } = preview.file;
  const request: ImportRequest = {
    importId: await importIdFor(house, desk, { collectionId, sha256, actor }),
    collectionId,
    file: { name, sha256 },
    mapping: preview.mapping,
    options: preview.options,
    actor,
  };
  return { collectionId, ...(await commit(house, desk, request, context, seconds)) };
}

/** Without a collection chosen: as if into the one that this archive would make, when that is there already. */
async function look(
  house: House,
  desk: ImportDesk,
  file: ImportFile,
  chosen: string | undefined,
  context: CliContext,
): Promise<ImportPreview> {
  const options = { released: context.options['released'] === true };
  const watch = watchOf(context);
  const preview = await previewImport(
    desk,
    { file, options, ...(chosen !== undefined && { collectionId: chosen }) },
    watch,
  );
  if (chosen !== undefined) return preview;
  const known = await collectionOf(house, preview.collectionSuggestion);
  return known ? previewImport(desk, { file, options, collectionId: known.id }, watch) : preview;
}

/** An import of this very file that was begun and has not ended goes on under its own id; not when its work is lost for good. */
async function importIdFor(
  house: House,
  desk: ImportDesk,
  { collectionId, sha256, actor }: { collectionId: string; sha256: string; actor: ImportActor },
): Promise<string> {
  await desk.known.caughtUp(await desk.events.head(), AbortSignal.timeout(600_000));
  const begun = (await desk.known.ofFile(collectionId, sha256)).find(({ state }) => state === 'started');
  const id = begun?.importId ?? (await waitingFor(house, collectionId, sha256));
  const job = id === undefined ? undefined : await desk.work(id);
  if (id !== undefined && (!job || isOpen(job))) return id;
  if (id !== undefined) await endIfLost(desk, id, actor);
  return house.newId();
}

/** An import that was asked for and whose file nobody has read yet is not in the ledger. */
async function waitingFor({ jobs }: House, collectionId: string, sha256: string): Promise<string | undefined> {
  const asked = await jobs.list({ name: 'import-commit', limit: 100 });
  return asked.find((job) => {
    const { collectionId: into, file } = job.data as ImportRequest;
    return isOpen(job) && into === collectionId && file.sha256 === sha256;
  })?.id;
}

async function commit(
  house: House,
  desk: ImportDesk,
  request: ImportRequest,
  context: CliContext,
  seconds: { readonly preview: number },
): Promise<ImportAnswer> {
  const start = performance.now();
  const { importId, counts, problems, refusedRows, position } = await importAsJob(house, desk, request, context);
  const written = secondsSince(start);
  context.terminal.progress('Waiting until all can be seen …', counts.rows);
  await untilSeen(house, position);
  return {
    importId,
    ...counts,
    problems,
    ...(refusedRows && { refusedRows }),
    seconds: { ...seconds, commit: written, searchable: secondsSince(start) },
    peakMemoryMB: peakMemoryMB(),
  };
}

function toldPreview({ counts, problems, collectionId }: ImportPreview) {
  return {
    ...(collectionId !== undefined && { collectionId }),
    ...counts,
    problems: Object.fromEntries(problems.map(({ kind, count }) => [kind, count])),
  };
}
