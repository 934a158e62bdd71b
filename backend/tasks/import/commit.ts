import { importBatch } from '#domain/import-batch/import-batch.js';
import type { ImportBatchCommand } from '#domain/import-batch/commands.js';
import type { ColumnMapping, ImportCounts, ImportOptions } from '#domain/import-batch/events.js';
import { JobStopped, UnrecoverableJobError } from '#jobs/job-queue.js';
import { handle } from '#ledger/handle.js';
import { isStoreAway } from '../patience.js';
import { UnreadableFile } from './archive/unreadable-file.js';
import { type ImportActor, type ImportDesk, type ImportFile, importContext } from './import-desk.js';
import { type DecidedRow, ImportPass } from './import-pass.js';
import { ImportReportFiles } from './import-report-files.js';
import { endIfLost } from './lost-import.js';
import { ImportTally } from './import-tally.js';
import { stageFile, unstage } from './staging/stage-file.js';
import type { Staging } from './staging/staging.js';
import { type ImportAct, type PreparedRows, prepareRows, writeRows } from './write-rows.js';

/** What an import is asked to do: exactly what was previewed. */
export interface ImportRequest {
  /** Chosen by whoever asks, so that asking twice imports once. */
  readonly importId: string;
  readonly collectionId: string;
  readonly file: ImportFile;
  readonly mapping: readonly ColumnMapping[];
  readonly options: ImportOptions;
  readonly actor: ImportActor;
  readonly note?: string;
}

/** What an import came to. */
export interface ImportResult {
  readonly importId: string;
  readonly counts: ImportCounts;
  readonly problems: Readonly<Record<string, number>>;
  readonly report: { readonly sha256: string; readonly bytes: number };
  readonly refusedRows?: { readonly sha256: string; readonly bytes: number };
  /** Position of the last thing written: what to wait for before everything is seen. */
  readonly position?: string;
}

/** What is told while an import runs. */
export interface ImportProgress {
  readonly phase: 'staging' | 'checking' | 'writing';
  readonly rowsDone: number;
  readonly rowsTotal?: number;
  readonly new?: number;
  readonly changed?: number;
}

export interface ImportWatch {
  readonly signal: AbortSignal;
  progress(value: ImportProgress): void;
}

/**
 * Imports a file. May be called again after a crash at any point: what was written stays, nothing is written twice, and
 * the counts are those of the whole. Fails with `UnrecoverableJobError` and a sentence when the file or the moment is wrong.
 */
export async function commitImport(
  desk: ImportDesk,
  request: ImportRequest,
  watch: ImportWatch,
): Promise<ImportResult> {
  const staging = await stage(desk, request, watch);
  try {
    watch.progress({ phase: 'checking', rowsDone: 0, rowsTotal: staging.facts.rows });
    await desk.known.caughtUp(await desk.events.head(), watch.signal);
    await refuseSecond(desk, request);
    const { bytes } = (await desk.files.stat(request.file.sha256)) ?? { bytes: 0 };
    const { importId: _id, actor: _actor, ...start } = request;
    await tell(desk, request, 'start', { type: 'StartImport', ...start, file: { ...request.file, bytes } });
    const result = await write(desk, request, staging, watch);
    unstage(staging);
    return result;
  } catch (error) {
    staging.close();
    throw error;
  }
}

async function stage(desk: ImportDesk, request: ImportRequest, watch: ImportWatch): Promise<Staging> {
  try {
    const path = await desk.files.localPath(request.file.sha256);
    return await stageFile({ ...request.file, path }, request.mapping, desk.tempFolder, desk.now(), {
      signal: watch.signal,
      progress: (rowsDone) => watch.progress({ phase: 'staging', rowsDone }),
    });
  } catch (error) {
    if (error instanceof UnreadableFile) throw new UnrecoverableJobError(error.message);
    throw error;
  }
}

// What another import is writing at this moment cannot be compared with; one whose work is lost has ended.
async function refuseSecond(desk: ImportDesk, request: ImportRequest): Promise<void> {
  const others = (await desk.known.running(request.collectionId)).filter(
    ({ importId }) => importId !== request.importId,
  );
  for (const other of others) {
    if (await endIfLost(desk, other.importId, request.actor)) continue;
    throw new UnrecoverableJobError(
      `Another import into this collection (${other.fileName}, begun ${other.startedAt}) has not ended: wait for it, or cancel it.`,
    );
  }
}

