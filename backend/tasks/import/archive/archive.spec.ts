import { createWriteStream, readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { ZipFile } from 'yazl';
import { TrialReader, collect, refusal } from '../testing/trial-reader.js';
import { metaXml, zipOf } from '../testing/zip-of.js';
import { folderAsZip } from './folder-zip.js';
import { UnreadableFile } from './unreadable-file.js';

let reader: TrialReader;
beforeAll(async () => {
  reader = await TrialReader.open();
});
afterAll(() => reader.close());

const CSV = 'catalogNumber,scientificName,locality\n1,Rosa canina,"Alnö, near\nthe church"\n2,"Rosa ""pomifera""",\n';

describe('A Darwin Core Archive', () => {
  const terms = ['occurrenceID', 'locality'];

  it('is read as its descriptor says, not as its header says', async () => {
    const zip = await zipOf({ 'meta.xml': metaXml(terms), 'occurrence.csv': 'a,b\n1,x\n' });
    const { archive, rows } = await reader.read(zip);
    expect(archive.core.fields[1]).toEqual({ index: 1, term: 'http://rs.tdwg.org/dwc/terms/locality' });
    expect(rows).toEqual([['1', 'x']]);
  });
  it('may have several core files, each with its header', async () => {
    const meta = metaXml(terms).replace('</location>', '</location><location>more.csv</location>');
    const { rows } = await reader.read(
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
    const { rows } = await reader.read(
      await zipOf({ 'meta.xml': meta, 'occurrence.csv': Buffer.from("1~~'a~~b'|\n2~~c|\n", 'utf16le') }),
    );
    expect(rows).toEqual([
      ['1', 'a~~b'],
      ['2', 'c'],
    ]);
  });
  it('may be described in UTF-16', async () => {
    const meta = Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${metaXml(terms)}`, 'utf16le');
    expect((await reader.read(await zipOf({ 'meta.xml': meta, 'occurrence.csv': 'a,b\n1,x\n' }))).rows).toEqual([
      ['1', 'x'],
    ]);
  });
  it('may be a tar.gz', async () => {
    const tar = pack();
    tar.entry({ name: './set/meta.xml' }, metaXml(terms));
    tar.entry({ name: './set/occurrence.csv' }, 'a,b\n1,x\n');
    tar.finalize();
    const path = join(reader.folder, 'set.tar');
    await pipeline(tar, createWriteStream(path));
    const { archive, rows } = await reader.read(gzipSync(readFileSync(path)));
    expect([archive.container, rows]).toEqual(['tar.gz', [['1', 'x']]]);
  });
  it('may be a folder, which always packs to the same bytes', async () => {
    const set = join(reader.folder, 'set');
    await mkdir(join(set, 'inner'), { recursive: true });
    await writeFile(join(set, 'inner', 'meta.xml'), metaXml(terms));
    await writeFile(join(set, 'inner', 'occurrence.csv'), 'a,b\n1,x\n');
    const once = await collect(await folderAsZip(set));
    expect(once.equals(await collect(await folderAsZip(set)))).toBe(true);
    expect((await reader.read(once)).rows).toEqual([['1', 'x']]);
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
      expect(await refusal(zipOf(files).then((zip) => reader.read(zip)))).toBe(code);
    },
  );

  it('that leads out of itself is refused', async () => {
    const zip = await zipOf({ 'xx/passwd.csv': CSV });
    expect(await refusal(reader.read(replaceAll(zip, 'xx/passwd.csv', '../passwd.csv')))).toBe('UNSAFE_PATH');
    expect(await refusal(reader.read(replaceAll(zip, 'xx/passwd.csv', '/x/passwd.csv')))).toBe('UNSAFE_PATH');
  });
  it('that is cut off, changed or locked is refused', async () => {
    const zip = await zipOf({ 'meta.xml': metaXml(terms), 'occurrence.csv': 'a,b\n1,x\n' });
    expect(await refusal(reader.read(zip.subarray(0, zip.length - 40)))).toBe('DAMAGED');
    expect(await refusal(reader.read(Buffer.concat([zip.subarray(0, 60), zip.subarray(90)])))).toBe('DAMAGED');
    expect(await refusal(reader.read(gzipSync(CSV.repeat(99)).subarray(0, 60)))).toBe('DAMAGED');
    const locked = Buffer.from(zip);
    for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 1)) locked[at + 8] = 1;
    expect(await refusal(reader.read(locked))).toBe('ENCRYPTED');
  });
  it('whose content does not match its checksum is refused', async () => {
    const stored = await storedZip({ 'occurrence.csv': CSV });
    expect((await reader.read(stored)).rows).toHaveLength(2);
    expect(await refusal(reader.read(replaceAll(stored, 'Rosa canina', 'Rosa conina')))).toBe('DAMAGED');
  });
});

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
