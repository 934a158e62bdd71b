import { MongoError, MongoServerError, type ClientSession, type Collection } from 'mongodb';
import type { Connection } from './connection.js';
import type { Leases } from './leases.js';
import { storedOf, writeInBounds, type PreparedWrite } from './prepared-write.js';
import type { About, Stored } from './records.js';

/** Where a batch goes. */
export interface Target {
  readonly about: Pick<About, '_id' | 'collection'>;
  readonly abouts: Collection<About>;
  readonly documents: Collection<Stored>;
  readonly leases: Leases;
  readonly connection: Pick<Connection, 'client'>;
}

/** The checkpoint that goes with a batch. */
export type NextCheckpoint = Pick<About, 'position' | 'storeId' | 'parked'>;

const ATTEMPTS = 3;
const NO_NEW_ATTEMPT_AFTER = 5_000;

/**
 * Documents and checkpoint in one transaction. `known` is the number of commits after which the batch was folded: when there
 * were more, somebody else wrote meanwhile and nothing is committed.
 */
export async function commitInTransaction(
  { about, abouts, documents, leases, connection }: Target,
  session: ClientSession,
  writes: readonly PreparedWrite[],
  next: NextCheckpoint,
  known: number,
): Promise<void> {
  await inTransaction(connection, session, async () => {
    const e = await leases.epoch(about._id, session);
    const { matchedCount } = await abouts.updateOne(
      { _id: about._id, collection: about.collection, commits: known },
      { $set: { ...next }, $inc: { commits: 1 } },
      { session },
    );
    if (matchedCount === 0) throw await leases.overtaken(about._id);
    await writeInBounds(documents, operations(writes, { e, p: next.position ?? '' }), session);
  });
}

function* operations(writes: readonly PreparedWrite[], stamp: { readonly e: number; readonly p: string }) {
  for (const write of writes) {
    const _id = write.id;
    if (!write.document) {
      if (!write.fresh) yield { operation: { deleteOne: { filter: { _id } } }, bytes: 0 };
      continue;
    }
    const stored = storedOf(write, stamp);
    const operation = write.fresh
      ? { insertOne: { document: stored } }
      : { replaceOne: { filter: { _id }, replacement: stored, upsert: true } };
    yield { operation, bytes: stored.d.length * 2 };
  }
}

/**
 * Always the same session: a transaction that was lost with its connection ends when the next one begins in it, instead of
 * holding its documents for a minute. The driver's own loop would try for two minutes, which is too long to wait.
 */
async function inTransaction(
  { client }: Target['connection'],
  session: ClientSession,
  work: () => Promise<void>,
): Promise<void> {
  const began = performance.now();
  for (let attempt = 1; ; attempt++) {
    try {
      session.startTransaction({ writeConcern: { w: 'majority' } });
      await work();
      await commit(session);
      return;
    } catch (error) {
      if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
      else if (error instanceof MongoServerError) await endIn(client, session);
      const again = labelled(error, 'TransientTransactionError') && attempt < ATTEMPTS;
      if (!again || performance.now() - began > NO_NEW_ATTEMPT_AFTER) throw error;
    }
  }
}

/** A commit that the server refused may have left the transaction open, and the driver does not abort it any more. */
async function endIn(client: Connection['client'], session: ClientSession): Promise<void> {
  await client
    .db('admin')
    .command({ killSessions: [session.id] })
    .catch(() => undefined);
}

/** Asking for the same commit again is answered, not carried out again. */
async function commit(session: ClientSession): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await session.commitTransaction();
    } catch (error) {
      if (!labelled(error, 'UnknownTransactionCommitResult') || attempt === ATTEMPTS) throw error;
    }
  }
}

function labelled(error: unknown, label: string): boolean {
  return error instanceof MongoError && error.hasErrorLabel(label);
}

/** Codes by which servers say that they know no transactions: a standalone server, or one that never had them. */
const REFUSALS: ReadonlySet<unknown> = new Set([20, 59, 115, 238, 263]);

/** Whether the server refused the transaction because it has none; the driver hides the reason of a standalone server. */
export function knowsNoTransactions(error: unknown): boolean {
  const cause =
    error instanceof MongoServerError ? ((error as { originalError?: unknown }).originalError ?? error) : error;
  return cause instanceof MongoServerError && REFUSALS.has(cause.code);
}
