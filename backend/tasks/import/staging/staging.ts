import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { ColumnMapping } from '#domain/import-batch/events.js';
import type { ArchiveDescription } from '../archive/table.js';
import type { Cells } from '../archive/read-rows.js';
import { type NamedTable, type ReadyTable, readyTables, tablesOf } from '../mapping.js';
import type { ColumnStatistics } from './column-statistics.js';

/** A row of the core as it waits. */
export interface StagedRow {
  /** 1-based, header not counted. */
  readonly row: number;
  readonly id: string;
  readonly cells: Cells;
  /** By what the record is recognised; absent for refused rows. */
  readonly key?: { readonly kind: 'occurrenceID' | 'catalogNumber' | 'coreId' | 'rowHash'; readonly value: string };
  /** The row that this one repeats exactly. */
  readonly repeats?: number;
  /** Why the row cannot go in. */
  readonly refused?: string;
  /** Keys that other rows have too, so that they tell nothing. */
  readonly sharedKeys: readonly ('occurrenceID' | 'catalogNumber')[];
}

/** A row of an extension; `table` counts from 0 over the extensions. */
export interface StagedExtensionRow {
  readonly table: number;
  readonly row: number;
  readonly cells: Cells;
}

/** What is known of a file once it has been read whole. */
export interface StagingFacts {
  readonly description: ArchiveDescription;
  readonly mapping: readonly ColumnMapping[];
  readonly statistics: Readonly<Record<string, readonly ColumnStatistics[]>>;
  readonly rows: number;
  /** Rows per extension table, by the table's name. */
  readonly extensionRows: Readonly<Record<string, number>>;
  /** Whether several rows of the core share an id. */
  readonly repeatedIds: boolean;
}

/** Characters of cells that are held at once. */
const TEXT_AT_ONCE = 4 * 1024 ** 2;

const KINDS = ['occurrenceID', 'catalogNumber', 'coreId', 'rowHash'] as const;

/** A file's rows in a private database: read once, planned from as often as needed, memory flat whatever its size. */
export class Staging {
  readonly facts: StagingFacts;
  readonly tables: readonly NamedTable[];
  readonly ready: readonly ReadyTable[];
  private readonly database: DatabaseSync;
  private readonly rowStatement: StatementSync;
  private readonly extensionStatement: StatementSync;
  private readonly firstOfId: StatementSync;

  constructor(readonly path: string) {
    this.database = new DatabaseSync(path, { readOnly: true });
    const facts = this.database.prepare('SELECT value FROM facts').get() as { value: string };
    this.facts = JSON.parse(facts.value) as StagingFacts;
    this.tables = tablesOf(this.facts.description);
    this.ready = readyTables(this.tables, this.facts.mapping);
    this.rowStatement = this.database.prepare(
      'SELECT row, id, cells, refused, kind, value, repeats, shared FROM core JOIN keys USING (row) WHERE row > ? ORDER BY row LIMIT ?',
    );
    this.extensionStatement = this.database.prepare(
      'SELECT tbl, row, cells FROM extension WHERE id = ? AND refused IS NULL ORDER BY tbl, row',
    );
    this.firstOfId = this.database.prepare('SELECT min(row) AS first FROM core WHERE id = ?');
  }

  /** At most `limit` rows of the core after a row, in order; fewer where they are very long. */
  rowsAfter(row: number, limit: number): StagedRow[] {
    const rows: StagedRow[] = [];
    let size = 0;
    for (const found of this.rowStatement.iterate(row, limit)) {
      const record = found as unknown as RowRecord;
      rows.push(toStagedRow(record));
      size += record.cells.length;
      if (size > TEXT_AT_ONCE) break;
    }
    return rows;
  }

  /** Extension rows that belong to a row of the core. Where several rows share an id, they belong to the first. */
  extensionsOf(row: StagedRow): StagedExtensionRow[] {
    if (this.ready.length === 1 || row.id === '') return [];
    if (this.facts.repeatedIds && (this.firstOfId.get(row.id) as { first: number }).first !== row.row) return [];
    return this.extensionStatement.all(row.id).map(toExtensionRow);
  }

  /** Extension rows whose core row is not there. */
  *orphans(): Generator<StagedExtensionRow & { readonly id: string }> {
    if (this.ready.length === 1) return;
    const found = this.database.prepare(
      'SELECT tbl, row, cells, id FROM extension WHERE refused IS NULL AND NOT EXISTS (SELECT 1 FROM core WHERE core.id = extension.id) ORDER BY tbl, row',
    );
    for (const each of found.iterate()) yield { ...toExtensionRow(each), id: String(each['id']) };
  }

  /** Extension rows that cannot be read, with the reason. */
  *refusedExtensions(): Generator<{ readonly table: number; readonly row: number; readonly why: string }> {
    const found = this.database.prepare('SELECT tbl, row, refused FROM extension WHERE refused IS NOT NULL ORDER BY n');
    for (const each of found.iterate())
      yield { table: Number(each['tbl']), row: Number(each['row']), why: String(each['refused']) };
  }

  close(): void {
    this.database.close();
  }
}

interface RowRecord {
  readonly row: number;
  readonly id: string;
  readonly cells: string;
  readonly refused: string | null;
  readonly kind: number | null;
  readonly value: string | null;
  readonly repeats: number | null;
  readonly shared: number;
}

function toStagedRow(record: RowRecord): StagedRow {
  const kind = record.kind === null ? undefined : KINDS[record.kind];
  return {
    row: record.row,
    id: record.id,
    cells: JSON.parse(record.cells) as string[],
    ...(kind && record.value !== null ? { key: { kind, value: record.value } } : {}),
    ...(record.repeats === null ? {} : { repeats: record.repeats }),
    ...(record.refused === null ? {} : { refused: record.refused }),
    sharedKeys:
      record.shared === 0
        ? []
        : (KINDS.slice(0, 2).filter((_, bit) => record.shared & (1 << bit)) as ('occurrenceID' | 'catalogNumber')[]),
  };
}

function toExtensionRow(record: Record<string, unknown>): StagedExtensionRow {
  return {
    table: Number(record['tbl']),
    row: Number(record['row']),
    cells: JSON.parse(String(record['cells'])) as string[],
  };
}
