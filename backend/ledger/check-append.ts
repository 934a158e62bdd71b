import type { StreamAppend } from './event-store.js';
import { isUuid } from './uuid.js';

const SALT_TEXT = /^[A-Za-z0-9_-]{43}$/;
const LEAF_TEXT = /^[0-9a-f]{64}$/;

/** Refuses an append that no caller should make: a TypeError that names the stream. Returns its size in characters. */
export function checkAppend({ stream, expectedRevision, records }: StreamAppend): number {
  const refuse = (why: string): never => {
    throw new TypeError(`Append to ${JSON.stringify(stream)}: ${why}`);
  };
  if (stream === '' || stream.startsWith('$')) refuse('a stream has a name, which does not begin with $.');
  if (!Number.isSafeInteger(expectedRevision) || expectedRevision < -1)
    refuse(`the expected revision is a whole number from −1, not ${expectedRevision}.`);
  if (records.length === 0) refuse('there is nothing to append.');
  let size = 0;
  const ids = new Set<string>();
  for (const { id, type, envelope, data, salt, leaf } of records) {
    if (!isUuid(id) || ids.has(id)) refuse(`${id} is not a UUID of its own.`);
    if (type === '') refuse(`event ${id} has no type.`);
    if (!SALT_TEXT.test(salt) || !LEAF_TEXT.test(leaf)) refuse(`event ${id} lacks a proper salt or leaf hash.`);
    ids.add(id);
    size += envelope.length + data.length;
  }
  return size;
}
