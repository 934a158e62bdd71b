import { stringify } from 'csv-stringify/sync';
import type { FileStore, StoredFile } from '#files/file-store.js';
import { GrowingFile } from './growing-file.js';
import { REFUSED_BECAUSE } from './mapping.js';
import type { RowProblem } from './row-plan.js';
import type { StagedRow, Staging } from './staging/staging.js';

/** The two files that an import leaves: every problem as JSON lines, and the refused rows as CSV to be mended. */
export class ImportReportFiles {
  private constructor(
    private readonly problems: GrowingFile,
    private readonly refused: GrowingFile,
    private readonly header: readonly string[],
  ) {}

  static async open(folder: string, staging: Staging): Promise<ImportReportFiles> {
    const header = staging.facts.mapping.filter(({ table, index }) => table === 'core' && index !== undefined);
    const names = Array.from(
      { length: staging.facts.description.core.width },
      (_, at) => header.find(({ index }) => index === at)?.column ?? `column ${at + 1}`,
    );
    return new ImportReportFiles(await GrowingFile.open(folder), await GrowingFile.open(folder), names);
  }

  problem(problem: RowProblem): void {
    this.problems.add(`${JSON.stringify(problem)}\n`);
  }

  /** The reason stands first: a row with too few or too many cells stays one until it is mended. */
  refusedRow(row: StagedRow, why: string): void {
    if (this.refused.empty) this.refused.add(stringify([[REFUSED_BECAUSE, ...this.header]]));
    this.refused.add(stringify([[why, ...row.cells]]));
  }

  async flush(): Promise<void> {
    await this.problems.flush();
    await this.refused.flush();
  }

  async keep(files: FileStore): Promise<{ report: StoredFile; refusedRows?: StoredFile }> {
    const report = await this.problems.keep(files);
    return this.refused.empty ? { report } : { report, refusedRows: await this.refused.keep(files) };
  }

  async remove(): Promise<void> {
    await this.problems.remove();
    await this.refused.remove();
  }
}
