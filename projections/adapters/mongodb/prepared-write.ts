import type { AnyBulkWriteOperation, ClientSession, Collection } from 'mongodb';
import type { DocumentWrite, ViewSchema } from '../../kernel/view-store.js';
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

/** A document of MongoDB is 16 MiB at most; the rest is for the fields by which it is found. */
const LONGEST = 15_000_000;
/** One command carries so many operations, and so many bytes of documents, at most. */
const OPERATIONS = 1_000;
const BYTES = 8_000_000;

/** Makes all that will be written, so that what cannot be written fails before anything was. */
export function prepare<Doc extends object>(
  layout: Layout,
  schema: ViewSchema<Doc>,
  writes: readonly DocumentWrite<Doc>[],
): PreparedWrite[] {
  return writes.map(({ id, document, revision, fresh }) => {
    const isFresh = fresh === true || schema.appendOnly === true;
    if (document === null) return { id, fresh: isFresh };
    const d = JSON.stringify(document);
    if (d.length * 3 > LONGEST && Buffer.byteLength(d) > LONGEST) {
      throw new RangeError(`The document ${id} is longer than 15 MB: MongoDB cannot keep it.`);
    }
    return { id, fresh: isFresh, document: { r: revision, d, fields: rowFields(layout, schema, document) } };
  });
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