async function tell(
  desk: ImportDesk,
  request: ImportRequest,
  name: string,
  command: ImportBatchCommand,
): Promise<string | undefined> {
  const act = { importId: request.importId, actor: request.actor, sha256: request.file.sha256 };
  const receipt = await handle(
    { store: desk.events, salts: desk.salts },
    importBatch,
    request.importId,
    command,
    importContext(desk, act, name),
  );
  return receipt.position;
}

async function write(
  desk: ImportDesk,
  request: ImportRequest,
  staging: Staging,
  watch: ImportWatch,
): Promise<ImportResult> {
  const files = await ImportReportFiles.open(desk.tempFolder, staging);
  const tally = new ImportTally((problem) => files.problem(problem));
  let rowsDone = 0;
  try {
    await writeAll(desk, request, staging, tally, files, watch, (done) => (rowsDone = done));
    const kept = await files.keep(desk.files);
    const ending = { counts: tally.counts(), problems: tally.problemCounts(), ...kept };
    const position = await tell(desk, request, 'complete', { type: 'CompleteImport', ...ending });
    return { importId: request.importId, ...ending, ...(position && { position }) };
  } catch (error) {
    throw await tellEnd(desk, request, rowsDone, error);
  } finally {
    await files.remove();
  }
}

async function writeAll(
  desk: ImportDesk,
  request: ImportRequest,
  staging: Staging,
  tally: ImportTally,
  files: ImportReportFiles,
  watch: ImportWatch,
  done: (row: number) => void,
): Promise<void> {
  const { importId, collectionId, actor } = request;
  const act: ImportAct = { importId, collectionId, actor, sha256: request.file.sha256 };
  const empty = (await desk.known.count(collectionId)) === 0;
  const scope = { events: desk.events, files: desk.files, known: desk.known, collectionId, importId, empty };
  const pass = new ImportPass(staging, scope, request.options.released, tally, (row, why) =>
    files.refusedRow(row, why),
  );
  const refuse = ({ plan: { row }, outcome }: DecidedRow): void => {
    tally.refuse(outcome);
    tally.problem({ kind: 'row-refused', row, sentence: TOO_LARGE });
    for (const staged of staging.rowsAfter(row - 1, 1)) files.refusedRow(staged, TOO_LARGE);
  };
  const told = (rowsDone: number): void => {
    done(rowsDone);
    const { new: fresh, changed } = tally.counts();
    watch.progress({ phase: 'writing', rowsDone, rowsTotal: staging.facts.rows, new: fresh, changed });
  };
  // While one group is being written the next is planned: the ledger's thread and this one work side by side.
  let group = await pass.next(0);
  let prepared = group && prepareRows(desk, act, group.decided);
  let writing: Promise<void> = Promise.resolve();
  try {
    while (group && prepared) {
      const { last } = group;
      const current: PreparedRows = prepared;
      group = await pass.next(last);
      prepared = group && prepareRows(desk, act, group.decided);
      const clashes = await current.clashes;
      await writing;
      writing = record(desk, act, current, clashes, tally, refuse, () => told(last));
      writing.catch(() => undefined);
      await files.flush();
      watch.signal.throwIfAborted();
    }
    await writing;
  } finally {
    // Nothing of an import is written after its end was told.
    await Promise.allSettled([writing, prepared?.clashes]);
  }
  await pass.finish({ ofImports: (ids) => desk.known.ofImports(collectionId, ids) });
}

const TOO_LARGE =
  'With everything that belongs to it the row is larger than the ledger takes at once: shorten it, then bring it again.';

async function record(
  desk: ImportDesk,
  act: ImportAct,
  { rows }: PreparedRows,
  clashes: ReadonlyMap<number, string>,
  tally: ImportTally,
  refuse: (row: DecidedRow) => void,
  done: () => void,
): Promise<void> {
  const { problems, tooLarge } = await writeRows(desk, act, rows, clashes);
  for (const problem of problems) tally.problem(problem);
  for (const row of tooLarge) refuse(row);
  done();
}

/** Records how an import ended that did not go through, and says what to throw; one that will go on later has not ended. */
async function tellEnd(desk: ImportDesk, request: ImportRequest, rowsDone: number, error: unknown): Promise<unknown> {
  const goesOn = isStoreAway(error) || (error instanceof JobStopped && error.why !== 'cancelled');
  if (goesOn) return error;
  if (error instanceof JobStopped) {
    await tell(desk, request, 'cancel', { type: 'CancelImport', rowsDone });
    return error;
  }
  const why = error instanceof Error ? error.message : String(error);
  await tell(desk, request, 'fail', { type: 'FailImport', why, rowsDone });
  return new UnrecoverableJobError(why);
}
