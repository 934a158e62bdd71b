import type { SpecimenEvent } from '#domain/specimen/events.js';
import { AppendTooLarge, type BatchOutcome, type StreamAppend } from '#ledger/event-store.js';
import type { CommandContext } from '#ledger/record.js';
import { EMPTY_STREAM, recordFacts } from '#ledger/record-facts.js';
import { compareRecord } from './compare-record.js';
import { type ImportActor, type ImportDesk, importContext } from './import-desk.js';
import type { DecidedRow } from './import-pass.js';
import { foldFound } from './known-record.js';
import { releaseNumbers } from './release-numbers.js';
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

/** What a person should know of a group of rows that was recorded, and which of them did not go in. */
export interface WrittenRows {
  readonly problems: readonly RowProblem[];
  /** Rows that are larger, with all that belongs to them, than the ledger takes at once. */
  readonly tooLarge: readonly DecidedRow[];
}

/** Records a group of rows. A record that somebody changes at this very moment is compared anew. */
export async function writeRows(
  desk: ImportDesk,
  act: ImportAct,
  rows: readonly DecidedRow[],
  clashes: NumberClashes,
): Promise<WrittenRows> {
  const problems = rows.flatMap(({ plan, outcome }) =>
    clashes.has(plan.row) && outcome.number ? [taken(plan.row, outcome.number.catalogNumber)] : [],
  );
  const tooLarge: DecidedRow[] = [];
  let open = rows;
  for (let attempt = 1; open.length > 0; attempt++) {
    if (attempt > TRIES)
      return { problems: [...problems, ...open.map(({ plan }) => changedMeanwhile(plan.row))], tooLarge };
    const outcomes = await append(desk, act, open, clashes);
    tooLarge.push(...outcomes.flatMap(([row, outcome]) => (outcome === 'too large' ? [row] : [])));
    const changed = outcomes.flatMap(([row, outcome]) => (outcome === 'conflict' ? [row] : []));
    open = changed.length ? await decideAnew(desk, act, changed) : [];
    if (changed.length) problems.push(...open.flatMap(({ outcome }) => outcome.conflicts));
  }
  if (tooLarge.length) await giveBack(desk, act, tooLarge, clashes);
  return { problems, tooLarge };
}

/** The numbers of rows that did not go in are free again. */
function giveBack(
  desk: ImportDesk,
  act: ImportAct,
  rows: readonly DecidedRow[],
  clashes: NumberClashes,
): Promise<void> {
  const held = rows.flatMap(({ plan, outcome: { number } }) =>
    number && !clashes.has(plan.row)
      ? [
          {
            specimenId: plan.specimenId,
            terms: { ...number },
            context: importContext(desk, act, `no number of ${plan.row}`, plan.row),
          },
        ]
      : [],
  );
  return releaseNumbers(desk, act.collectionId, held);
}

type RowEnd = BatchOutcome['outcome'] | 'too large';

/** Appends what rows become, and says of each how that went; `conflict`: its record is not any more what it was compared with. */
async function append(
  desk: ImportDesk,
  act: ImportAct,
  rows: readonly DecidedRow[],
  clashes: NumberClashes,
): Promise<readonly (readonly [DecidedRow, RowEnd])[]> {
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
  const ends = await appendAll(desk, appends);
  return written.map((row, at) => [row, ends[at]!] as const);
}

async function appendAll(desk: ImportDesk, appends: readonly StreamAppend[]): Promise<readonly RowEnd[]> {
  try {
    return (await desk.events.appendBatch(appends)).map(({ outcome }) => outcome);
  } catch (error) {
    if (!(error instanceof AppendTooLarge)) throw error;
    if (appends.length === 1) return ['too large'];
    // One of them is; the others go in by themselves.
    const ends: RowEnd[] = [];
    for (const one of appends) ends.push(...(await appendAll(desk, [one])));
    return ends;
  }
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
