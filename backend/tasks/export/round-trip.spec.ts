import { hash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact } from '#domain/kernel/decider.js';
import type { Terms } from '#domain/specimen/events.js';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import { naughtyStrings } from '../../../infra/testing/naughty-strings.js';
import { describeWithSharedData } from '../../../infra/testing/shared-data.js';
import { COLLECTION } from '../import/testing/import-room.js';
import { ExportRoom } from './testing/export-room.js';

jest.setTimeout(120_000);

/** Whatever text a person can record: blank means absent, and half a character is refused. */
const TEXTS = [...new Set(naughtyStrings)].filter((text) => text.trim() !== '' && text.isWellFormed());
/** A picture whose content both sides hold. */
const SHEET = 'a picture of a sheet';
const SHEET_SHA256 = hash('sha256', SHEET, 'hex');
const OWN_TERM = 'http://example.org/terms/shelf';

let here: ExportRoom;
let there: ExportRoom;
beforeEach(async () => {
  [here, there] = [await ExportRoom.open(), await ExportRoom.open()];
  for (const room of [here, there]) await room.imports.bring(SHEET, 'sheet.jpg');
});
afterEach(async () => {
  await here.close();
  await there.close();
});

/** Several determiners stand in one cell between bars: whoever has a bar in the name comes back as two. */
const people = (names: readonly string[] | undefined): readonly string[] =>
  (names ?? [])
    .join(' | ')
    .split('|')
    .map((name) => name.trim())
    .filter(Boolean);
