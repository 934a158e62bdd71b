import { grantFor } from '#domain/terms/permissions.js';
import { type JobContext, UnrecoverableJobError } from '#jobs/job-queue.js';
import { decode } from '#ledger/decode.js';
import type { StoredRecord, StreamAppend } from '#ledger/event-store.js';
import { recordFacts, tailAfter } from '#ledger/record-facts.js';
import type { AuditLine } from '#projections/audit-trail/view.js';
import { compensate } from '../../import/compensate.js';
import type { BulkActor } from './bulk-act.js';
import { type BulkDesk, inGroups, stampOf } from './bulk-desk.js';
import { type BulkResult, BulkTally } from './write-bulk.js';

/** Which bulk act to take back. */
export interface BulkUndoRequest {
  readonly bulkId: string;
  readonly actor: BulkActor;
}

const PAGE = 1_000;
const PATIENCE = 60_000;

/**
 * Takes a bulk act back as one act: corrections are set back, opinions withdrawn, where nobody touched the record since; the
 * others are listed. May be called again after a crash at any point.
 */
export async function undoBulk(
  desk: BulkDesk,
  request: BulkUndoRequest,
  { signal, progress }: Pick<JobContext, 'signal' | 'progress'>,
): Promise<BulkResult> {
  const head = await desk.events.head();
  if (head === undefined || !(await desk.reached('audit-trail', head, PATIENCE)))
    throw new Error('The audit trail has not caught up with the ledger: the bulk act is taken back when it has.');
  const tally = new BulkTally();
  for await (const ids of inGroups(touchedBy(desk, request.bulkId))) {
    signal.throwIfAborted();
    await undoGroup(desk, request, ids, tally);
    progress({ phase: 'writing', rowsDone: tally.seen });
  }
  if (tally.seen === 0)
    throw new UnrecoverableJobError(`No specimen was touched by a bulk act ${request.bulkId}: look up its id.`);
  return tally.result(request.bulkId);
}

/** The specimens of a bulk act, from the ledger's own trail: it is found however long ago it was. */
async function* touchedBy(desk: BulkDesk, bulkId: string): AsyncIterable<string> {
  const view = desk.view<AuditLine>('audit-trail');
  const seen = new Set<string>();
  const where = {
    and: [
      { column: 'correlationId', equals: bulkId },
      { column: 'category', equals: 'specimen' },
    ],
  };
  let cursor: string | undefined;
  do {
    const page = await view.search({ where, limit: PAGE, ...(cursor !== undefined && { cursor }) });
    for (const { document } of page.items) {
      if (seen.has(document.subject)) continue;
      seen.add(document.subject);
      yield document.subject;
    }
    cursor = page.next;
  } while (cursor !== undefined);
}

async function undoGroup(
  desk: BulkDesk,
  request: BulkUndoRequest,
  ids: readonly string[],
  tally: BulkTally,
): Promise<void> {
  const streams = await desk.events.readStreams(ids.map((id) => `specimen-${id}`));
  const appends: StreamAppend[] = [];
  for (const id of ids) {
    const append = appendFor(desk, request, id, streams.get(`specimen-${id}`) ?? []);
    if (append === 'nothing') tally.written();
    else if (append === 'touched') tally.keep(id);
    else appends.push(append);
  }
  const outcomes = await desk.events.appendBatch(appends);
  for (const [at, outcome] of outcomes.entries()) {
    if (outcome.outcome === 'conflict') tally.keep(appends[at]!.stream.slice('specimen-'.length));
    else tally.written(outcome.position);
  }
}

function appendFor(
  desk: BulkDesk,
  { bulkId, actor }: BulkUndoRequest,
  specimenId: string,
  records: readonly StoredRecord[],
): StreamAppend | 'nothing' | 'touched' {
  const compensation = compensate(
    records.map((record) => decode(record)),
    bulkId,
    'bulk-undone',
  );
  if (compensation.verdict !== 'undo') return compensation.verdict;
  const grant = grantFor(actor.grants, 'specimen.correct', compensation.state.collectionId);
  if (!grant) return 'touched';
  const stream = `specimen-${specimenId}`;
  const tail = tailAfter(records.at(-1));
  const context = stampOf(desk, bulkId, 'undo', specimenId, { ...actor, role: grant.role });
  const recorded = recordFacts(stream, tail, compensation.facts(undefined), context, desk.salts);
  return { stream, expectedRevision: tail.revision, records: recorded.records };
}
