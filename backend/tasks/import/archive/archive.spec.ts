import { createWriteStream, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { ZipFile } from 'yazl';
import { describeWithSharedData } from '../../../../infra/testing/shared-data.js';
import { metaXml, zipOf } from '../testing/zip-of.js';
import { describeArchive } from './describe-archive.js';
import { folderAsZip } from './folder-zip.js';
import { openBundle } from './open-bundle.js';
import { type Cells, readRows } from './read-rows.js';
import type { ArchiveDescription } from './table.js';
import { UnreadableFile } from './unreadable-file.js';

interface Reading {
  readonly archive: ArchiveDescription;
  readonly rows: readonly Cells[];
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function readFile(path: string, name = 'file'): Promise<Reading> {
  const bundle = await openBundle(path, name, folder);
  try {
    const archive = await describeArchive(bundle);
    const rows: Cells[] = [];
    for await (const group of readRows(bundle, archive.core)) rows.push(...group);
    return { archive, rows };
  } finally {
    await bundle.close();
  }
}

async function read(bytes: Uint8Array | string, name = 'file.csv'): Promise<Reading> {
  const path = join(folder, 'read');
  await writeFile(path, bytes);
  return readFile(path, name);
}

async function refusal(reading: Promise<Reading>): Promise<string> {
  const error: unknown = await reading.then(
    () => new Error('it was read'),
    (each: unknown) => each,
  );
  if (!(error instanceof UnreadableFile)) throw error;
  expect(error.message).toMatch(/^[\p{L}“].*\.$/su);
  return error.code;
}

const CSV = 'catalogNumber,scientificName,locality\n1,Rosa canina,"Alnö, near\nthe church"\n2,"Rosa ""pomifera""",\n';

describe('A table by itself', () => {
  it('is read with quoted line breaks and doubled quotation marks', async () => {
    const { archive, rows } = await read(CSV);
    expect(archive).toMatchObject({ format: 'table', core: { encoding: 'utf-8', delimiter: ',', width: 3 } });
    expect(rows).toEqual([
      ['1', 'Rosa canina', 'Alnö, near\nthe church'],
      ['2', 'Rosa "pomifera"', ''],
    ]);
  });
  it.each([
    ['UTF-8 with a byte-order mark', Buffer.from(`\ufeff${CSV}`)],
    ['UTF-16 with a byte-order mark', Buffer.from(`\ufeff${CSV}`, 'utf16le')],
    ['UTF-16 without one', Buffer.from(CSV, 'utf16le')],
    ['big-endian UTF-16', Buffer.from(`\ufeff${CSV}`, 'utf16le').swap16()],
    ['windows-1252', Buffer.from(CSV, 'latin1')],
    [
      'DOS line ends',
      Buffer.from(
        CSV.replace(/,\n/g, ',\r\n').replace('locality\n', 'locality\r\n').replace('church"\n', 'church"\r\n'),
      ),
    ],
    [
      'tabs',
      Buffer.from(CSV.replace('Alnö, near', 'Alnö; near').replaceAll(',', '\t').replace('Alnö; near', 'Alnö, near')),
    ],
    ['semicolons', Buffer.from(CSV.replaceAll(',', ';').replace('Alnö; near', 'Alnö, near'))],
    ['gzip', gzipSync(CSV)],
  ])('reads the same in %s', async (_name, bytes) => {
    const { rows } = await read(bytes);
    expect(rows[0]?.[2]).toBe('Alnö, near\nthe church');
    expect(rows[1]).toEqual(['2', 'Rosa "pomifera"', '']);
  });
  it('keeps an inch mark in tab-separated text', async () => {
    const { rows } = await read('catalogNumber\tlocality\tsex\n1\t6" below the rim\tm\n2\t"Big" hill\tf\n');
    expect(rows).toEqual([
      ['1', '6" below the rim', 'm'],
      ['2', '"Big" hill', 'f'],
    ]);
  });
  it('has no rows when it is a header only', async () => {
    expect((await read('catalogNumber,scientificName\n')).rows).toEqual([]);
  });
  it.each([
    ['is empty', '', 'EMPTY'],
    ['has no column that is known', 'a,b\n1,2\n', 'NOTHING_RECOGNISED'],
    ['is a database', 'SQLite format 3\0and more', 'NOT_A_TABLE'],
    ['is machine code', Buffer.alloc(4000, 7), 'NOT_A_TABLE'],
    [
      'opens a quotation mark that is never closed',
      `catalogNumber,locality\n1,"Alnö\n${'2,x\n'.repeat(9)}`,
      'ROW_WITHOUT_END',
    ],
    ['has a line of megabytes', `catalogNumber,locality\n1,${'x'.repeat(3_000_000)}\n`, 'ROW_WITHOUT_END'],
  ])('that %s is refused in a sentence', async (_name, bytes, code) => {
    expect(await refusal(read(bytes))).toBe(code);
  });
});

describe('A Darwin Core Archive', () => {
  const terms = ['occurrenceID', 'locality'];

  it('is read as its descriptor says, not as its header says', async () => {
    const zip = await zipOf({ 'meta.xml': metaXml(terms), 'occurrence.csv': 'a,b\n1,x\n' });
    const { archive, rows } = await read(zip);
    expect(archive.core.fields[1]).toEqual({ index: 1, term: 'http://rs.tdwg.org/dwc/terms/locality' });
    expect(rows).toEqual([['1', 'x']]);
  });
  it('may have several core files, each with its header', async () => {
    const meta = metaXml(terms).replace('</location>', '</location><location>more.csv</location>');
    const { rows } = await read(
      await zipOf({ 'meta.xml': meta, 'occurrence.csv': 'a,b\n1,x\n', 'more.csv': 'a,b\n2,y\n' }),
    );
    expect(rows.map((row) => row[0])).toEqual(['1', '2']);
  });
  it('may use any delimiter, quotation mark, line end and encoding', async () => {
    const meta = metaXml(terms, {
      fieldsTerminatedBy: '~~',
      fieldsEnclosedBy: "'",
      linesTerminatedBy: '|\\n',
      ignoreHeaderLines: '0',
      encoding: 'UTF-16LE',
    });
    const { rows } = await read(
      await zipOf({ 'meta.xml': meta, 'occurrence.csv': Buffer.from("1~~'a~~b'|\n2~~c|\n", 'utf16le') }),
    );
    expect(rows).toEqual([
      ['1', 'a~~b'],
      ['2', 'c'],
    ]);
  });
  it('may be described in UTF-16', async () => {
    const meta = Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${metaXml(terms)}`, 'utf16le');
    expect((await read(await zipOf({ 'meta.xml': meta, 'occurrence.csv': 'a,b\n1,x\n' }))).rows).toEqual([['1', 'x']]);
  });
  it('may be a tar.gz', async () => {
    const tar = pack();
    tar.entry({ name: './set/meta.xml' }, metaXml(terms));
    tar.entry({ name: './set/occurrence.csv' }, 'a,b\n1,x\n');
    tar.finalize();
    const path = join(folder, 'set.tar');
    await pipeline(tar, createWriteStream(path));
    const { archive, rows } = await read(gzipSync(readFileSync(path)));
    expect([archive.container, rows]).toEqual(['tar.gz', [['1', 'x']]]);
  });
  it('may be a folder, which always packs to the same bytes', async () => {
    const set = join(folder, 'set');
    await mkdir(join(set, 'inner'), { recursive: true });
    await writeFile(join(set, 'inner', 'meta.xml'), metaXml(terms));
    await writeFile(join(set, 'inner', 'occurrence.csv'), 'a,b\n1,x\n');
    const once = await collect(await folderAsZip(set));
    expect(once.equals(await collect(await folderAsZip(set)))).toBe(true);
    expect((await read(once)).rows).toEqual([['1', 'x']]);
    await symlink('/etc/passwd', join(set, 'inner', 'more.csv'));
    await expect(folderAsZip(set)).rejects.toThrow(UnreadableFile);
  });

  const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>';
  const external = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>';
  const core = { 'occurrence.csv': 'a,b\n1,x\n' };
  it.each([
    ['names a file that is not there', { 'meta.xml': metaXml(terms) }, 'FILE_MISSING'],
    ['names a file outside', { 'meta.xml': metaXml(terms, {}, '../../../etc/passwd') }, 'FILE_MISSING'],
    ['hides entities that multiply', { ...core, 'meta.xml': laughs + metaXml(terms) }, 'XML_DOCTYPE'],
    ['hides an external entity', { ...core, 'meta.xml': external + metaXml(terms) }, 'XML_DOCTYPE'],
    ['hides one in its metadata', { ...core, 'meta.xml': metaXml(terms), 'eml.xml': `${laughs}<eml/>` }, 'XML_DOCTYPE'],
    [
      'uses an entity that nobody defined',
      { ...core, 'meta.xml': metaXml(terms).replace('<id', '&x;<id') },
      'INVALID_XML',
    ],
    ['ends in the middle of its descriptor', { ...core, 'meta.xml': metaXml(terms).slice(0, 300) }, 'INVALID_XML'],
    ['has an empty descriptor', { ...core, 'meta.xml': '' }, 'INVALID_XML'],
    ['has a descriptor of something else', { ...core, 'meta.xml': '<html/>' }, 'INVALID_DESCRIPTOR'],
    [
      'has a column number that is none',
      { ...core, 'meta.xml': metaXml(terms).replace('index="1"', 'index="-1"') },
      'INVALID_DESCRIPTOR',
    ],
    [
      'has an encoding that does not exist',
      { ...core, 'meta.xml': metaXml(terms, { encoding: 'klingon' }) },
      'UNKNOWN_ENCODING',
    ],
    [
      'is about collecting events',
      { ...core, 'meta.xml': metaXml(terms, { rowType: 'http://rs.tdwg.org/dwc/terms/Event' }) },
      'CORE_NOT_SPECIMENS',
    ],
    ['is two archives', { 'a/meta.xml': metaXml(terms), 'b/meta.xml': metaXml(terms) }, 'SEVERAL_ARCHIVES'],
    ['is a workbook', { '[Content_Types].xml': '<x/>', 'xl/workbook.xml': '<x/>' }, 'NOT_A_TABLE'],
    ['has two tables and no descriptor', { 'a.csv': CSV, 'b.csv': CSV }, 'SEVERAL_TABLES'],
    ['has nothing to import', { 'readme.md': 'x' }, 'NOTHING_RECOGNISED'],
    [
      'unpacks to a thousand times its size',
      { 'meta.xml': metaXml(terms), 'occurrence.csv': Buffer.alloc(32 * 1024 ** 2) },
      'SUSPICIOUS_COMPRESSION',
    ],
  ] as [string, Record<string, string | Uint8Array>, string][])(
    'that %s is refused in a sentence',
    async (_name, files, code) => {
      expect(await refusal(zipOf(files).then((zip) => read(zip)))).toBe(code);
    },
  );

  it('that leads out of itself is refused', async () => {
    const zip = await zipOf({ 'xx/passwd.csv': CSV });
    expect(await refusal(read(replaceAll(zip, 'xx/passwd.csv', '../passwd.csv')))).toBe('UNSAFE_PATH');
    expect(await refusal(read(replaceAll(zip, 'xx/passwd.csv', '/x/passwd.csv')))).toBe('UNSAFE_PATH');
  });
  it('that is cut off, changed or locked is refused', async () => {
    const zip = await zipOf({ 'meta.xml': metaXml(terms), 'occurrence.csv': 'a,b\n1,x\n' });
    expect(await refusal(read(zip.subarray(0, zip.length - 40)))).toBe('DAMAGED');
    expect(await refusal(read(Buffer.concat([zip.subarray(0, 60), zip.subarray(90)])))).toBe('DAMAGED');
    expect(await refusal(read(gzipSync(CSV.repeat(99)).subarray(0, 60)))).toBe('DAMAGED');
    const locked = Buffer.from(zip);
    for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 1)) locked[at + 8] = 1;
    expect(await refusal(read(locked))).toBe('ENCRYPTED');
  });
  it('whose content does not match its checksum is refused', async () => {
    const stored = await storedZip({ 'occurrence.csv': CSV });
    expect((await read(stored)).rows).toHaveLength(2);
    expect(await refusal(read(replaceAll(stored, 'Rosa canina', 'Rosa conina')))).toBe('DAMAGED');
  });
});

async function collect(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

async function storedZip(files: Record<string, string>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name, { compress: false });
  zip.end();
  return collect(zip.outputStream as AsyncIterable<unknown>);
}

function replaceAll(bytes: Buffer, was: string, now: string): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(was); at >= 0; at = copy.indexOf(was, at + 1)) copy.write(now, at);
  return copy;
}

describeWithSharedData('Archives as people have them', (root) => {
  const REFUSED: Readonly<Record<string, string>> = {
    'dwca-2extensions.zip': 'CORE_NOT_SPECIMENS',
    'dwca-ids.zip': 'CORE_NOT_SPECIMENS',
    'dwca-missing-extension-details': 'CORE_NOT_SPECIMENS',
    'dwca-orphaned-rows.zip': 'CORE_NOT_SPECIMENS',
    'dwca-star-test-archive.zip': 'CORE_NOT_SPECIMENS',
  };
  const ROWS: Readonly<Record<string, number>> = {
    'dwca-malformed-descriptor': 4,
    'dwca-metadata-windows1252-encoding': 4,
    'dwca-simple-dir': 4,
    'dwca-simple-csv-dos.zip': 3,
    'dwca-simple-csv-eml.zip': 3,
    'dwca-simple-csv-notenclosed.zip': 3,
    'dwca-simple-csv.zip': 3,
    'dwca-invalid-simple-toomuch.zip': 3,
    'dwca-invalid-simple-two.zip': 3,
    'dwca-utf8-eol-test.zip': 1,
    'gbif-results-lacks-s-metadata.zip': 158,
    'gbif-results-whitespace-in-xml.zip': 158,
    'gbif-results.zip': 158,
  };

  it('are read, or refused in a sentence, every one', async () => {
    const names = (await readdir(join(root, 'malformed'))).filter(
      (name) => name.startsWith('dwca') || name.startsWith('gbif'),
    );
    expect(names.length).toBeGreaterThanOrEqual(31);
    const outcome: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const name of names) {
      const path = join(root, 'malformed', name);
      const reading = (await stat(path)).isDirectory()
        ? read(await collect(await folderAsZip(path)))
        : readFile(path, name);
      outcome[name] = REFUSED[name] ? await refusal(reading) : (await reading).rows.length;
      expected[name] = REFUSED[name] ?? ROWS[name] ?? 2;
    }
    expect(outcome).toEqual(expected);
  });
  it('say their title', async () => {
    const { archive } = await readFile(join(root, 'malformed/dwca-simple-test-archive.zip'));
    expect(archive.title).toBe('simple-test-archive');
  });
  it('tell what was strange about them', async () => {
    const { archive } = await read(await collect(await folderAsZip(join(root, 'malformed/dwca-malformed-descriptor'))));
    expect(archive.notices.map((notice) => notice.kind)).toEqual(['columns-missing']);
    const { archive: tabs, rows } = await read(
      await collect(await folderAsZip(join(root, 'malformed/dwca-meta-default-values'))),
    );
    expect(tabs.notices.map((notice) => notice.kind)).toEqual(['delimiter-guessed']);
    expect(rows[0]?.[2]).toBe('Borneo');
  });
});
