import { createHash, hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

/**
 * Sum of the SHA-256 of all documents, so that their order does not matter, hashed once more with their number. Members of
 * a document are sorted first: a fold may set them in another order when it stopped and went on between two events.
 */
export function checksumOf(database: DatabaseSync): string {
  const rows = database.prepare('SELECT r.id, d.document FROM documents d JOIN rows r ON r.n = d.n');
  let sum = 0n;
  let count = 0;
  for (const row of rows.iterate() as Iterable<{ id: string; document: string }>) {
    const text = JSON.stringify([row.id, sorted(JSON.parse(row.document))]);
    sum += BigInt(`0x${hash('sha256', text)}`);
    count += 1;
  }
  return createHash('sha256')
    .update(`${count}:${BigInt.asUintN(256, sum).toString(16)}`)
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return members.map(([name, member]) => [name, sorted(member)]);
}
