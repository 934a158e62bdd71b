import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Terms } from '#domain/specimen/events.js';
import { DARWIN_CORE, isTermUri, NAMESPACES } from '#domain/terms/darwin-core.js';
import { MEDIA_TERMS } from '#domain/terms/term-header.js';
import { csvLine } from './csv-line.js';
import { ROW_TYPES } from './archive-rows.js';

/** Of Dublin Core, where multimedia extensions take them from; the others are Audiovisual Core's own. */
const DUBLIN: ReadonlySet<string> = new Set(
  'identifier title format type description creator contributor publisher audience source license rights rightsHolder created modified references language'.split(
    ' ',
  ),
);
const ORDER: ReadonlyMap<string, number> = new Map(
  [...DARWIN_CORE.keys(), ...MEDIA_TERMS].map((term, at) => [term, at]),
);

/** A table of an archive: rows are put on the disk as they come, and read again once all of its columns are known. */
export class ArchiveTable {
  readonly #path: string;
  readonly #stream: WriteStream;
  readonly #terms = new Set<string>();
  #waiting: string[] = [];
  rows = 0;

  private constructor(
    folder: string,
    readonly rowType: string,
    readonly file: string,
  ) {
    this.#path = join(folder, `${randomUUID()}.rows`);
    this.#stream = createWriteStream(this.#path);
  }

  /** Opens an empty table whose rows lie in `folder` for a while. */
  static async open(folder: string, rowType: string, file: string): Promise<ArchiveTable> {
    await mkdir(folder, { recursive: true });
    return new ArchiveTable(folder, rowType, file);
  }

  /** Takes a row of the specimen with this id. */
  add(id: string, terms: Terms): void {
    for (const term in terms) this.#terms.add(term);
    this.#waiting.push(`${JSON.stringify([id, terms])}\n`);
    this.rows += 1;
  }

  /** Puts what was taken on the disk. */
  async flush(): Promise<void> {
    const text = this.#waiting.join('');
    this.#waiting = [];
    if (text !== '' && !this.#stream.write(text)) await once(this.#stream, 'drain');
  }

  /** Columns in the order of Darwin Core, then by name. */
  get columns(): readonly string[] {
    const place = (term: string): number => ORDER.get(term) ?? ORDER.size;
    return [...this.#terms].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  }

  /** URI of each column's term; undefined for a column that a source named and nobody mapped. */
  get uris(): readonly (string | undefined)[] {
    return this.columns.map((term) => uriOf(term, this.rowType));
  }

  /** The table as CSV, in pieces: the id first, then the columns. */
  async *lines(): AsyncGenerator<string> {
    await this.flush();
    await new Promise<void>((resolve) => this.#stream.end(resolve));
    const columns = this.columns;
    let piece = csvLine([this.rowType.endsWith('Occurrence') ? 'id' : 'coreid', ...columns.map(headerOf)]);
    for await (const line of linesOf(this.#path)) {
      const [id, terms] = JSON.parse(line) as [string, Terms];
      piece += csvLine([id, ...columns.map((term) => terms[term])]);
      if (piece.length < 65_536) continue;
      yield piece;
      piece = '';
    }
    yield piece;
  }

  async remove(): Promise<void> {
    this.#stream.destroy();
    await rm(this.#path, { force: true });
  }
}

/** Lines between line feeds; Node's own reader breaks at U+2028 too, which may stand in a value. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

/** The last part of a URI, or the name itself. */
function headerOf(term: string): string {
  return isTermUri(term) ? term.slice(Math.max(term.lastIndexOf('/'), term.lastIndexOf('#')) + 1) : term;
}

function uriOf(term: string, rowType: string): string | undefined {
  if (isTermUri(term)) return term;
  if (rowType === ROW_TYPES.media && MEDIA_TERMS.includes(term))
    return (DUBLIN.has(term) ? NAMESPACES.dcterms : NAMESPACES.ac) + term;
  return DARWIN_CORE.get(term)?.uri;
}
