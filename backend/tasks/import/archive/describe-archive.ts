import { posix } from 'node:path';
import type { Bundle, BundleEntry } from './bundle.js';
import { type DeclaredTable, parseMetaXml } from './meta-xml.js';
import { lineEndsOf, requireText, sampleRows, sampleText, sniffTable } from './sniff.js';
import { type ArchiveDescription, type Notice, OCCURRENCE, type TableFormat, requireSpecimens } from './table.js';
import { allBytes, guessEncoding, knownEncoding } from './text-chunks.js';
import { UnreadableFile } from './unreadable-file.js';
import { type XmlElement, parseXml } from './xml.js';

const LARGEST_XML = 16 * 1024 ** 2;
const TABLE_NAME = /\.(csv|tsv|tab|txt)$/i;

/** Says what a bundle holds, or fails with one sentence that says why nothing of it can be imported. */
export async function describeArchive(bundle: Bundle): Promise<ArchiveDescription> {
  refuseWorkbook(bundle);
  const meta = findDescriptor(bundle.entries);
  return meta ? describeDeclared(bundle, meta) : describeLone(bundle);
}

function refuseWorkbook(bundle: Bundle): void {
  if (bundle.entries.some((entry) => entry.name === '[Content_Types].xml')) {
    throw new UnreadableFile(
      'NOT_A_TABLE',
      'This is an Excel or Word file: save the sheet as CSV (UTF-8) and import that.',
    );
  }
}

// Many pack the folder instead of what is in it, so the descriptor may lie one or more folders down.
function findDescriptor(entries: readonly BundleEntry[]): string | undefined {
  const found = entries.map((entry) => entry.name).filter((name) => posix.basename(name).toLowerCase() === 'meta.xml');
  const depth = (name: string): number => name.split('/').length;
  found.sort((one, other) => depth(one) - depth(other));
  if (found.length > 1 && depth(found[0] as string) === depth(found[1] as string)) {
    throw new UnreadableFile(
      'SEVERAL_ARCHIVES',
      `The file holds several archives (${found.join(', ')}): import them one by one.`,
    );
  }
  return found[0];
}

async function describeDeclared(bundle: Bundle, meta: string): Promise<ArchiveDescription> {
  const declared = parseMetaXml(await allBytes(await bundle.open(meta), LARGEST_XML, meta), meta);
  requireSpecimens(declared.core.rowType);
  if (declared.extensions.length && declared.core.idIndex === undefined) {
    throw new UnreadableFile(
      'INVALID_DESCRIPTOR',
      `${meta} gives the core no <id>, so that its extensions belong to nothing.`,
    );
  }
  const folder = posix.dirname(meta);
  const notices: Notice[] = [];
  const core = await settle(bundle, folder, declared.core, notices);
  const extensions: TableFormat[] = [];
  for (const table of declared.extensions) extensions.push(await settle(bundle, folder, table, notices));
  const title = await readTitle(bundle, folder, declared.metadata, notices);
  return {
    format: 'darwin-core-archive',
    container: bundle.kind,
    ...(title ? { title } : {}),
    core,
    extensions,
    notices,
  };
}

async function settle(
  bundle: Bundle,
  folder: string,
  declared: DeclaredTable,
  notices: Notice[],
): Promise<TableFormat> {
  if (!declared.locations.length) {
    throw new UnreadableFile('INVALID_DESCRIPTOR', `meta.xml names no file for the rows of type ${declared.rowType}.`);
  }
  const files = declared.locations.map((location) => locate(bundle, folder, location));
  const first = files[0] as string;
  const encoding = knownEncoding(declared.encoding ?? 'UTF-8', first);
  const sample = await sampleText(bundle, first, encoding);
  requireText(sample, first);
  const quote = declared.quote ?? '"';
  const lineEnds = settleLineEnds(declared.lineEnd, sample);
  const delimiter = settleDelimiter(declared, sample, quote, lineEnds, first, notices);
  const rows = sampleRows(sample, delimiter, quote, lineEnds);
  const header = declared.headerLines > 0 ? rows[declared.headerLines - 1] : undefined;
  const width = settleWidth(declared, header, rows.slice(declared.headerLines), first, notices);
  return {
    rowType: declared.rowType,
    files,
    encoding,
    delimiter,
    quote,
    lineEnds,
    headerLines: declared.headerLines,
    ...(declared.idIndex === undefined ? {} : { idIndex: declared.idIndex }),
    ...(header ? { header } : {}),
    width,
    fields: declared.fields,
  };
}

function locate(bundle: Bundle, folder: string, location: string): string {
  const wanted = posix.normalize(posix.join(folder, location.replaceAll('\\', '/')));
  const names = bundle.entries.map((entry) => entry.name);
  const name =
    names.find((each) => each === wanted) ?? names.find((each) => each.toLowerCase() === wanted.toLowerCase());
  if (name !== undefined) return name;
  throw new UnreadableFile(
    'FILE_MISSING',
    `meta.xml names the file ${location}, which is not there: pack the archive again with it.`,
  );
}

function settleLineEnds(declared: string | undefined, sample: string): readonly string[] {
  if (declared === undefined || !sample.includes(declared)) return lineEndsOf(sample);
  return declared === '\n' && sample.includes('\r\n') ? ['\r\n', '\n'] : [declared];
}

