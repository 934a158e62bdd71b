import { CsvError, parse } from 'csv-parse/sync';
import { resolveTerm } from '#domain/terms/term-header.js';
import type { Bundle } from './bundle.js';
import { parserOptions } from './read-rows.js';
import { firstBytes, utf8Chunks } from './text-chunks.js';
import { UnreadableFile } from './unreadable-file.js';
import { Readable } from 'node:stream';

const SAMPLE_BYTES = 256 * 1024;
const SAMPLE_ROWS = 200;
const DELIMITERS = [',', '\t', ';', '|'] as const;

/** The beginning of a text as it reads in an encoding, cut at the last whole line when there is more. */
export async function sampleText(bundle: Bundle, file: string, encoding: string): Promise<string> {
  const bytes = await firstBytes(await bundle.open(file), SAMPLE_BYTES);
  const parts: Buffer[] = [];
  for await (const part of utf8Chunks(Readable.from([bytes]), encoding)) parts.push(Buffer.from(part));
  const text = Buffer.concat(parts).toString('utf8');
  if (bytes.length < SAMPLE_BYTES) return text;
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  return end > 0 ? text.slice(0, end + 1) : text;
}

/** Fails when a text is not text. */
export function requireText(sample: string, file: string): void {
  // Tab, line feed and carriage return are the only controls that tables use.
  // eslint-disable-next-line no-control-regex
  const strange = sample.match(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g)?.length ?? 0;
  if (strange > 8 && strange > sample.length / 100) {
    throw new UnreadableFile(
      'NOT_A_TABLE',
      `${file} is not a text file: save the table as CSV (UTF-8) and import that.`,
    );
  }
}

/** The first rows of a sample, cells as they stand; only as far as they can be read. */
export function sampleRows(sample: string, delimiter: string, quote: string, lineEnds: readonly string[]): string[][] {
  const rows: string[][] = [];
  const keep = (row: string[]): null => {
    rows.push(row);
    return null;
  };
  try {
    parse(sample, { ...parserOptions({ delimiter, quote, lineEnds }), to: SAMPLE_ROWS, on_record: keep });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  return rows;
}

/** The line ends that a sample really has. */
export function lineEndsOf(sample: string): readonly string[] {
  if (sample.includes('\r\n')) return ['\r\n', '\n'];
  return sample.includes('\n') || !sample.includes('\r') ? ['\n'] : ['\r'];
}

export interface SniffedTable {
  readonly delimiter: string;
  readonly quote: string;
  readonly lineEnds: readonly string[];
  readonly header: readonly string[];
  /** Columns whose name is a known term. */
  readonly known: number;
}

/** How a table that nothing describes is most likely written: the reading in which most columns bear known names. */
export function sniffTable(sample: string): SniffedTable | undefined {
  const lineEnds = lineEndsOf(sample);
  const readings = DELIMITERS.map((delimiter) => {
    const quote = quoteOf(sample, delimiter);
    const rows = sampleRows(sample, delimiter, quote, lineEnds);
    const header = (rows[0] ?? []).map((cell) => cell.trim());
    return { delimiter, quote, lineEnds, header, known: countKnown(header) };
  });
  const best = readings.reduce((one, other) => (other.known > one.known ? other : one));
  return best.known > 0 ? best : undefined;
}

function countKnown(header: readonly string[]): number {
  return header.filter((cell) => cell !== '' && cell.length < 200 && resolveTerm(cell) !== undefined).length;
}

// In tab-separated text a quotation mark is usually an inch, or part of a name; it encloses only where cells both begin and end with it.
function quoteOf(sample: string, delimiter: string): string {
  if (delimiter !== '\t') return '"';
  return /(^|[\t\r\n])"[^"]*"(?=[\t\r\n]|$)/.test(sample) ? '"' : '';
}
