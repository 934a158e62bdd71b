import type { Condition, TextQuery } from '#projections/kernel/query.js';
import type { SpecimenSearchRow } from '#projections/specimen-search/view.js';
import type { JobContext } from '#jobs/job-queue.js';
import { NO_STREAM, type StoredRecord } from '#ledger/event-store.js';
import { GrowingFile } from '../../import/growing-file.js';
import { type BulkAct, type BulkActor, judge } from './bulk-act.js';
import { type BulkDesk, type BulkLine, inGroups, stateOf } from './bulk-desk.js';

/** Which specimens: by id, or all that a search finds among those that the asker may see. */
export type BulkSelection =
  { readonly ids: readonly string[] } | { readonly where?: Condition; readonly text?: TextQuery };

/** What to look at before it is done. */
export interface BulkPreviewRequest {
  readonly selection: BulkSelection;
  readonly act: BulkAct;
  readonly actor: BulkActor;
}

/** What a bulk act would do; each specimen is a line of the plan, which is a file. */
export interface BulkPreview {
  readonly act: BulkAct;
  readonly counts: Readonly<Record<BulkLine['outcome'], number>>;
  readonly plan: { readonly sha256: string; readonly bytes: number };
}

const PAGE = 1_000;
/** An id that is thrown away: only the act itself gives opinions theirs. */
const NO_ID = '00000000-0000-5000-8000-000000000000';

/** Looks at every specimen and keeps what would become of it. Writes nothing into the ledger. */
export async function previewBulk(
  desk: BulkDesk,
  request: BulkPreviewRequest,
  { signal, progress }: Pick<JobContext, 'signal' | 'progress'>,
): Promise<BulkPreview> {
  const plan = await GrowingFile.open(desk.tempFolder);
  const counts = { change: 0, same: 0, refused: 0 };
  try {
    for await (const ids of inGroups(idsOf(desk, request.selection))) {
      signal.throwIfAborted();
      const streams = await desk.events.readStreams(ids.map((id) => `specimen-${id}`));
      for (const id of ids) {
        const line = lineOf(id, streams.get(`specimen-${id}`) ?? [], request);
        counts[line.outcome] += 1;
        plan.add(`${JSON.stringify(line)}\n`);
      }
      await plan.flush();
      progress({ phase: 'checking', rowsDone: counts.change + counts.same + counts.refused });
    }
    const { sha256, bytes } = await plan.keep(desk.files);
    return { act: request.act, counts, plan: { sha256, bytes } };
  } finally {
    await plan.remove();
  }
}

async function* idsOf(desk: BulkDesk, selection: BulkSelection): AsyncIterable<string> {
  if ('ids' in selection) return yield* new Set(selection.ids);
  const view = desk.view<SpecimenSearchRow>('specimen-search');
  let cursor: string | undefined;
  do {
    const { where, text } = selection;
    const page = await view.search({
      sort: [{ column: 'catalogNumber' }],
      limit: PAGE,
      ...(where && { where }),
      ...(text && { text }),
      ...(cursor !== undefined && { cursor }),
    });
    yield* page.items.map(({ id }) => id);
    cursor = page.next;
  } while (cursor !== undefined);
}

function lineOf(specimenId: string, records: readonly StoredRecord[], { act, actor }: BulkPreviewRequest): BulkLine {
  const state = stateOf(records);
  const verdict = judge(act, state, NO_ID, actor);
  const known = state.status === 'unknown' ? undefined : state;
  const catalogNumber = known?.terms['catalogNumber'];
  const scientificName = known?.identifications.get(known.acceptedIdentification ?? '')?.terms['scientificName'];
  const about = {
    specimenId,
    revision: records.at(-1)?.revision ?? NO_STREAM,
    ...(catalogNumber !== undefined && { catalogNumber }),
    ...(scientificName !== undefined && { scientificName }),
  };
  if (verdict.outcome === 'change') return { ...about, outcome: 'change', changes: verdict.changes };
  return { ...about, ...verdict };
}
