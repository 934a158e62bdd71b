import type { ColumnMapping, ImportCounts, ImportOptions } from '#domain/import-batch/events.js';
import { UnrecoverableJobError } from '#jobs/job-queue.js';
import { UnreadableFile } from './archive/unreadable-file.js';
import type { Notice } from './archive/table.js';
import { type CollectionSuggestion, suggestCollection } from './collection-choice.js';
import type { ImportWatch } from './commit.js';
import type { ImportDesk, ImportFile } from './import-desk.js';
import { ImportPass } from './import-pass.js';
import { ImportTally } from './import-tally.js';
import type { EarlierImport } from './known-specimens.js';
import { isNullByDefault } from './literal-nulls.js';
import { type TableKind, termsClaimedTwice } from './mapping.js';
import { doubtsIn } from './row-doubts.js';
import type { RowProblem } from './row-plan.js';
import { stageFile } from './staging/stage-file.js';
import type { Staging } from './staging/staging.js';

/** What is to be previewed. */
export interface PreviewRequest {
  readonly file: ImportFile;
  /** Absent: as if into a new collection. */
  readonly collectionId?: string;
  /** A person's choice; absent: the file's own. */
  readonly mapping?: readonly ColumnMapping[];
  readonly options?: Partial<ImportOptions>;
}

/** One column as the preview shows it. */
export interface PreviewColumn extends ColumnMapping {
  /** Rows in which the cell is not blank. */
  readonly filled: number;
  readonly samples: readonly string[];
  /** Texts that may mean "absent". */
  readonly nullCandidates: readonly {
    readonly value: string;
    readonly count: number;
    /** Of all rows of the table, 0 to 1. */
    readonly share: number;
    /** Whether it is read as "absent" now, and whether it would be by default. */
    readonly chosen: boolean;
    readonly byDefault: boolean;
  }[];
}

export interface PreviewTable {
  /** `core`, or the extension's row type: what `table` of a mapping refers to. */
  readonly table: string;
  readonly kind: TableKind;
  readonly files: readonly string[];
  readonly encoding: string;
  readonly delimiter: string;
  readonly quote: string;
  readonly rows: number;
  readonly columns: readonly PreviewColumn[];
}

/** What an import would do, without anything having been written. */
export interface ImportPreview {
  readonly file: ImportFile & { readonly bytes: number };
  readonly format: 'darwin-core-archive' | 'table';
  readonly container: 'zip' | 'tar.gz' | 'gzip' | 'text';
  readonly title?: string;
  readonly collectionId?: string;
  /** For a collection to be made, when none was chosen. */
  readonly collectionSuggestion: CollectionSuggestion;
  readonly mapping: readonly ColumnMapping[];
  readonly options: ImportOptions;
  readonly tables: readonly PreviewTable[];
  readonly counts: ImportCounts;
  /** Problems by kind, with up to 20 examples each: first of rows as such, then doubts about values, most frequent first. */
  readonly problems: readonly {
    readonly kind: string;
    readonly count: number;
    readonly examples: readonly RowProblem[];
  }[];
  /** About the file as a whole. */
  readonly notices: readonly Notice[];
  /** Row types of extensions that are kept verbatim only. */
  readonly unknownExtensions: readonly string[];
  /** Imports of exactly this file into the collection, newest first. */
  readonly earlierImports: readonly EarlierImport[];
}

/** Reads a file and says what importing it would do; the ledger is only read. */
export async function previewImport(
  desk: ImportDesk,
  request: PreviewRequest,
  watch: ImportWatch,
): Promise<ImportPreview> {
  const staging = await stage(desk, request, watch);
  try {
    const options: ImportOptions = { released: request.options?.released ?? false };
    if (request.collectionId !== undefined) await desk.known.caughtUp(await desk.events.head(), watch.signal);
    const { tally, doubts } = await pass(desk, request, staging, options, watch);
    const { description, mapping } = staging.facts;
    return {
      file: { ...request.file, bytes: (await desk.files.stat(request.file.sha256))?.bytes ?? 0 },
      format: description.format,
      container: description.container,
      ...(description.title !== undefined && { title: description.title }),
      ...(request.collectionId !== undefined && { collectionId: request.collectionId }),
      collectionSuggestion: suggestCollection(staging, request.file.name),
      mapping,
      options,
      tables: previewTables(staging),
      counts: tally.counts(),
      problems: [...tally.problems(), ...[...doubts.problems()].sort((one, other) => other.count - one.count)],
      notices: [...description.notices, ...claimedTwice(mapping), ...sharedIds(staging)],
      unknownExtensions: staging.ready.filter(({ kind }) => kind === 'unknown').map(({ name }) => name),
      earlierImports:
        request.collectionId === undefined ? [] : await desk.known.ofFile(request.collectionId, request.file.sha256),
    };
  } finally {
    staging.close();
  }
}

