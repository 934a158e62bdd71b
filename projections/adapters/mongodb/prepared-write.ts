import { BSON, type AnyBulkWriteOperation, type ClientSession, type Collection } from 'mongodb';
import { DocumentsUnfit, type DocumentWrite, type ViewSchema } from '../../kernel/view-store.js';
import type { Layout } from '../../kernel/layout.js';
import type { Before, Stored } from './records.js';
import { rowFields } from './row-fields.js';

/** A document on its way into the collection. */
export interface PreparedWrite {
  readonly id: string;
  readonly fresh: boolean;
  /** Absent: removed. */
  readonly document?: { readonly r: number; readonly d: string; readonly fields: Readonly<Record<string, unknown>> };
}

type Operation = AnyBulkWriteOperation<Stored>;

/** A document of MongoDB is 16 MiB at most, with the fields by which it is found; some of that is left for the command around it. */
const LARGEST = 16 * 1024 * 1024 - 64 * 1024;
/** Shorter JSON text is not measured: no field by which a document is found is longer than the document, and there are some ten. */
const SURELY_FITS = 500_000;
/** One command carries so many operations, and so many bytes of documents, at most. */
const OPERATIONS = 1_000;
const BYTES = 8_000_000;

/** Makes all that will be written, so that what cannot be written fails before anything was: with `DocumentsUnfit`. */
export function prepare<Doc extends object>(
  layout: Layout,
  schema: ViewSchema<Doc>,
  writes: readonly DocumentWrite<Doc>[],
): PreparedWrite[] {
  const prepared = writes.map(({ id, document, revision, fresh }): PreparedWrite => {
    const isFresh = fresh === true || schema.appendOnly === true;
    if (document === null) return { id, fresh: isFresh };
    const d = JSON.stringify(document);
    return { id, fresh: isFresh, document: { r: revision, d, fields: rowFields(layout, schema, document) } };
  });
  const tooLarge = prepared.filter((write) => write.document && isTooLarge(storedOf(write, { e: 0, p: '' })));
  if (tooLarge.length > 0) throw unfit(tooLarge);
  return prepared;
}

/** Whether MongoDB would refuse the document for its size. */
export function isTooLarge(stored: Stored): boolean {
  return stored.d.length + (stored.q?.d.length ?? 0) > SURELY_FITS && BSON.calculateObjectSize(stored) > LARGEST;
}

/** The error that names documents which are too large. */
export function unfit(documents: readonly { readonly id: string }[]): DocumentsUnfit {
  return new DocumentsUnfit(
    documents.map(({ id }) => ({
      id,
      why: `The document ${id} is larger than MongoDB can keep (16 MiB), so that it stays as it was before.`,
    })),
  );
}

/** The document as it is stored. */
export function storedOf(
  { id, document }: PreparedWrite,
  stamp: { readonly e: number; readonly p: string; readonly q?: Before | null },
): Stored {
  return { _id: id, r: document!.r, d: document!.d, ...stamp, ...document!.fields };
}

/** Sends operations in commands of bounded size. */
export async function writeInBounds(
  collection: Collection<Stored>,
  operations: Iterable<{ readonly operation: Operation; readonly bytes: number }>,
  session?: ClientSession,
): Promise<void> {
  let batch: Operation[] = [];
  let bytes = 0;
  const send = async (): Promise<void> => {
    if (batch.length > 0) await collection.bulkWrite(batch, { ordered: false, ...(session && { session }) });
    batch = [];
    bytes = 0;
  };
  for (const next of operations) {
    if (batch.length >= OPERATIONS || (batch.length > 0 && bytes + next.bytes > BYTES)) await send();
    batch.push(next.operation);
    bytes += next.bytes;
  }
  await send();
}
