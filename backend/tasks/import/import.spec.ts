import { randomUUID } from 'node:crypto';
import type { SpecimenCommand } from '#domain/specimen/commands.js';
import { JobStopped } from '#jobs/job-queue.js';
import { commitImport } from './commit.js';
import { COLLECTION, CURATOR, ImportRoom, UNWATCHED } from './testing/import-room.js';
import { Desk, HEADER, IRIS, ROSE, csv } from './testing/sheets.js';

jest.setTimeout(30_000);

let room: ImportRoom;
let desk: Desk;
beforeEach(async () => {
  room = await ImportRoom.open();
  desk = new Desk(room);
});
afterEach(() => room.close());

describe('An import', () => {
  it('records each row as a specimen with its determination, its number, and where it came from', async () => {
    const result = await desk.bring(csv(ROSE, IRIS));
    expect(result.counts).toMatchObject({ rows: 2, new: 2, identifications: 2 });
    expect(await room.tally()).toEqual({
      ImportStarted: 1,
      CatalogNumberReserved: 2,
      SpecimenAccessioned: 2,
      SpecimenIdentified: 2,
      ImportCompleted: 1,
    });
    const accession = (await room.history()).find(({ type }) => type === 'SpecimenAccessioned');
    expect(accession).toMatchObject({
      correlationId: result.importId,
      actor: CURATOR,
      source: { kind: 'import', row: 1 },
      data: {
        collectionId: COLLECTION,
        released: false,
        sourceKey: { kind: 'occurrenceID', value: 'occ-1' },
        terms: { locality: 'Alma' },
      },
    });
  });
  it('changes nothing the second time, whatever the order of rows and columns', async () => {
    await desk.bring(csv(ROSE, IRIS));
    const before = await room.tally();
    const columns = (row: string): string => row.split(',').reverse().join('\t');
    const again = await desk.bring([HEADER, IRIS, ROSE].map(columns).join('\r\n'), 'other.tsv');
    expect(again.counts).toMatchObject({ rows: 2, new: 0, changed: 0, unchanged: 2, absent: 0 });
    expect(await room.tally()).toEqual({ ...before, ImportStarted: 2, ImportCompleted: 2 });
  });
  it('is known when it is previewed again, and a preview writes nothing', async () => {
    const file = await room.bring(csv(ROSE), 'sheets.csv');
    expect((await room.preview(file)).counts.new).toBe(1);
    expect(await room.history()).toEqual([]);
    const { importId } = await room.import(file);
    expect((await room.preview(file)).earlierImports).toMatchObject([{ importId, state: 'completed' }]);
  });
  it('tells in the preview which values will be doubted, with their rows', async () => {
    const file = await room.bring(
      csv(ROSE.replace('Canada', 'Atlantis'), IRIS.replace('Canada', 'Lyonesse')),
      'sheets.csv',
    );
    expect((await room.preview(file)).problems).toEqual([
      {
        kind: 'COUNTRY_INVALID',
        count: 2,
        examples: [
          expect.objectContaining({ row: 1, column: 'country', value: 'Atlantis' }),
          expect.objectContaining({ row: 2, column: 'country', value: 'Lyonesse' }),
        ],
      },
    ]);
  });
  it('counts exact repetitions and does not enter them', async () => {
    const { counts, problems } = await desk.bring(csv(ROSE, ROSE, IRIS));
    expect([counts.new, counts.duplicate, problems['repeated-row']]).toEqual([2, 1, 1]);
  });
  it('enters a record whose number another has, and marks it', async () => {
    const { problems } = await desk.bring(csv(ROSE, IRIS.replace('CNC-2', 'CNC-1')));
    expect(problems).toMatchObject({ 'catalog-number-taken': 1 });
    expect((await desk.specimenOf('occ-2')).state.catalogNumberClash).toBe((await desk.specimenOf('occ-1')).id);
  });
  it('finds a record by its number when the source gave it no other name before', async () => {
    await desk.bring(csv(ROSE.replace('occ-1', '')));
    const { counts } = await desk.bring(csv(ROSE));
    expect(counts).toMatchObject({ new: 0, changed: 1 });
  });
  it('finds a record that was entered by hand', async () => {
    const id = randomUUID();
    const terms = { occurrenceID: 'occ-1', country: 'Canada', locality: 'Alma, old mill' };
    await desk.byHand(id, { type: 'AccessionSpecimen', collectionId: COLLECTION, terms } as unknown as SpecimenCommand);
    const { counts } = await desk.bring(csv(ROSE));
    expect(counts).toMatchObject({ new: 0, changed: 1, conflicts: 1 });
    const { state } = await desk.specimenOf('occ-1');
    expect(state.terms).toMatchObject({ locality: 'Alma, old mill', catalogNumber: 'CNC-1' });
  });
  it('does not take NA for a country, nor swallow that it stood there', async () => {
    const text = csv(ROSE.replace('Canada', 'NA'), IRIS);
    const file = await room.bring(text, 'sheets.csv');
    const { tables, mapping } = await room.preview(file);
    const country = tables[0]?.columns.find(({ term }) => term === 'country');
    expect(country?.nullCandidates).toEqual([{ value: 'NA', count: 1, share: 0.5, chosen: true, byDefault: true }]);
    await room.import(file);
    const [accession] = (await room.history()).filter(({ type }) => type === 'SpecimenAccessioned');
    expect(accession?.data).toMatchObject({ literalNulls: { NA: ['country'] } });
    expect((await desk.specimenOf('occ-1')).state.terms).not.toHaveProperty('country');
    const kept = mapping.map(({ nulls: _nulls, ...column }) => column);
    expect((await room.preview(file, { collectionId: COLLECTION, mapping: kept })).counts.changed).toBe(1);
  });
});

