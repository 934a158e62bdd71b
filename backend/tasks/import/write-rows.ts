import type { SpecimenEvent } from '#domain/specimen/events.js';
import type { BatchOutcome, StreamAppend } from '#ledger/event-store.js';
import type { CommandContext } from '#ledger/record.js';
import { EMPTY_STREAM, recordFacts } from '#ledger/record-facts.js';
import { compareRecord } from './compare-record.js';
import { type ImportActor, type ImportDesk, importContext } from './import-desk.js';
import type { DecidedRow } from './import-pass.js';
import { foldFound } from './known-record.js';
import { type NumberClashes, type NumberWanted, reserveNumbers } from './reserve-numbers.js';
import type { RowProblem } from './row-plan.js';

/** An import as it writes. */
export interface ImportAct {
  readonly importId: string;
  readonly collectionId: string;
  readonly sha256: string;
  readonly actor: ImportActor;
}

/** Rows whose numbers are being reserved. */
export interface PreparedRows {
  readonly rows: readonly DecidedRow[];
  readonly clashes: Promise<NumberClashes>;
}

/** Begins to reserve the numbers that a group of rows wants; rows that this import has written before are left out. */
export function prepareRows(desk: ImportDesk, act: ImportAct, decided: readonly DecidedRow[]): PreparedRows {
  const rows = decided.filter(({ found, outcome }) => !found.done && outcome.became !== 'unchanged');
  const wanted = rows.flatMap(({ plan, outcome }): NumberWanted[] =>
    outcome.number
      ? [
          {
            row: plan.row,
            specimenId: plan.specimenId,
            number: outcome.number,
            context: importContext(desk, act, `number of ${plan.row}`, plan.row),
          },
        ]
      : [],
  );
  const clashes = wanted.length
    ? reserveNumbers(desk, act.collectionId, wanted)
    : Promise.resolve(new Map<number, string>());
  // Awaited later: until then a failure is nobody's yet.
  clashes.catch(() => undefined);
  return { rows, clashes };
}

const TRIES = 3;

/** Records a group of rows and says what a person should know of it. A record that somebody changes at this very moment is compared anew. */
export async function writeRows(
  desk: ImportDesk,
  act: ImportAct,
  rows: readonly DecidedRow[],
  clashes: NumberClashes,
): Promise<readonly RowProblem[]> {
  const problems = rows.flatMap(({ plan, outcome }) =>
    clashes.has(plan.row) && outcome.number ? [taken(plan.row, outcome.number.catalogNumber)] : [],
  );
  let open = rows;
  for (let attempt = 1; open.length > 0; attempt++) {
    if (attempt > TRIES) return [...problems, ...open.map(({ plan }) => changedMeanwhile(plan.row))];
    const changed = await append(desk, act, open, clashes);
    open = changed.length ? await decideAnew(desk, act, changed) : [];
    if (changed.length) problems.push(...open.flatMap(({ outcome }) => outcome.conflicts));
  }
  return problems;
}

/** Appends what rows become; gives back those whose record is not any more what it was compared with. */
async function append(
  desk: ImportDesk,
  act: ImportAct,
  rows: readonly DecidedRow[],
  clashes: NumberClashes,
): Promise<readonly DecidedRow[]> {
  const written: DecidedRow[] = [];
  const appends: StreamAppend[] = [];
  for (const row of rows) {
    const { plan, found, outcome } = row;
    const context = importContext(desk, act, String(plan.row), plan.row);
    const append = toAppend(
      desk,
      plan.specimenId,
      found.known?.tail ?? EMPTY_STREAM,
      outcome.facts(clashes.get(plan.row)),
      context,
    );
    if (!append) continue;
    appends.push(append);
    written.push(row);
  }
  const outcomes = await desk.events.appendBatch(appends);
  return written.filter((_, at) => (outcomes[at] as BatchOutcome).outcome === 'conflict');
}

async function decideAnew(
  desk: ImportDesk,
  act: ImportAct,
  rows: readonly DecidedRow[],
): Promise<readonly DecidedRow[]> {
  const streams = await desk.events.readStreams(rows.map(({ plan }) => `specimen-${plan.specimenId}`));
  return rows.flatMap((row) => {
    const { specimenId } = row.plan;
    const found = foldFound(specimenId, streams.get(`specimen-${specimenId}`) ?? [], act.importId);
    if (found.done) return [];
    return [{ ...row, found, outcome: found.known ? compareRecord(found.known, row.plan) : row.outcome }];
  });
}

function toAppend(
  desk: ImportDesk,
  specimenId: string,
  tail: typeof EMPTY_STREAM,
  facts: readonly SpecimenEvent[],
  context: CommandContext,
): StreamAppend | undefined {
  if (!facts.length) return undefined;
  const stream = `specimen-${specimenId}`;
  return {
    stream,
    expectedRevision: tail.revision,
    records: recordFacts(stream, tail, facts, context, desk.salts).records,
  };
}

function taken(row: number, number: string): RowProblem {
  return {
    kind: 'catalog-number-taken',
    row,
    column: 'catalogNumber',
    value: number,
    sentence: `Catalogue number ${number} belongs to another specimen of the collection: the record goes in and is marked.`,
  };
}

function changedMeanwhile(row: number): RowProblem {
  return {
    kind: 'changed-meanwhile',
    row,
    sentence:
      'Somebody changed the record again and again while it was being imported: left as it is; import the file again for it.',
  };
}
