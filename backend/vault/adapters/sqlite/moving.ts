import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { inPieces } from '../../in-pieces.js';
import { VaultNotEmpty, type VaultRecord } from '../../vault.js';
import { transaction } from './schema.js';

/** So many are read, or written, at once. */
const PAGE = 500;

/** Everything that has not expired at that time (milliseconds since 1970), page by page. */
export async function* recordsOf(db: DatabaseSync, now: number): AsyncGenerator<VaultRecord> {
  const entries = db.prepare(`
    SELECT drawer, key, value, version, owner, expires FROM entry
    WHERE (drawer, key) > (?, ?) AND (expires IS NULL OR expires > ?) ORDER BY drawer, key LIMIT ${PAGE}`);
  for (let after = ['', '']; ;) {
    const rows = entries.all(after[0]!, after[1]!, now);
    for (const row of rows) yield entryOf(row);
    const last = rows.at(-1);
    if (!last) break;
    after = [String(last['drawer']), String(last['key'])];
  }
  const lines = db.prepare(`SELECT id, log, line FROM line WHERE id > ? ORDER BY id LIMIT ${PAGE}`);
  for (let after = 0; ;) {
    const rows = lines.all(after);
    for (const row of rows)
      yield { kind: 'line', log: String(row['log']), line: JSON.parse(String(row['line'])) as object };
    const last = rows.at(-1);
    if (!last) return;
    after = Number(last['id']);
  }
}

/** Fills an empty file; when it fails nothing is left in it. */
export async function fillFile(db: DatabaseSync, records: AsyncIterable<VaultRecord>): Promise<void> {
  const [kept] = db.prepare('SELECT 1 FROM entry UNION ALL SELECT 1 FROM line LIMIT 1').all();
  if (kept) throw new VaultNotEmpty('This vault keeps something already: only an empty one can be filled.');
  const entry = db.prepare('INSERT INTO entry (drawer, key, value, version, owner, expires) VALUES (?, ?, ?, ?, ?, ?)');
  const line = db.prepare('INSERT INTO line (log, line) VALUES (?, ?)');
  const write = (some: readonly VaultRecord[]): void =>
    transaction(db, () => {
      for (const one of some) {
        if (one.kind === 'line') line.run(one.log, JSON.stringify(one.line));
        else {
          const { drawer, key, value, version, owner = null, expiresAt = null } = one;
          entry.run(drawer, key, JSON.stringify(value), version, owner, expiresAt);
        }
      }
    });
  try {
    for await (const some of inPieces(records, PAGE)) write(some);
  } catch (error) {
    transaction(db, () => db.exec('DELETE FROM entry; DELETE FROM line;'));
    throw error;
  }
}

function entryOf(row: Record<string, SQLOutputValue>): VaultRecord {
  const { drawer, key, value, version, owner, expires } = row;
  return {
    kind: 'entry',
    drawer: String(drawer),
    key: String(key),
    value: JSON.parse(String(value)) as unknown,
    version: Number(version),
    ...(typeof owner === 'string' && { owner }),
    ...(typeof expires === 'number' && { expiresAt: expires }),
  };
}
