import type { ImportBatchEvent } from '#domain/import-batch/events.js';
import { importBatch } from '#domain/import-batch/import-batch.js';
import type { ImportBatchState } from '#domain/import-batch/import-batch.js';
import { UnrecoverableJobError } from '#jobs/job-queue.js';
import { decode } from '#ledger/decode.js';
import type { BatchOutcome, StoredRecord, StreamAppend } from '#ledger/event-store.js';
import { handle } from '#ledger/handle.js';
import type { CommandContext } from '#ledger/record.js';
import { recordFacts, tailAfter } from '#ledger/record-facts.js';
import { uuidV5 } from '#ledger/uuid.js';
import type { ImportWatch } from './commit.js';
import { type Compensation, compensate } from './compensate.js';
import { GrowingFile } from './growing-file.js';
import type { ImportActor, ImportDesk } from './import-desk.js';
import { endIfLost } from './lost-import.js';
import { releaseNumbers } from './release-numbers.js';
import { type NumberWanted, reserveNumbers } from './reserve-numbers.js';

/** Which import to take back. */
export interface UndoRequest {
  readonly importId: string;
  readonly actor: ImportActor;
  readonly note?: string;
  /** The collection that it went into, for those who ask whose work this is. */
  readonly collectionId?: string;
}

export interface UndoResult {
  readonly importId: string;
  /** Records taken back or set back. */
  readonly undone: number;
  /** Records that others touched since, left alone and listed in the report. */
  readonly kept: number;
  readonly report: { readonly sha256: string; readonly bytes: number };
  /** Position of the last thing written. */
  readonly position?: string;
}

interface Undoing {
  readonly request: UndoRequest;
  readonly collectionId: string;
  readonly report: GrowingFile;
  undone: number;
  kept: number;
}

/**
 * Takes an import back as one act: its new records are struck through, its changes set back, where nobody touched the
 * record since. May be called again after a crash at any point.
 */
export async function undoImport(desk: ImportDesk, request: UndoRequest, watch: ImportWatch): Promise<UndoResult> {
  await endIfLost(desk, request.importId, request.actor);
  const state = await stateOf(desk, request.importId);
  await desk.known.caughtUp(await desk.events.head(), watch.signal);
  const report = await GrowingFile.open(desk.tempFolder);
  try {
    const undoing: Undoing = { request, collectionId: state.collectionId, report, undone: 0, kept: 0 };
    for await (const page of desk.known.ofImports(state.collectionId, [request.importId], 'void too')) {
      watch.signal.throwIfAborted();
      await undoPage(
        desk,
        undoing,
        page.map(({ specimenId }) => specimenId),
      );
      watch.progress({ phase: 'writing', rowsDone: undoing.undone + undoing.kept });
      await report.flush();
    }
    return await finish(desk, undoing);
  } finally {
    await report.remove();
  }
}

async function stateOf(desk: ImportDesk, importId: string): Promise<Exclude<ImportBatchState, { status: 'unknown' }>> {
  const records = await desk.events.readStream(`import-${importId}`);
  const state = records
    .map((record) => decode(record) as unknown as ImportBatchEvent)
    .reduce((before, event) => importBatch.evolve(before, event), importBatch.initial);
  if (state.status === 'unknown')
    throw new UnrecoverableJobError(`There is no import ${importId}: look it up in the list of imports.`);
  if (state.status === 'running')
    throw new UnrecoverableJobError('This import is still running: cancel it first, then take it back.');
  if (state.status === 'undone') throw new UnrecoverableJobError('This import has been taken back already.');
  return state;
}

async function finish(desk: ImportDesk, { request, report, undone, kept }: Undoing): Promise<UndoResult> {
  const stored = await report.keep(desk.files);
  const { note } = request;
  const command = { type: 'UndoImport', undone, kept, report: stored, ...(note !== undefined && { note }) } as const;
  const receipt = await handle(
    { store: desk.events, salts: desk.salts },
    importBatch,
    request.importId,
    command,
    context(desk, request, 'undo'),
  );
  return {
    importId: request.importId,
    undone,
    kept,
    report: stored,
    ...(receipt.position && { position: receipt.position }),
  };
}

function context(desk: ImportDesk, { importId, actor }: UndoRequest, name: string): CommandContext {
  return {
    commandId: uuidV5(importId, `undo ${name}`),
    correlationId: name === 'undo' ? importId : uuidV5(importId, 'undo'),
    actor,
    source: { kind: 'import', ref: importId },
    at: desk.now(),
  };
}

type Undoable = Extract<Compensation, { verdict: 'undo' }>;
interface Planned {
  readonly specimenId: string;
  readonly records: readonly StoredRecord[];
  readonly compensation: Undoable;
}

async function undoPage(desk: ImportDesk, undoing: Undoing, ids: readonly string[]): Promise<void> {
  const { request, collectionId } = undoing;
  const streams = await desk.events.readStreams(ids.map((id) => `specimen-${id}`));
  const planned: Planned[] = [];
  for (const specimenId of ids) {
    const records = streams.get(`specimen-${specimenId}`) ?? [];
    const compensation = compensate(
      records.map((record) => decode(record)),
      request.importId,
    );
    if (compensation.verdict === 'undo') planned.push({ specimenId, records, compensation });
    else if (compensation.verdict === 'touched') keep(undoing, specimenId);
    else undoing.undone += 1;
  }
  const wanted = planned.flatMap(({ specimenId, compensation: { number } }, row): NumberWanted[] =>
    number ? [{ row, specimenId, number, context: context(desk, request, `number of ${specimenId}`) }] : [],
  );
  const clashes = await reserveNumbers(desk, collectionId, wanted);
  const appends = planned.map((each, row) => toAppend(desk, request, each, clashes.get(row)));
  const outcomes = await desk.events.appendBatch(appends);
  const done = planned.filter((_, at) => (outcomes[at] as BatchOutcome).outcome !== 'conflict');
  for (const each of planned) if (!done.includes(each)) keep(undoing, each.specimenId);
  undoing.undone += done.length;
  await releaseNumbers(
    desk,
    collectionId,
    done
      .filter(({ compensation }) => compensation.voided)
      .map(({ specimenId, compensation: { state } }) => ({
        specimenId,
        terms: state.terms,
        context: context(desk, request, `release of ${specimenId}`),
      })),
  );
}

function toAppend(
  desk: ImportDesk,
  request: UndoRequest,
  { specimenId, records, compensation }: Planned,
  clash: string | undefined,
): StreamAppend {
  const stream = `specimen-${specimenId}`;
  const tail = tailAfter(records.at(-1));
  const recorded = recordFacts(stream, tail, compensation.facts(clash), context(desk, request, specimenId), desk.salts);
  return { stream, expectedRevision: tail.revision, records: recorded.records };
}

function keep(undoing: Undoing, specimenId: string): void {
  undoing.kept += 1;
  undoing.report.add(
    `${JSON.stringify({ kind: 'touched-since', specimenId, sentence: 'Somebody changed the record after the import: left as it is.' })}\n`,
  );
}
