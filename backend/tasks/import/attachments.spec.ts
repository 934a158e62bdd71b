import { ImportRoom } from './testing/import-room.js';
import { Desk } from './testing/sheets.js';
import { zipOf } from './testing/zip-of.js';

jest.setTimeout(30_000);

const DWC = 'http://rs.tdwg.org/dwc/terms/';
const AC = 'http://rs.tdwg.org/ac/terms/';
const SMELL = 'https://example.org/terms/Smell';

/** An archive of one rose with a picture, a measurement, a row of an extension that has no meaning here, and a column of its own. */
async function rose({
  title = 'Whole sheet',
  creator = 'A. Roy',
  length,
  smell,
  shelf = 'A 7',
  sha256 = '',
}: Partial<Record<'title' | 'creator' | 'length' | 'smell' | 'shelf' | 'sha256', string>>): Promise<Uint8Array> {
  const table = (element: string, id: string, rowType: string, file: string, terms: readonly string[]): string =>
    `<${element} fieldsTerminatedBy="," linesTerminatedBy="\\n" fieldsEnclosedBy="" ignoreHeaderLines="1" rowType="${rowType}"><files><location>${file}</location></files><${id} index="0"/>${terms
      .map((term, at) => (term === '' ? '' : `<field index="${at}" term="${term}"/>`))
      .join('')}</${element}>`;
  const extension = (rowType: string, file: string, terms: readonly string[]): string =>
    table('extension', 'coreid', rowType, file, ['', ...terms]);
  return zipOf({
    'meta.xml': `<archive xmlns="http://rs.tdwg.org/dwc/text/">${[
      table('core', 'id', `${DWC}Occurrence`, 'core.csv', [`${DWC}occurrenceID`, `${DWC}country`, '']),
      extension(`${AC}Multimedia`, 'media.csv', [
        'http://purl.org/dc/terms/identifier',
        'http://purl.org/dc/terms/title',
        'http://purl.org/dc/terms/creator',
        `${AC}hashFunction`,
        `${AC}hashValue`,
      ]),
      extension(`${DWC}MeasurementOrFact`, 'facts.csv', [`${DWC}measurementType`, `${DWC}measurementValue`]),
      extension(SMELL, 'smell.csv', ['https://example.org/terms/odour']),
    ].join('')}</archive>`,
    'core.csv': `id,country,shelf\nocc-1,Canada,${shelf}\n`,
    'media.csv': `id,identifier,title,creator,hashFunction,hashValue\nocc-1,https://example.org/rose.jpg,${title},${creator},SHA-256,${sha256}\n`,
    'facts.csv': `id,measurementType,measurementValue\n${length === undefined ? '' : `occ-1,leaf length,${length}\n`}`,
    'smell.csv': `id,odour\n${smell === undefined ? '' : `occ-1,${smell}\n`}`,
  });
}

describe('What comes with a record', () => {
  let room: ImportRoom;
  let desk: Desk;
  beforeEach(async () => {
    room = await ImportRoom.open();
    desk = new Desk(room);
  });
  afterEach(() => room.close());
  const bring = async (said: Parameters<typeof rose>[0]) => room.import(await room.bring(await rose(said), 'rose.zip'));
  const state = async () => (await desk.specimenOf('occ-1')).state;
  const picture = async () => [...(await state()).media.values()][0];

  it('is taken back with its import: measurements and rows of unknown extensions as well', async () => {
    await bring({});
    const { importId } = await bring({ length: '12', smell: 'sweet' });
    expect(await room.tally()).toMatchObject({ SpecimenMeasured: 1, SpecimenSupplemented: 1 });
    const { undone, kept, report } = await room.undo(importId);
    expect([undone, kept, await room.lines(report)]).toEqual([1, 0, []]);
    const after = await state();
    expect(after.withdrawnMeasurements).toEqual([...after.measurements.keys()]);
    expect(after.supplements.get(SMELL)).toEqual([]);
    const { counts } = await bring({ length: '12', smell: 'sweet' });
    expect(counts).toMatchObject({ changed: 1, measurements: 1 });
    const again = await state();
    expect([again.measurements.size, again.supplements.get(SMELL)?.length]).toEqual([2, 1]);
    expect((await bring({ length: '12', smell: 'sweet' })).counts).toMatchObject({ changed: 0, unchanged: 1 });
  });

  it('follows its source: what is said of a picture, and columns that no term was chosen for', async () => {
    await bring({});
    const newer = { title: 'The whole sheet', shelf: 'B 2' };
    const { importId, counts } = await bring(newer);
    expect(counts).toMatchObject({ changed: 1, media: 0, conflicts: 0 });
    expect((await picture())?.terms['title']).toBe('The whole sheet');
    expect(Object.values((await state()).unmapped ?? {})).toEqual(['B 2']);
    expect((await bring(newer)).counts).toMatchObject({ changed: 0 });
    await room.undo(importId);
    expect([(await picture())?.terms['title'], ...Object.values((await state()).unmapped ?? {})]).toEqual([
      'Whole sheet',
      'A 7',
    ]);
    expect((await bring(newer)).counts).toMatchObject({ changed: 1, conflicts: 0 });
  });

  it('is held here only where its content is', async () => {
    const { sha256 } = await room.bring('a picture of a rose', 'rose.jpg');
    const { problems } = await bring({ sha256: 'f'.repeat(64) });
    expect([problems['media-not-here'], (await picture())?.sha256]).toEqual([1, undefined]);
    const other = await ImportRoom.open();
    try {
      await other.bring('a picture of a rose', 'rose.jpg');
      const result = await other.import(await other.bring(await rose({ sha256 }), 'rose.zip'));
      expect(result.problems).toEqual({});
      expect([...(await new Desk(other).specimenOf('occ-1')).state.media.values()][0]?.sha256).toBe(sha256);
    } finally {
      await other.close();
    }
  });
});
