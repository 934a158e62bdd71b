import { gzipSync } from 'node:zlib';
import { TrialReader, refusal } from '../testing/trial-reader.js';

let reader: TrialReader;
beforeAll(async () => {
  reader = await TrialReader.open();
});
afterAll(() => reader.close());

const CSV = 'catalogNumber,scientificName,locality\n1,Rosa canina,"Alnö, near\nthe church"\n2,"Rosa ""pomifera""",\n';

describe('A table by itself', () => {
  it('is read with quoted line breaks and doubled quotation marks', async () => {
    const { archive, rows } = await reader.read(CSV);
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
    const { rows } = await reader.read(bytes);
    expect(rows[0]?.[2]).toBe('Alnö, near\nthe church');
    expect(rows[1]).toEqual(['2', 'Rosa "pomifera"', '']);
  });
  it('keeps an inch mark in tab-separated text', async () => {
    const { rows } = await reader.read('catalogNumber\tlocality\tsex\n1\t6" below the rim\tm\n2\t"Big" hill\tf\n');
    expect(rows).toEqual([
      ['1', '6" below the rim', 'm'],
      ['2', '"Big" hill', 'f'],
    ]);
  });
  it('has no rows when it is a header only', async () => {
    expect((await reader.read('catalogNumber,scientificName\n')).rows).toEqual([]);
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
    expect(await refusal(reader.read(bytes))).toBe(code);
  });
});
