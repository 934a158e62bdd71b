import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { ImportedRecord } from './known-specimens.js';

/**
 * Which records of the same source a newer file lacks. The same source: the imports that told of the records that the file
 * does have. Ids are kept on disk, since a file may have millions.
 */
export class AbsentRecords {
  private readonly database: DatabaseSync | undefined;
  private readonly insert: StatementSync | undefined;
  private readonly imports = new Set<string>();

  /** `nothing`: the collection is empty, so that nothing can be missing. */
  constructor(nothing: boolean) {
    if (nothing) return;
    // An empty name is a private temporary database, which SQLite removes by itself.
    this.database = new DatabaseSync('');
    this.database.exec('CREATE TABLE seen (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID; BEGIN');
    this.insert = this.database.prepare('INSERT OR IGNORE INTO seen VALUES (?)');
  }

  saw(specimenId: string, imports: ReadonlySet<string> | undefined): void {
    if (!this.insert) return;
    this.insert.run(specimenId);
    for (const id of imports ?? []) this.imports.add(id);
  }

  async *missing(
    ofImports: (ids: readonly string[]) => AsyncIterable<readonly ImportedRecord[]>,
  ): AsyncGenerator<ImportedRecord> {
    if (!this.database || this.imports.size === 0) return;
    const seen = this.database.prepare('SELECT 1 FROM seen WHERE id = ?');
    for await (const page of ofImports([...this.imports])) {
      for (const record of page) if (!seen.get(record.specimenId)) yield record;
    }
  }

  close(): void {
    this.database?.close();
  }
}
