import { MongoServerError, type Collection } from 'mongodb';
import type { ViewSchema } from '../../kernel/view-store.js';
import type { Layout } from '../../kernel/layout.js';
import { isTooLarge, storedOf, unfit, writeInBounds, type PreparedWrite } from './prepared-write.js';
import type { About, Before, Stored } from './records.js';
import { rowFields } from './row-fields.js';
import type { NextCheckpoint, Target } from './transacted-commit.js';

const IDS_AT_ONCE = 1_000;
const DUPLICATE_KEY = 11000;

/**
 * Documents and checkpoint on a server without transactions. First the ids of the batch are noted; then each document is
 * written with the batch's position and what it was before; the checkpoint comes last, and only with it does the batch
 * count: until then whoever goes on from the checkpoint before is given the documents as they were. Documents that a
 * later owner wrote are never overwritten.
 */
export async function commitGuarded(
  target: Target,
  writes: readonly PreparedWrite[],
  next: NextCheckpoint,
  about: About,
): Promise<void> {
  const { abouts, documents, leases } = target;
  const e = await leases.epoch(about._id);
  const same = { _id: about._id, collection: about.collection, commits: about.commits };
  const noted = await abouts.updateOne(same, { $set: { writing: writes.map(({ id }) => id), removing: [] } });
  if (noted.matchedCount === 0) throw await leases.overtaken(about._id);
  const before = await standing(documents, writes, about);
  // What each was before is kept beside it: together they may be too large, although it alone is not.
  const tooLarge = writes.filter(
    (write) => write.document && isTooLarge(storedOf(write, { e, p: '', q: before.get(write.id) ?? null })),
  );
  if (tooLarge.length > 0) throw unfit(tooLarge);
  const removing = writes.filter((write) => !write.document && !write.fresh).map(({ id }) => id);
  const stamp = { e, p: next.position ?? '' };
  try {
    await writeInBounds(documents, operations(writes, before, stamp));
  } catch (error) {
    if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) throw await leases.overtaken(about._id);
    throw error;
  }
  const done = await abouts.updateOne(same, { $set: { ...next, writing: [], removing }, $inc: { commits: 1 } });
  if (done.matchedCount === 0) throw await leases.overtaken(about._id);
  await remove(documents, removing, e);
}

/** What stands under the ids of the batch as of the checkpoint. */
async function standing(
  documents: Collection<Stored>,
  writes: readonly PreparedWrite[],
  about: About,
): Promise<ReadonlyMap<string, Before>> {
  const found = new Map<string, Before>();
  const ids = writes.filter(({ fresh, document }) => !fresh && document).map(({ id }) => id);
  for (const some of pieces(ids)) {
    const options = { projection: { r: 1, d: 1, p: 1, q: 1 } };
    for (const stored of await documents.find({ _id: { $in: some } }, options).toArray()) {
      const valid = validOf(stored, about);
      if (valid) found.set(stored._id, valid);
    }
  }
  return found;
}

function* operations(
  writes: readonly PreparedWrite[],
  before: ReadonlyMap<string, Before>,
  stamp: { readonly e: number; readonly p: string },
) {
  for (const write of writes) {
    if (!write.document) continue;
    const q = before.get(write.id) ?? null;
    const replacement = storedOf(write, { ...stamp, q });
    // Where a later owner wrote, the filter finds nothing and the insert meets the id that is there.
    const filter = { _id: write.id, e: { $lte: stamp.e } };
    yield { operation: { replaceOne: { filter, replacement, upsert: true } }, bytes: replacement.d.length * 4 };
  }
}

/** The document as of the checkpoint; undefined when nothing stood there. */
export function validOf(stored: Pick<Stored, '_id' | 'r' | 'd' | 'p' | 'q'>, about: About): Before | undefined {
  if (about.removing.includes(stored._id)) return undefined;
  if (stored.q === undefined || stored.p <= (about.position ?? '')) return { r: stored.r, d: stored.d };
  return stored.q ?? undefined;
}

/** Ends what a dead writer left half done: its removals are carried out, documents of its last batch become what they were. */
export async function settle<Doc extends object>(
  target: Target,
  about: About,
  layout: Layout,
  schema: ViewSchema<Doc>,
): Promise<void> {
  if (about.writing.length + about.removing.length === 0) return;
  const e = await target.leases.epoch(about._id);
  await remove(target.documents, about.removing, e);
  for (const some of pieces(about.writing)) {
    const unfinished = await target.documents.find({ _id: { $in: some } }).toArray();
    const ahead = unfinished.filter(({ p, q }) => q !== undefined && p > (about.position ?? ''));
    await remove(
      target.documents,
      ahead.filter(({ q }) => !q).map(({ _id }) => _id),
      e,
    );
    await writeInBounds(target.documents, restored(ahead, about, layout, schema, e));
  }
}

function* restored<Doc extends object>(
  ahead: readonly Stored[],
  about: About,
  layout: Layout,
  schema: ViewSchema<Doc>,
  e: number,
) {
  for (const { _id, q } of ahead) {
    if (!q) continue;
    const fields = rowFields(layout, schema, JSON.parse(q.d) as Doc);
    const replacement = { _id, ...q, e, p: about.position ?? '', q: null, ...fields };
    yield { operation: { replaceOne: { filter: { _id, e: { $lte: e } }, replacement } }, bytes: q.d.length * 2 };
  }
}

async function remove(documents: Collection<Stored>, ids: readonly string[], e: number): Promise<void> {
  for (const some of pieces(ids)) await documents.deleteMany({ _id: { $in: some }, e: { $lte: e } });
}

function* pieces(ids: readonly string[]): Iterable<string[]> {
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) yield ids.slice(at, at + IDS_AT_ONCE);
}
