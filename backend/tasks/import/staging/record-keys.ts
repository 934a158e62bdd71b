import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { catalogNumberKey } from '#domain/terms/catalog-number.js';
import type { Cells } from '../archive/read-rows.js';
import type { ReadyTable } from '../mapping.js';
import { readCore, valueOf } from '../row-reading.js';

/** Share of rows that must count up by one for ids to be a running number, which tells nothing about the record. */
const RUNNING_SHARE = 0.9;

/** Writes, for every row that can go in, what it could be recognised by. */
export function writeKeys(database: DatabaseSync, core: ReadyTable): void {
  const running = idsAreRunning(database);
  const insert = database.prepare('INSERT INTO keys (row, hash, occurrence, number, core) VALUES (?, ?, ?, ?, ?)');
  const refused = database.prepare('INSERT INTO keys (row) SELECT row FROM core WHERE refused IS NOT NULL');
  const columns = [...core.columns]
    .filter((column) => column.term !== 'modified')
    .sort((one, other) => compare(nameOf(one), nameOf(other)));
  const hashed: ReadyTable = { ...core, columns };
  database.exec('BEGIN');
  for (const found of database
    .prepare('SELECT row, id, cells FROM core WHERE refused IS NULL ORDER BY row')
    .iterate()) {
    const cells = JSON.parse(String(found['cells'])) as string[];
    const id = String(found['id']);
    insert.run(
      Number(found['row']),
      contentHash(hashed, cells, running ? '' : id),
      valueOf(core, 'occurrenceID', cells) ?? null,
      numberKey(core, cells) ?? null,
      running || id.trim() === '' ? null : id,
    );
  }
  refused.run();
  database.exec('COMMIT');
}

function nameOf(column: ReadyTable['columns'][number]): string {
  return column.term ?? `column ${column.column}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** What a row says, whatever the order of its columns, its running number and the time it was last touched. */
function contentHash(table: ReadyTable, cells: Cells, id: string): Uint8Array {
  const { specimen, determination } = readCore(table, cells);
  const said = JSON.stringify([id, specimen.terms, determination.terms, specimen.unmapped ?? {}]);
  return hash('sha256', said, 'buffer').subarray(0, 16);
}

/** The number's key within whatever collection the rows go into. */
function numberKey(core: ReadyTable, cells: Cells): string | undefined {
  const catalogNumber = valueOf(core, 'catalogNumber', cells);
  if (catalogNumber === undefined) return undefined;
  const institutionCode = valueOf(core, 'institutionCode', cells);
  const collectionCode = valueOf(core, 'collectionCode', cells);
  const key = catalogNumberKey('', {
    catalogNumber,
    ...(institutionCode && { institutionCode }),
    ...(collectionCode && { collectionCode }),
  });
  // Without the line of the collection, which is not known yet.
  return key?.slice(1);
}

function idsAreRunning(database: DatabaseSync): boolean {
  let rows = 0;
  let running = 0;
  let before: { head: string; number: number } | undefined;
  for (const { id } of database.prepare('SELECT id FROM core WHERE refused IS NULL ORDER BY row').iterate()) {
    const [, head = '', digits = ''] = /^(.*?)(\d{1,15})$/s.exec(String(id)) ?? [];
    const now = { head, number: digits === '' ? NaN : Number(digits) };
    rows += 1;
    if (before && now.head === before.head && now.number === before.number + 1) running += 1;
    before = now;
  }
  return rows > 1 && running >= (rows - 1) * RUNNING_SHARE;
}

/** Decides by what each row is recognised (domain: Import batch, "the same record") and which rows repeat another. */
export function settleKeys(database: DatabaseSync): { repeatedIds: boolean } {
  database.exec(`
    BEGIN;
    CREATE INDEX keys_hash ON keys (hash, row);
    UPDATE keys SET repeats = (SELECT min(row) FROM keys AS same WHERE same.hash = keys.hash)
      WHERE hash IS NOT NULL AND row > (SELECT min(row) FROM keys AS same WHERE same.hash = keys.hash);
    CREATE INDEX keys_occurrence ON keys (occurrence) WHERE repeats IS NULL AND occurrence IS NOT NULL;
    CREATE INDEX keys_number ON keys (number) WHERE repeats IS NULL AND number IS NOT NULL;
    CREATE INDEX keys_core ON keys (core) WHERE repeats IS NULL AND core IS NOT NULL;
    UPDATE keys SET shared = shared | 1 WHERE repeats IS NULL AND occurrence IN
      (SELECT occurrence FROM keys WHERE repeats IS NULL AND occurrence IS NOT NULL GROUP BY occurrence HAVING count(*) > 1);
    UPDATE keys SET shared = shared | 2 WHERE repeats IS NULL AND number IN
      (SELECT number FROM keys WHERE repeats IS NULL AND number IS NOT NULL GROUP BY number HAVING count(*) > 1);
    UPDATE keys SET core = NULL WHERE repeats IS NULL AND core IN
      (SELECT core FROM keys WHERE repeats IS NULL AND core IS NOT NULL GROUP BY core HAVING count(*) > 1);
    UPDATE keys SET
      kind = CASE WHEN occurrence IS NOT NULL AND NOT shared & 1 THEN 0 WHEN number IS NOT NULL AND NOT shared & 2 THEN 1
                  WHEN core IS NOT NULL THEN 2 ELSE 3 END
      WHERE hash IS NOT NULL AND repeats IS NULL;
    UPDATE keys SET value = CASE kind WHEN 0 THEN occurrence WHEN 1 THEN number WHEN 2 THEN core ELSE lower(hex(hash)) END
      WHERE kind IS NOT NULL;
    COMMIT;`);
  const repeated = database.prepare("SELECT 1 FROM core WHERE id <> '' GROUP BY id HAVING count(*) > 1 LIMIT 1").get();
  return { repeatedIds: repeated !== undefined };
}
