import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { stringify } from 'csv-stringify/sync';
import { describeWithSharedData } from '../../../infra/testing/shared-data.js';
import { ImportRoom } from './testing/import-room.js';

/** What a museum's working database says of its specimens, as a table of Darwin Core. */
function asCsv(path: string, taxa: string): string {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database
    .prepare(
      `SELECT o.occurrenceID, o.scientificName, o.identifiedBy, o.dateIdentified, o.individualCount, o.sex, o.lifeStage, o.preparations,
         o.occurrenceRemarks, o.ownerInstitutionCode, o.modified, t.taxonRank, t.family, t."order", t.genus,
         e.eventID, e.countryCode, e.county, e.municipality, e.locality_1 AS locality, e.decimalLatitude, e.decimalLongitude,
         e.eventDate_1 AS eventDate, e.recordedBy
       FROM Occurrences o LEFT JOIN ${taxa} t USING (scientificName) LEFT JOIN Collecting_events e USING (eventID) ORDER BY o.rowid`,
    )
    .all();
  database.close();
  return stringify(rows, { header: true });
}

describeWithSharedData('A museum’s database, exported twice', (root) => {
  let room: ImportRoom;
  beforeAll(async () => {
    room = await ImportRoom.open();
  });
  afterAll(() => room.close());

  it('shows how the collection grew, shrank and was determined anew', async () => {
    const backup = (name: string, taxa: string): string => asCsv(join(root, 'archives/tromso/backup', name), taxa);
    const spring = backup('02.03.2021.db', 'Taxons');
    const first = await room.import(await room.bring(spring, 'spring.csv'));
    expect(first.counts).toMatchObject({ rows: 2330, new: 2330, refused: 0, duplicate: 0 });

    const autumn = await room.bring(backup('25.08.2021.db', 'Taxa'), 'autumn.csv');
    const preview = await room.preview(autumn);
    expect(preview.counts).toMatchObject({ rows: 3198, new: 987, absent: 119, conflicts: 0 });
    expect(preview.counts.changed + preview.counts.unchanged).toBe(2211);
    const second = await room.import(autumn);
    expect(second.counts).toEqual(preview.counts);
    expect(await redetermined(room, second.importId)).toEqual({
      known: second.counts.identifications - 987,
      names: 100,
      determiners: 88,
    });
    expect((await room.import(autumn)).counts).toMatchObject({ new: 0, changed: 0, unchanged: 3198 });
  }, 120_000);
});

/** Of the known specimens: how many got a new determination, another name, another determiner. */
async function redetermined(room: ImportRoom, importId: string): Promise<object> {
  type Opinion = { terms: Record<string, string>; identifiedBy?: readonly string[] };
  const before = new Map<string, Opinion>();
  const after = new Map<string, Opinion>();
  for (const { type, subject, data, correlationId } of await room.history()) {
    if (type === 'SpecimenIdentified') (correlationId === importId ? after : before).set(subject, data as Opinion);
  }
  const known = [...after].filter(([subject]) => before.has(subject));
  const differing = (what: (opinion: Opinion | undefined) => string): number =>
    known.filter(([subject, opinion]) => what(opinion) !== what(before.get(subject))).length;
  return {
    known: known.length,
    names: differing((opinion) => opinion?.terms['scientificName'] ?? ''),
    determiners: differing((opinion) => opinion?.identifiedBy?.join('|') ?? ''),
  };
}