const sorted = <T>(list: readonly T[]): readonly T[] =>
  [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
const plain = (terms: Terms): Terms => Object.fromEntries(Object.entries(terms).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What must be the same on both sides: all but ids and history. */
function saidBy(record: SpecimenRecord): object {
  return {
    terms: plain(record.terms),
    identifications: sorted(
      record.identifications
        .filter(({ status }) => status !== 'withdrawn')
        .map((one) => ({
          accepted: one.identificationId === record.acceptedIdentificationId,
          terms: plain(one.terms),
          by: people(one.identifiedBy),
          ids: people(one.identifiedByID),
        })),
    ),
    media: sorted(
      (record.media ?? []).filter((one) => !one.detached).map(({ terms, sha256 }) => ({ terms: plain(terms), sha256 })),
    ),
    measurements: sorted((record.measurements ?? []).map(({ terms }) => plain(terms))),
    supplements: sorted(
      (record.supplements ?? []).flatMap(({ rowType, rows }) => rows.map((row) => [rowType, plain(row)])),
    ),
  };
}

/** Exports everything here, imports the file there taking every text literally, and pairs the records. */
async function carriedOver(): Promise<readonly (readonly [here: SpecimenRecord, there: SpecimenRecord])[]> {
  const result = await here.export({ format: 'dwca' });
  const content = createReadStream(await here.imports.files.localPath(result.file.sha256));
  const file = await there.imports.bring(content, 'export.zip');
  const { mapping } = await there.imports.preview(file);
  const literal = mapping.map(({ nulls: _nulls, ...column }) => ({ ...column, nulls: [] }));
  const { counts } = await there.imports.import(file, { mapping: literal });
  expect(counts).toMatchObject({ refused: 0, duplicate: 0, new: result.specimens });
  const originals = await here.all();
  const copies = [...(await there.all()).values()];
  return copies.map((copy) => [originals.get(copy.unmapped?.['id'] as string)!, copy] as const);
}

describe('An exported archive, imported into an empty ledger,', () => {
  it(`gives equal records: ${TEXTS.length} texts that break careless software`, async () => {
    await here.recordAll(TEXTS.map((text, at) => [randomUUID(), sheet(text, at)]));
    const pairs = await carriedOver();
    expect(pairs).toHaveLength(TEXTS.length);
    for (const [original, copy] of pairs) expect(saidBy(copy)).toEqual(saidBy(original));
    for (const [{ identifications, media, measurements }] of pairs)
      expect([identifications.length, media?.length, measurements?.length]).toEqual([2, 2, 1]);
  });

  it('tells which opinion is accepted, also among alike ones, and nothing of what was taken back', async () => {
    const opinion = (identificationId: string, terms: Terms, more: object = {}): Fact => ({
      type: 'SpecimenIdentified',
      data: { identificationId, terms, identifiedBy: ['B. Veno', 'M. Thompson'], ...more },
    });
    const carex = { scientificName: 'Carex flava L.', dateIdentified: '1954' };
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    await here.record(randomUUID(), [
      accessioned({ catalogNumber: 'A-1' }),
      opinion(first, carex, { accepted: true }),
      opinion(second, { ...carex, typeStatus: 'holotype' }),
      opinion(third, { scientificName: 'Carex nigra' }),
      { type: 'IdentificationAccepted', data: { identificationId: second, instead: first } },
      { type: 'IdentificationWithdrawn', data: { identificationId: third } },
    ]);
    await here.record(randomUUID(), [accessioned({ catalogNumber: 'A-2' })]);
    await here.record(randomUUID(), [
      accessioned({ catalogNumber: 'A-3' }),
      opinion(randomUUID(), { verbatimIdentification: 'a small sedge' }, { accepted: true }),
      opinion(randomUUID(), { genus: 'Carex' }),
    ]);
    const pairs = await carriedOver();
    expect(pairs).toHaveLength(3);
    for (const [original, copy] of pairs) expect(saidBy(copy)).toEqual(saidBy(original));
  });
});

describeWithSharedData('A real archive, imported, exported and imported again,', (root) => {
  it('gives equal records: 1,894 specimens with their determinations, media and measurements', async () => {
    const archive = join(root, 'archives/seinet-perityle-1894-dwca.zip');
    expect(existsSync(archive)).toBe(true);
    await here.imports.import(await here.imports.bring(createReadStream(archive), 'seinet.zip'));
    const pairs = await carriedOver();
    expect(pairs).toHaveLength(1_894);
    const different = pairs.filter(([one, other]) => JSON.stringify(saidBy(one)) !== JSON.stringify(saidBy(other)));
    expect(different.slice(0, 2).map((pair) => pair.map(saidBy))).toEqual([]);
  });
});

const accessioned = (terms: Terms): Fact => ({
  type: 'SpecimenAccessioned',
  data: { collectionId: COLLECTION, terms, released: false },
});

/** A record with the text wherever a text may stand. */
function sheet(text: string, at: number): readonly Fact[] {
  const [first, second] = [randomUUID(), randomUUID()];
  const terms = { locality: text, recordedBy: text, occurrenceRemarks: text, verbatimLabel: text, [OWN_TERM]: text };
  const opinion = { scientificName: 'Carex flava L.', identificationRemarks: text };
  const other = { scientificName: text, typeStatus: text, [OWN_TERM]: text };
  const linked = { identifier: `https://example.org/${at}.jpg`, title: text, [OWN_TERM]: text };
  const measured = { measurementType: text, measurementValue: text };
  return [
    accessioned({ catalogNumber: `N-${at}`, ...terms }),
    { type: 'SpecimenIdentified', data: { identificationId: first, terms: opinion, accepted: true } },
    { type: 'SpecimenIdentified', data: { identificationId: second, terms: other, identifiedBy: [text] } },
    { type: 'IdentificationAccepted', data: { identificationId: second, instead: first } },
    {
      type: 'SpecimenMediaAttached',
      data: {
        media: [
          { mediaId: randomUUID(), terms: linked },
          { mediaId: randomUUID(), terms: { title: text }, sha256: SHEET_SHA256 },
        ],
      },
    },
    { type: 'SpecimenMeasured', data: { measurements: [{ measurementId: randomUUID(), terms: measured }] } },
  ] as readonly Fact[];
}
