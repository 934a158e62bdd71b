import { Readable } from 'node:stream';
import { CsvError, type Options, parse } from 'csv-parse';
import type { Bundle } from './bundle.js';
import type { TableFormat } from './table.js';
import { utf8Chunks } from './text-chunks.js';
import { UnreadableFile } from './unreadable-file.js';

export type Cells = readonly string[];

/** One record longer than this is a quotation mark that was never closed, not a specimen. */
const LONGEST_RECORD = 2 * 1024 ** 2;
const ROWS_AT_ONCE = 256;
/** Characters after which a group of rows is handed on, however few they are. */
const TEXT_AT_ONCE = 1024 ** 2;

/** All rows of a table in order, header lines left out, in handy groups. Memory does not grow with the file. */
export async function* readRows(bundle: Bundle, table: TableFormat): AsyncGenerator<readonly Cells[]> {
  for (const file of table.files) yield* readFile(bundle, table, file);
}

/** How `csv-parse` is told to read a table. */
export function parserOptions(table: Pick<TableFormat, 'delimiter' | 'quote' | 'lineEnds'>): Options {
  return {
    delimiter: table.delimiter,
    quote: table.quote === '' ? null : table.quote,
    escape: table.quote === '' ? null : table.quote,
    record_delimiter: [...table.lineEnds],
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_RECORD,
  };
}

async function* readFile(bundle: Bundle, table: TableFormat, file: string): AsyncGenerator<readonly Cells[]> {
  const content = await bundle.open(file);
  const text = Readable.from(utf8Chunks(content, table.encoding));
  const parser = parse(parserOptions(table));
  text.on('error', (error) => parser.destroy(error));
  let seen = 0;
  let rows: Cells[] = [];
  let size = 0;
  try {
    for await (const row of text.pipe(parser) as AsyncIterable<Cells>) {
      seen += 1;
      if (seen <= table.headerLines) continue;
      rows.push(row);
      size += sizeOf(row);
      if (rows.length < ROWS_AT_ONCE && size < TEXT_AT_ONCE) continue;
      yield rows;
      rows = [];
      size = 0;
    }
    if (rows.length) yield rows;
  } catch (error) {
    throw asUnreadable(error, file, Math.max(0, seen - table.headerLines));
  } finally {
    content.destroy();
    text.destroy();
    parser.destroy();
  }
}

/** Characters in a row. */
export function sizeOf(cells: Cells): number {
  let size = 0;
  for (const cell of cells) size += cell.length;
  return size;
}

function asUnreadable(error: unknown, file: string, rowsBefore: number): unknown {
  if (!(error instanceof CsvError)) return error;
  const where = `${file}, after row ${rowsBefore}`;
  if (error.code === 'CSV_MAX_RECORD_SIZE' || error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new UnreadableFile(
      'ROW_WITHOUT_END',
      `${where}: a row does not end, most likely because a quotation mark is opened there and never closed. Close or double it and try again.`,
    );
  }
  return new UnreadableFile('INVALID_ROWS', `${where}: ${error.message}`);
}
