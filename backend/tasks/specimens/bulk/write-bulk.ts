import type { JobContext } from '#jobs/job-queue.js';
import type { BatchOutcome, Position, StoredRecord, StreamAppend } from '#ledger/event-store.js';
import { eventId, recordFacts, tailAfter } from '#ledger/record-facts.js';
import { uuidV5 } from '#ledger/uuid.js';
import { type BulkAct, type BulkActor, judge } from './bulk-act.js';
import { type BulkDesk, type BulkLine, inGroups, linesOf, stampOf, stateOf } from './bulk-desk.js';

/** What to carry out: exactly what was looked at. */
export interface BulkRequest {
  readonly bulkId: string;
  readonly act: BulkAct;
  readonly actor: BulkActor;
  /** SHA-256 of the plan. */
  readonly plan: string;
  readonly total: number;
}

/** What a bulk act, or its undoing, came to. */
export interface BulkResult {
  readonly bulkId: string;
  /** Specimens changed, or set back. */
  readonly done: number;
  /** Specimens that others changed meanwhile: left alone; the first thousand by id. */
  readonly kept: number;
  readonly keptIds: readonly string[];
  /** Of the last thing written. */
  readonly position?: Position;
}

const MOST_LISTED = 1_000;

/** Counts what became of each specimen. */
export class BulkTally {
  done = 0;
  private readonly kept: string[] = [];
  private keptCount = 0;
  private position: Position | undefined;

  written(position?: Position): void {
    this.done += 1;
    if (position !== undefined && position > (this.position ?? '')) this.position = position;
  }

  keep(specimenId: string): void {
    this.keptCount += 1;
    if (this.kept.length < MOST_LISTED) this.kept.push(specimenId);
  }

  get seen(): number {
    return this.done + this.keptCount;
  }

  result(bulkId: string): BulkResult {
    const { done, keptCount: kept, kept: keptIds, position } = this;
    return { bulkId, done, kept, keptIds, ...(position !== undefined && { position }) };
  }
}

/**
 * Does to each specimen what the plan says, as one act: every event bears the bulk act's id. A specimen that somebody changed
 * since it was looked at is left alone. May be called again after a crash at any point.
 */
export async function writeBulk(
  desk: BulkDesk,
  request: BulkRequest,
  { signal, progress }: Pick<JobContext, 'signal' | 'progress'>,
): Promise<BulkResult> {
  const tally = new BulkTally();
  for await (const lines of inGroups(changing(linesOf(desk.files, request.plan)))) {
    signal.throwIfAborted();
    await writeGroup(desk, request, lines, tally);
    progress({ phase: 'writing', rowsDone: tally.seen, rowsTotal: request.total });
  }
  return tally.result(request.bulkId);
}

async function* changing(lines: AsyncIterable<BulkLine>): AsyncIterable<BulkLine> {
  for await (const line of lines) if (line.outcome === 'change') yield line;
}

async function writeGroup(
  desk: BulkDesk,
  request: BulkRequest,
  lines: readonly BulkLine[],
  tally: BulkTally,
): Promise<void> {
  const streams = await desk.events.readStreams(lines.map(({ specimenId }) => `specimen-${specimenId}`));
  const appends = lines.map((line) => appendFor(desk, request, line, streams.get(`specimen-${line.specimenId}`) ?? []));
  const wanted = appends.filter((append): append is StreamAppend => typeof append === 'object');
  const outcomes = new Map<string, BatchOutcome>();
  for (const [at, outcome] of (await desk.events.appendBatch(wanted)).entries())
    outcomes.set(wanted[at]!.stream, outcome);
  for (const [at, { specimenId }] of lines.entries()) {
    const outcome = outcomes.get(`specimen-${specimenId}`);
    if (appends[at] === 'done') tally.written();
    else if (!outcome || outcome.outcome === 'conflict') tally.keep(specimenId);
    else tally.written(outcome.position);
  }
}

function appendFor(
  desk: BulkDesk,
  { bulkId, act, actor }: BulkRequest,
  { specimenId, revision }: BulkLine,
  records: readonly StoredRecord[],
): StreamAppend | 'done' | 'kept' {
  const stamp = stampOf(desk, bulkId, 'act', specimenId, { ...actor, role: '' });
  if (records.some(({ id }) => id === eventId(stamp.commandId, 0))) return 'done';
  const tail = tailAfter(records.at(-1));
  if (tail.revision !== revision) return 'kept';
  const verdict = judge(act, stateOf(records), uuidV5(stamp.commandId, 'identificationId'), actor);
  if (verdict.outcome !== 'change') return 'kept';
  const stream = `specimen-${specimenId}`;
  const context = { ...stamp, actor: { ...stamp.actor, role: verdict.role } };
  const recorded = recordFacts(stream, tail, verdict.facts, context, desk.salts);
  return { stream, expectedRevision: tail.revision, records: recorded.records };
}
