import { Readable } from 'node:stream';
import type { StoredFile } from '#files/file-store.js';
import { csvLine, withoutFormula } from './csv-line.js';
import type { ExportDesk, Tell } from './export-desk.js';
import type { TableColumn } from './table-columns.js';
import type { WalkedRecord } from './walk-records.js';

/** By this a spreadsheet knows that the file is UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/** A table of these records in the file store: as they are, or with formulas made harmless for spreadsheets. */
export async function writeTable(
  desk: ExportDesk,
  pages: AsyncIterable<readonly WalkedRecord[]>,
  columns: readonly TableColumn[],
  forSpreadsheets: boolean,
  tell: Tell,
): Promise<{ stored: StoredFile; specimens: number }> {
  let specimens = 0;
  const safe = forSpreadsheets ? withoutFormula : (cell: string | undefined): string | undefined => cell;
  async function* pieces(): AsyncGenerator<Buffer> {
    const header = csvLine(columns.map((column) => column.header));
    yield Buffer.from(forSpreadsheets ? BYTE_ORDER_MARK + header : header);
    for await (const page of pages) {
      const lines = page.map((walked) => csvLine(columns.map(({ read }) => safe(read(walked)?.toString()))));
      specimens += page.length;
      tell({ phase: 'reading', rowsDone: specimens });
      yield Buffer.from(lines.join(''));
    }
  }
  const stored = await desk.files.put(Readable.from(pieces()));
  return { stored, specimens };
}
