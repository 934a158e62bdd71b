import type { LedgerEvent } from '#ledger/ledger-event.js';
import type { Projection } from './projection.js';
import type { Checkpoint, DocumentWrite, View } from './view-store.js';

type Parked = Checkpoint['parked'];

/** What a batch of events makes of a view: documents to write and keys that are parked now. */
export interface Folded {
  readonly writes: DocumentWrite<object>[];
  readonly parked: Parked;
}

interface Standing {
  document: object | undefined;
  revision: number;
  changed: boolean;
}

/**
 * Folds a batch per key in memory; documents are loaded once. A key whose fold throws is parked as it stood before: the
 * event's id and what went wrong are kept, and its later events wait for a rebuild with a mended fold.
 */
export async function foldBatch(
  projection: Projection,
  view: View,
  events: readonly LedgerEvent[],
  parkedBefore: Parked,
): Promise<Folded> {
  const parked: Record<string, Parked[string]> = { ...parkedBefore };
  const touched = keysOf(projection, events, parked);
  const standing = await standingDocuments(projection, view, touched);
  touched.forEach((keys, at) => {
    const event = events[at]!;
    for (const key of keys) {
      if (Object.hasOwn(parked, key)) continue;
      try {
        fold(projection, standing, event, key);
      } catch (error) {
        parked[key] = { eventId: event.id, why: reasonOf(error) };
      }
    }
  });
  return { writes: writesOf(standing), parked };
}

/** Documents that the schema cannot take (a wrong kind of value) are parked instead of written. */
export function parkUnfit(projection: Projection, folded: Folded, lastEventId: string): Folded {
  const parked: Record<string, Parked[string]> = { ...folded.parked };
  const writes = folded.writes.filter((write) => {
    const why = unfit(projection, write);
    if (why !== undefined) parked[write.id] = { eventId: lastEventId, why };
    return why === undefined;
  });
  return { writes, parked };
}

function unfit(projection: Projection, { document }: DocumentWrite<object>): string | undefined {
  if (document === null) return undefined;
  try {
    JSON.stringify(document);
    const row = projection.schema.row(document);
    for (const { name, kind } of projection.schema.columns) {
      const value = row[name];
      if (kind === 'number' && value != null && !Number.isFinite(Number(value)))
        return `Column ${name} holds no number.`;
    }
    projection.schema.text?.(document).join(' ');
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

function keysOf(projection: Projection, events: readonly LedgerEvent[], parked: Record<string, Parked[string]>) {
  return events.map((event): readonly string[] => {
    try {
      return projection.keysOf(event);
    } catch (error) {
      // Without keys nobody can tell which document is stale: the stream stands for it.
      parked[event.stream] ??= { eventId: event.id, why: reasonOf(error) };
      return [];
    }
  });
}

async function standingDocuments(projection: Projection, view: View, touched: readonly (readonly string[])[]) {
  const standing = new Map<string, Standing>();
  const keys = [...new Set(touched.flat())];
  const found = projection.schema.appendOnly ? undefined : await view.getMany(keys);
  for (const key of keys) {
    const known = found?.get(key);
    standing.set(key, { document: known?.document, revision: known?.revision ?? -1, changed: false });
  }
  return standing;
}

function fold(projection: Projection, standing: Map<string, Standing>, event: LedgerEvent, key: string): void {
  const before = standing.get(key)!;
  const document = projection.evolve(before.document, event, key) ?? undefined;
  if (document === undefined && before.document === undefined) return;
  before.document = document;
  before.revision = event.revision;
  before.changed = true;
}

function writesOf(standing: ReadonlyMap<string, Standing>): DocumentWrite<object>[] {
  const writes: DocumentWrite<object>[] = [];
  for (const [id, { document, revision, changed }] of standing) {
    if (changed) writes.push({ id, document: document ?? null, revision });
  }
  return writes;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
