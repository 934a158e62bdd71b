import type { FileStore } from '#files/file-store.js';
import { compareRecord, newRecord, type RowOutcome } from './compare-record.js';
import type { ImportTally } from './import-tally.js';
import { type MatchScope, type MatchedRow, matchRows } from './match-rows.js';
import { isPlannable, withoutContent } from './plan-row.js';
import type { RowPlan, RowProblem } from './row-plan.js';
import { AbsentRecords } from './absent-records.js';
import type { StagedRow, Staging } from './staging/staging.js';

/** A row with what becomes of it. */
export interface DecidedRow extends MatchedRow {
  readonly outcome: RowOutcome;
}

/** Where rows are matched, and where the content of their pictures may be. */
export interface PassScope extends MatchScope {
  readonly files: Pick<FileStore, 'stat'>;
}

/** Rows that are planned and written together: few enough for the garbage of a group to die young, enough for each flush. */
export const ROWS_AT_ONCE = 50;

/**
 * One way through a staged file, the same for a preview and for the import itself: what every row becomes is decided in
 * order, in groups, and told to the tally.
 */
export class ImportPass {
  readonly absent: AbsentRecords;

  constructor(
    private readonly staging: Staging,
    private readonly scope: PassScope,
    private readonly released: boolean,
    private readonly tally: ImportTally,
    private readonly refuse: (row: StagedRow, why: string) => void,
  ) {
    this.absent = new AbsentRecords(scope.empty);
  }

  /** The rows after `row`, decided; undefined at the end of the file. */
  async next(row: number): Promise<{ readonly last: number; readonly decided: readonly DecidedRow[] } | undefined> {
    const rows = this.staging.rowsAfter(row, ROWS_AT_ONCE);
    const last = rows.at(-1)?.row;
    if (last === undefined) return undefined;
    for (const each of rows) this.tellRefused(each);
    const matched = await matchRows(this.scope, this.staging, rows.filter(isPlannable));
    const missing = await this.missingFiles(matched);
    return { last, decided: matched.map((each) => this.decide(each, missing)) };
  }

  /** Digests that rows name and the file store has no content for. */
  private async missingFiles(matched: readonly MatchedRow[]): Promise<ReadonlySet<string>> {
    const named = new Set(matched.flatMap(({ plan }) => plan.media.flatMap(({ sha256 }) => sha256 ?? [])));
    const missing = new Set<string>();
    for (const sha256 of named) if (!(await this.scope.files.stat(sha256))) missing.add(sha256);
    return missing;
  }

  private tellRefused(row: StagedRow): void {
    if (row.refused !== undefined) {
      this.tally.row('refused');
      this.tally.problem({ kind: 'row-refused', row: row.row, sentence: row.refused });
      this.refuse(row, row.refused);
    } else if (row.repeats !== undefined) {
      this.tally.row('duplicate');
      this.tally.problem({
        kind: 'repeated-row',
        row: row.row,
        params: { other: row.repeats },
        sentence: `The row repeats row ${row.repeats} exactly: it is one record.`,
      });
    }
  }

  private decide({ plan: read, found }: MatchedRow, missing: ReadonlySet<string>): DecidedRow {
    const plan = missing.size === 0 ? read : withoutFiles(read, missing);
    const outcome = found.known
      ? compareRecord(found.known, plan)
      : newRecord(this.scope.collectionId, plan, this.released);
    this.absent.saw(plan.specimenId, found.known?.imports);
    for (const problem of plan.problems) this.tally.problem(problem);
    this.tally.outcome(outcome);
    return { plan, found, outcome };
  }

  /** What concerns the file as a whole, told after its last row: extension rows without a core row, records it lacks. */
  async finish(known: {
    ofImports: (
      ids: readonly string[],
    ) => AsyncIterable<readonly { specimenId: string; catalogNumber?: string; occurrenceID?: string }[]>;
  }): Promise<void> {
    for (const { table, row, why } of this.staging.refusedExtensions()) {
      const column = this.staging.ready[table + 1]?.name ?? '';
      this.tally.problem({ kind: 'extension-row-refused', row, column, sentence: why });
    }
    for (const orphan of this.staging.orphans()) {
      const table = this.staging.ready[orphan.table + 1]?.name ?? '';
      this.tally.problem({
        kind: 'orphan-extension-row',
        row: orphan.row,
        column: table,
        value: orphan.id,
        sentence: 'The row of the extension belongs to a core row that is not in the file: it was left out.',
      });
    }
    for await (const record of this.absent.missing(known.ofImports)) this.tally.problem(absentProblem(record));
    this.absent.close();
  }
}

/** Pictures whose content is not here are linked by their address alone: a link to nothing would look like a loss. */
function withoutFiles(plan: RowPlan, missing: ReadonlySet<string>): RowPlan {
  const problems: RowProblem[] = [];
  const media = plan.media.map((link) => {
    const { sha256 } = link;
    if (sha256 === undefined || !missing.has(sha256)) return link;
    problems.push({
      kind: 'media-not-here',
      row: plan.row,
      value: sha256,
      sentence: 'The content that the row names by its SHA-256 is not here: the picture is linked by its address only.',
    });
    return withoutContent(link);
  });
  return { ...plan, media, problems: [...plan.problems, ...problems] };
}

function absentProblem(record: { specimenId: string; catalogNumber?: string; occurrenceID?: string }): RowProblem {
  const name = record.catalogNumber ?? record.occurrenceID ?? record.specimenId;
  return {
    kind: 'absent',
    row: 0,
    value: record.specimenId,
    params: { name },
    sentence: `${name} came from this source before and is not in the file any more: left as it is.`,
  };
}