// Left out, the delimiter is a comma; some that leave it out write tabs all the same.
function settleDelimiter(
  declared: DeclaredTable,
  sample: string,
  quote: string,
  lineEnds: readonly string[],
  file: string,
  notices: Notice[],
): string {
  if (declared.delimiter !== undefined) return declared.delimiter;
  const needed = highestIndex(declared) + 1;
  const fits = (delimiter: string): boolean =>
    (sampleRows(sample, delimiter, quote, lineEnds)[0]?.length ?? 0) >= needed;
  const other = fits(',') ? undefined : ['\t', ';', '|'].find(fits);
  if (other === undefined) return ',';
  const params = { file, name: other === '\t' ? 'tab' : other };
  const sentence = `meta.xml does not say what separates the cells of ${file}: they were read as separated by ${params.name}.`;
  notices.push({ kind: 'delimiter-guessed', params, sentence });
  return other;
}

function settleWidth(
  declared: DeclaredTable,
  header: readonly string[] | undefined,
  rows: readonly (readonly string[])[],
  file: string,
  notices: Notice[],
): number {
  const needed = highestIndex(declared) + 1;
  const first = rows[0]?.length;
  const stated = header?.length ?? Math.max(needed, first ?? 0);
  const uniform = first !== undefined && rows.every((row) => row.length === first);
  const width = uniform ? first : stated;
  if (width < needed)
    notices.push({
      kind: 'columns-missing',
      params: { needed, file, width },
      sentence: `meta.xml describes ${needed} columns of ${file}, but its rows have ${width}: the missing ones were read as blank.`,
    });
  return width;
}

function highestIndex(declared: DeclaredTable): number {
  return Math.max(declared.idIndex ?? 0, ...declared.fields.map((field) => field.index ?? 0));
}

async function readTitle(
  bundle: Bundle,
  folder: string,
  metadata: string | undefined,
  notices: Notice[],
): Promise<string | undefined> {
  const wanted = posix.normalize(posix.join(folder, metadata ?? 'eml.xml')).toLowerCase();
  const entry = bundle.entries.find((each) => each.name.toLowerCase() === wanted);
  if (!entry) {
    if (metadata !== undefined)
      notices.push({
        kind: 'metadata-missing',
        params: { file: metadata },
        sentence: `meta.xml names ${metadata} as description of the data set, which is not there.`,
      });
    return undefined;
  }
  try {
    return titleOf(parseXml(await allBytes(await bundle.open(entry.name), LARGEST_XML, entry.name), entry.name));
  } catch (error) {
    if (!(error instanceof UnreadableFile) || error.code !== 'INVALID_XML') throw error;
    notices.push({ kind: 'metadata-unreadable', sentence: error.message });
    return undefined;
  }
}

function titleOf(eml: XmlElement): string | undefined {
  const dataset = eml.children.find((child) => child.name === 'dataset');
  const title = dataset?.children.find((child) => child.name === 'title')?.text.replace(/\s+/g, ' ');
  return title === '' ? undefined : title;
}

async function describeLone(bundle: Bundle): Promise<ArchiveDescription> {
  const candidates = bundle.entries.filter(
    (entry) => entry.bytes > 0 && (bundle.kind === 'text' || bundle.kind === 'gzip' || TABLE_NAME.test(entry.name)),
  );
  const tables: TableFormat[] = [];
  for (const entry of candidates) {
    const table = await describeTable(bundle, entry.name);
    if (table) tables.push(table);
  }
  const [core, second] = tables;
  if (!core) throw new UnreadableFile('NOTHING_RECOGNISED', nothingRecognised(candidates));
  if (second) {
    const names = tables.map((table) => table.files[0]).join(' and ');
    throw new UnreadableFile(
      'SEVERAL_TABLES',
      `The archive has no meta.xml, and ${names} could both be the specimens: import one of them by itself.`,
    );
  }
  const notices: Notice[] = [];
  const folder = posix.dirname(core.files[0] as string);
  const title =
    bundle.kind === 'text' || bundle.kind === 'gzip' ? undefined : await readTitle(bundle, folder, undefined, notices);
  return { format: 'table', container: bundle.kind, ...(title ? { title } : {}), core, extensions: [], notices };
}

function nothingRecognised(candidates: readonly BundleEntry[]): string {
  const names = candidates.map((entry) => entry.name).slice(0, 5);
  const what = names.length ? names.join(', ') : 'the file';
  return `Nothing in ${what} was recognised as a table of specimens: its first line should name the columns by Darwin Core terms, such as catalogNumber and scientificName.`;
}

async function describeTable(bundle: Bundle, file: string): Promise<TableFormat | undefined> {
  const encoding = await guessEncoding(await bundle.open(file));
  const sample = await sampleText(bundle, file, encoding);
  requireText(sample, file);
  const sniffed = sniffTable(sample);
  if (!sniffed) return undefined;
  const { known: _known, header, ...format } = sniffed;
  const idIndex = header.findIndex((name) => /^(id|coreid|gbifid)$/i.test(name));
  return {
    rowType: OCCURRENCE,
    files: [file],
    encoding,
    ...format,
    headerLines: 1,
    header,
    width: header.length,
    fields: header.map((_, index) => ({ index })),
    ...(idIndex < 0 ? {} : { idIndex }),
  };
}