describe('Refused rows', () => {
  it('are handed back with the reason, to be mended and dropped in again', async () => {
    const { counts, refusedRows } = await desk.bring(
      csv(ROSE, 'occ-2,CNC-2,Iris setosa', `${IRIS},too much`.replace('occ-2', 'occ-3')),
    );
    expect(counts).toMatchObject({ rows: 3, new: 1, refused: 2 });
    const text = await room.text(refusedRows ?? { sha256: '' });
    expect(text.split('\n')[0]).toBe(`refusedBecause,${HEADER}`);
    const unmended = await desk.bring(text, 'refused.csv');
    expect(unmended.counts).toMatchObject({ rows: 2, new: 0, refused: 2 });
    const mended = text.replace('Iris setosa\n', 'Iris setosa,,,,\n').replace(',too much', '');
    const { counts: after } = await desk.bring(mended, 'mended.csv');
    expect(after).toMatchObject({ rows: 2, new: 2, refused: 0 });
    const last = (await room.history()).filter(({ type }) => type === 'SpecimenAccessioned').at(-1);
    expect(last?.data).not.toHaveProperty('unmapped');
  });
});

describe('An import that does not go through', () => {
  const many = csv(...Array.from({ length: 900 }, (_, at) => `occ-${at},CNC-${at},Poa annua,,Canada,Lot ${at},`));

  it('is cancelled between rows, says so, and the rest comes in with the next', async () => {
    const stop = new AbortController();
    const file = await room.bring(many, 'many.csv');
    const watch = {
      signal: stop.signal,
      progress: ({ rowsDone, phase }: { rowsDone: number; phase: string }) => {
        if (phase === 'writing' && rowsDone >= 400) stop.abort(new JobStopped('cancelled'));
      },
    };
    await expect(room.import(file, { watch })).rejects.toThrow(JobStopped);
    const { SpecimenAccessioned: done = 0, ...tally } = await room.tally();
    expect(tally).toMatchObject({ ImportStarted: 1, ImportCancelled: 1 });
    expect(done).toBeGreaterThanOrEqual(400);
    expect(done).toBeLessThan(900);
    const { counts } = await room.import(file);
    expect(counts).toMatchObject({ new: 900 - done, unchanged: done });
  });
  it('goes on where it was when the process went away, with the counts of the whole', async () => {
    const file = await room.bring(many, 'many.csv');
    const stop = new AbortController();
    const importId = randomUUID();
    const watch = {
      signal: stop.signal,
      progress: ({ rowsDone, phase }: { rowsDone: number; phase: string }) => {
        if (phase === 'writing' && rowsDone >= 400) stop.abort(new JobStopped('closing'));
      },
    };
    await expect(room.import(file, { importId, watch })).rejects.toThrow(JobStopped);
    const { mapping, options } = await room.preview(file);
    const result = await commitImport(
      room.desk,
      { importId, collectionId: COLLECTION, file, mapping, options, actor: CURATOR },
      UNWATCHED,
    );
    expect(result.counts).toMatchObject({ rows: 900, new: 900, unchanged: 0, identifications: 900 });
    expect(await room.tally()).toEqual({
      ImportStarted: 1,
      CatalogNumberReserved: 900,
      SpecimenAccessioned: 900,
      SpecimenIdentified: 900,
      ImportCompleted: 1,
    });
  });
  it('waits for no other: a second one into the same collection is refused', async () => {
    const file = await room.bring(many, 'many.csv');
    const stop = new AbortController();
    const watch = {
      signal: stop.signal,
      progress: ({ phase }: { phase: string }) => {
        if (phase === 'writing') stop.abort(new JobStopped('closing'));
      },
    };
    const importId = randomUUID();
    await room.jobs.enqueue('import-commit', {}, { id: importId });
    await expect(room.import(file, { importId, watch })).rejects.toThrow(JobStopped);
    const before = (await room.history()).length;
    await expect(desk.bring(csv(ROSE))).rejects.toThrow('Another import into this collection (many.csv');
    expect(await room.history()).toHaveLength(before);
  });
});
