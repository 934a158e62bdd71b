import type { SpecimenEvent } from '#domain/specimen/events.js';
import type { BatchOutcome, StreamAppend } from '#ledger/event-store.js';
import type { CommandContext } from '#ledger/record.js';
import { EMPTY_STREAM, recordFacts } from '#ledger/record-facts.js';
import { type ImportActor, type ImportDesk, importContext } from './import-desk.js';
import type { DecidedRow } from './import-pass.js';
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

/** Records a group of rows. `changedMeanwhile` are those whose record somebody changed at this very moment: to be decided anew. */
export async function writeRows(
  desk: ImportDesk,
  act: ImportAct,
  rows: readonly DecidedRow[],
  clashes: NumberClashes,
): Promise<{ readonly problems: readonly RowProblem[]; readonly changedMeanwhile: readonly number[] }> {
  const problems: RowProblem[] = [];
  const appends: StreamAppend[] = [];
  const written: number[] = [];
  for (const { plan, found, outcome } of rows) {
    const clash = clashes.get(plan.row);
    if (clash !== undefined && outcome.number) problems.push(taken(plan.row, outcome.number.catalogNumber));
    const context = importContext(desk, act, String(plan.row), plan.row);
    const append = toAppend(desk, plan.specimenId, found.known?.tail ?? EMPTY_STREAM, outcome.facts(clash), context);
    if (!append) continue;
    appends.push(append);
    written.push(plan.row);
  }
  const outcomes = await desk.events.appendBatch(appends);
  const changedMeanwhile = written.filter((_, at) => (outcomes[at] as BatchOutcome).outcome === 'conflict');
  return { problems, changedMeanwhile };
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
