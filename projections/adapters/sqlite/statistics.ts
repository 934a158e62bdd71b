import type { DatabaseSync } from 'node:sqlite';

/** Growth after which the statistics say too little about the view: SQLite would read whole tables it takes for tiny. */
const OUTGROWN = 8;
/** Rows below which no plan is slow. */
const FEW = 500;

/** What SQLite knows about the sizes of one view's tables, by which it picks among indexes; kept in step with the growth. */
export class Statistics {
  /** Number of the last row; stands for the count, which would cost a scan. */
  rows: number;
  #known: number;

  constructor(private readonly database: DatabaseSync) {
    const { last } = database.prepare('SELECT max(n) AS last FROM rows').get() as { last: number | null };
    this.rows = last ?? 0;
    this.#known = knownRows(database);
  }

  /** Counts anew when there are many more rows than at the last count. */
  renewWhenOutgrown(): void {
    if (this.rows > FEW && this.rows > OUTGROWN * this.#known) this.renew();
  }

  /** Counts anew. The schema is touched last: only then do the connections that read take the new figures. */
  renew(): void {
    this.database.exec('ANALYZE');
    this.database.exec('BEGIN IMMEDIATE; CREATE TABLE touched (n INTEGER) STRICT; DROP TABLE touched; COMMIT');
    this.#known = Math.max(this.rows, 1);
  }
}

function knownRows(database: DatabaseSync): number {
  const kept = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").get();
  if (!kept) return 0;
  const counted = database
    .prepare("SELECT stat FROM sqlite_stat1 WHERE tbl = 'rows' AND idx IS NOT NULL LIMIT 1")
    .get();
  return Number.parseInt(String(counted?.['stat'] ?? '0'), 10);
}
