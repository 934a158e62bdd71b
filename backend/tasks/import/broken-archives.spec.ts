import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UnrecoverableJobError } from '#jobs/job-queue.js';
import { describeWithSharedData } from '../../../infra/testing/shared-data.js';
import { folderAsZip } from './archive/folder-zip.js';
import { ImportRoom } from './testing/import-room.js';
import { metaXml, zipOf } from './testing/zip-of.js';

jest.setTimeout(120_000);

let room: ImportRoom;
beforeAll(async () => {
  room = await ImportRoom.open();
});
afterAll(() => room.close());

/** Counts, or the code of a refusal that left the ledger as it was. */
async function outcome(content: AsyncIterable<Uint8Array> | Uint8Array | string, name: string): Promise<unknown> {
  const before = await room.events.head();
  try {
    const { counts } = await room.import(await room.bring(content, name));
    return { new: counts.new, refused: counts.refused };
  } catch (error) {
    if (!(error instanceof UnrecoverableJobError)) throw error;
    expect(error.message).toMatch(/^[\p{L}“].{20,}\.$/su);
    expect(await room.events.head()).toBe(before);
    return 'refused';
  }
}

describeWithSharedData('Archives that are odd or broken', (root) => {
  it('come in as far as they are legal, or leave the ledger as it was, every one', async () => {
    const folder = join(root, 'malformed');
    const names = (await readdir(folder)).filter((name) => !name.endsWith('.rst'));
    const outcomes: Record<string, unknown> = {};
    for (const name of names) {
      const path = join(folder, name);
      const content = (await stat(path)).isDirectory() ? await folderAsZip(path) : createReadStream(path);
      outcomes[name] = await outcome(content as AsyncIterable<Uint8Array>, name);
    }
    const refused = Object.keys(outcomes).filter((name) => outcomes[name] === 'refused');
    expect(refused).toEqual([
      'dwca-2extensions.zip',
      'dwca-ids.zip',
      'dwca-missing-extension-details',
      'dwca-orphaned-rows.zip',
      'dwca-star-test-archive.zip',
    ]);
    const incomplete = Object.entries(outcomes).filter(
      ([, each]) => typeof each === 'object' && (each as { refused: number }).refused > 0,
    );
    expect(incomplete).toEqual([]);
    const specimens = (await room.tally())['SpecimenAccessioned'];
    expect(specimens).toBeGreaterThan(160);
  });
});

describe('A file that is broken on purpose', () => {
  const meta = metaXml(['occurrenceID', 'locality']);
  it.each([
    ['that is empty', ''],
    ['that is binary', Buffer.alloc(5000, 3)],
    ['with nothing known in it', 'a,b\n1,2\n'],
    ['with a quotation mark that never closes', `catalogNumber,locality\n1,"x\n${'2,y\n'.repeat(50)}`],
    [
      'that holds entities',
      zipOf({ 'meta.xml': `<!DOCTYPE x [<!ENTITY a "ha">]>${meta}`, 'occurrence.csv': 'a,b\n1,x\n' }),
    ],
    ['that lacks its core', zipOf({ 'meta.xml': meta })],
    ['that is a bomb', zipOf({ 'meta.xml': meta, 'occurrence.csv': Buffer.alloc(32 * 1024 ** 2, 65) })],
    [
      'that was cut off',
      zipOf({ 'meta.xml': meta, 'occurrence.csv': 'a,b\n1,x\n' }).then((zip) => zip.subarray(0, 200)),
    ],
  ])('%s leaves the ledger as it was', async (_name, content) => {
    expect(await outcome(await content, 'broken')).toBe('refused');
  });
  it.each([
    ['in UTF-16', Buffer.from('\ufeffcatalogNumber,locality\nU1,Alnö\n', 'utf16le'), 1, 0],
    ['with zeros in its cells', 'catalogNumber,locality\nZ1,a\0b\n', 1, 0],
    ['with column names that are numbers', 'catalogNumber,2020,2020\nN1,x,y\n', 1, 0],
    ['with a column twice', 'catalogNumber,locality,locality\nT1,x,y\n', 1, 0],
    ['with names that objects have', 'catalogNumber,__proto__,constructor\nP1,x,y\n', 1, 0],
    ['with a header only', 'catalogNumber,locality\n', 0, 0],
    ['with blank rows', 'catalogNumber,locality\nB1,x\n,\n\nB2,y\n', 2, 1],
    ['with ragged rows', 'catalogNumber,locality\nR1,x\nR2\nR3,x,y\nR4,x,\n', 2, 2],
    [
      'whose descriptor names columns that are not there',
      zipOf({
        'meta.xml': metaXml(['occurrenceID', 'locality', 'country', 'county']),
        'occurrence.csv': 'a,b\nX1,x\nX2,y\n',
      }),
      2,
      0,
    ],
    [
      'whose descriptor names a column twice',
      zipOf({ 'meta.xml': meta.replace('index="1"', 'index="0"'), 'occurrence.csv': 'a,b\nD1,x\n' }),
      1,
      0,
    ],
  ])('%s comes in as far as it can be read', async (name, content, fresh, refused) => {
    expect(await outcome(await content, name)).toEqual({ new: fresh, refused });
  });
});