async function stage(desk: ImportDesk, { file, mapping }: PreviewRequest, watch: ImportWatch): Promise<Staging> {
  try {
    const path = await desk.files.localPath(file.sha256);
    return await stageFile({ ...file, path }, mapping, desk.tempFolder, desk.now(), {
      signal: watch.signal,
      progress: (rowsDone) => watch.progress({ phase: 'staging', rowsDone }),
    });
  } catch (error) {
    if (error instanceof UnreadableFile) throw new UnrecoverableJobError(error.message);
    throw error;
  }
}

/** Stands for a collection that is not there yet. */
const NEW_COLLECTION = '00000000-0000-0000-0000-000000000000';

async function pass(
  desk: ImportDesk,
  request: PreviewRequest,
  staging: Staging,
  options: ImportOptions,
  watch: ImportWatch,
): Promise<{ readonly tally: ImportTally; readonly doubts: ImportTally }> {
  const [tally, doubts] = [new ImportTally(() => undefined), new ImportTally(() => undefined)];
  const today = new Date(desk.now()).toISOString().slice(0, 10);
  const collectionId = request.collectionId ?? NEW_COLLECTION;
  const empty = request.collectionId === undefined || (await desk.known.count(collectionId)) === 0;
  const scope = { events: desk.events, files: desk.files, known: desk.known, collectionId, empty };
  const rows = new ImportPass(staging, scope, options.released, tally, () => undefined);
  for (let last = 0; ;) {
    const group = await rows.next(last);
    if (!group) break;
    last = group.last;
    for (const { plan } of group.decided) for (const doubt of doubtsIn(plan, today)) doubts.problem(doubt);
    watch.progress({ phase: 'checking', rowsDone: last, rowsTotal: staging.facts.rows });
    watch.signal.throwIfAborted();
    // Others use this thread too.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await rows.finish({ ofImports: (ids) => desk.known.ofImports(collectionId, ids) });
  return { tally, doubts };
}

function previewTables(staging: Staging): readonly PreviewTable[] {
  const { mapping, statistics, rows, extensionRows } = staging.facts;
  return staging.tables.map(({ name, kind, format }) => {
    const count = kind === 'core' ? rows : (extensionRows[name] ?? 0);
    const columns = mapping
      .filter(({ table }) => table === name)
      .map((entry): PreviewColumn => {
        const seen = entry.index === undefined ? undefined : statistics[name]?.[entry.index];
        const nullCandidates = Object.entries((kind !== 'unknown' && seen?.nulls) || {}).map(([value, times]) => ({
          value,
          count: times,
          share: count === 0 ? 0 : Math.round((times / count) * 1e4) / 1e4,
          chosen: entry.nulls?.includes(value) ?? false,
          byDefault: isNullByDefault(value, entry.term),
        }));
        return { ...entry, filled: seen?.filled ?? 0, samples: seen?.samples ?? [], nullCandidates };
      });
    const { files, encoding, delimiter, quote } = format;
    return { table: name, kind, files, encoding, delimiter, quote, rows: count, columns };
  });
}

function claimedTwice(mapping: readonly ColumnMapping[]): readonly Notice[] {
  return termsClaimedTwice(mapping).map(({ column, term }) => ({
    kind: 'term-twice',
    params: { column, term: term ?? '' },
    sentence: `Another column is read as ${term} already: ${column} is kept beside, under its own name.`,
  }));
}

function sharedIds({ facts, ready }: Staging): readonly Notice[] {
  if (!facts.repeatedIds || ready.length === 1) return [];
  return [
    {
      kind: 'id-twice',
      sentence: 'Several rows of the core share an id: rows of extensions were given to the first of them.',
    },
  ];
}
