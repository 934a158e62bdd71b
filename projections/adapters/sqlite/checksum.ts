import type { DatabaseSync } from 'node:sqlite';
import { Checksum } from '../../kernel/checksum.js';

/** Checksum over all documents of a view's file; the rows are looked up by number, whatever SQLite takes their count for. */
export function checksumOf(database: DatabaseSync): string {
  const rows = database.prepare('SELECT r.id, d.document FROM documents d JOIN rows r NOT INDEXED ON r.n = d.n');
  const checksum = new Checksum();
  for (const { id, document } of rows.iterate() as Iterable<{ id: string; document: string }>)
    checksum.add(id, document);
  return checksum.digest();
}
