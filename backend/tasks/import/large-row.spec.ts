import { ImportRoom } from './testing/import-room.js';
import { zipOf } from './testing/zip-of.js';

const DWC = 'http://rs.tdwg.org/dwc/terms';
const table = (kind: string, file: string, rowType: string, id: string, ...terms: readonly string[]): string =>
  `<${kind} encoding="UTF-8" fieldsTerminatedBy="," linesTerminatedBy="\\n" fieldsEnclosedBy="" rowType="${DWC}/${rowType}">` +
  `<files><location>${file}</location></files><${id} index="0"/>` +
  `${terms.map((term, at) => `<field index="${at}" term="${DWC}/${term}"/>`).join('')}</${kind}>`;
const META =
  `<archive xmlns="http://rs.tdwg.org/dwc/text/">` +
  table('core', 'core.csv', 'Occurrence', 'id', 'occurrenceID', 'catalogNumber', 'scientificName') +
  table('extension', 'facts.csv', 'MeasurementOrFact', 'coreid', 'occurrenceID', 'measurementValue') +
  `</archive>`;
const CORE = ['occ-1,CNC-1,Rosa canina', 'occ-3,CNC-3,Picea mariana', 'occ-2,CNC-2,Iris setosa', ''].join('\n');
/** Each row is one that is taken; together they are more than four million characters. */
const FACTS = ['occ-1,12', ...Array.from({ length: 10 }, (_, at) => `occ-3,${String(at).repeat(450_000)}`), ''].join(
  '\n',
);

describe('A row that is larger, with its extension rows, than the ledger takes at once', () => {
  let room: ImportRoom;
  beforeEach(async () => (room = await ImportRoom.open()));
  afterEach(() => room.close());

  const bring = async () =>
    room.import(await room.bring(await zipOf({ 'meta.xml': META, 'core.csv': CORE, 'facts.csv': FACTS }), 'facts.zip'));

  it('is refused with a sentence; the others go in, and its number stays free', async () => {
    const { counts, refusedRows, report } = await bring();
    expect(counts).toMatchObject({ rows: 3, new: 2, refused: 1, identifications: 2, measurements: 1 });
    expect(await room.tally()).toMatchObject({
      SpecimenAccessioned: 2,
      CatalogNumberReserved: 3,
      CatalogNumberReleased: 1,
      ImportCompleted: 1,
    });
    const [, line] = (await room.text(refusedRows!)).split('\n');
    expect(line).toMatch(/^"?With everything that belongs to it the row is larger than the ledger takes .*occ-3,CNC-3/);
    expect(await room.lines(report)).toContainEqual(expect.objectContaining({ kind: 'row-refused', row: 2 }));
  });

  it('is refused again the next time, and changes nothing', async () => {
    await bring();
    expect((await bring()).counts).toMatchObject({ rows: 3, new: 0, unchanged: 2, refused: 1 });
    expect(await room.tally()).toMatchObject({ SpecimenAccessioned: 2, SpecimenIdentified: 2 });
  });
});
