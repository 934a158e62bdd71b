import { randomUUID } from 'node:crypto';
import type { SpecimenCommand } from '#domain/specimen/commands.js';
import { specimen } from '#domain/specimen/specimen.js';
import type { AccessionedSpecimen, SpecimenState } from '#domain/specimen/state.js';
import type { SpecimenEvent } from '#domain/specimen/events.js';
import { JobStopped } from '#jobs/job-queue.js';
import { handle } from '#ledger/handle.js';
import { commitImport } from './commit.js';
import { COLLECTION, CURATOR, ImportRoom, UNWATCHED } from './testing/import-room.js';

jest.setTimeout(30_000);

let room: ImportRoom;
beforeEach(async () => {
  room = await ImportRoom.open();
});
afterEach(() => room.close());

const HEADER = 'occurrenceID,catalogNumber,scientificName,identifiedBy,country,locality,modified';
const ROSE = 'occ-1,CNC-1,Rosa canina,B. Veno,Canada,Alma,2020-01-01';
const IRIS = 'occ-2,CNC-2,Iris setosa,M. Thompson,Canada,Percé,2020-01-01';
const csv = (...rows: string[]): string => [HEADER, ...rows, ''].join('\n');

async function bring(text: string, name = 'sheets.csv') {
  return room.import(await room.bring(text, name));
}

async function specimenOf(occurrenceID: string): Promise<{ id: string; revision: number; state: AccessionedSpecimen }> {
  const events = (await room.history()).filter(({ category }) => category === 'specimen');
  const first = events.find(
    ({ type, data }) =>
      type === 'SpecimenAccessioned' &&
      (data as { terms: Record<string, string> }).terms['occurrenceID'] === occurrenceID,
  );
  const own = events.filter(({ subject }) => subject === first?.subject);
  const state = own.reduce(
    (before, event) => specimen.evolve(before, event as unknown as SpecimenEvent),
    specimen.initial as SpecimenState,
  );
  if (state.status === 'unknown') throw new Error(`No specimen has the occurrenceID ${occurrenceID}.`);
  return { id: own[0]?.subject ?? '', revision: own.length - 1, state };
}

/** A curator does something to a specimen by hand. */
async function byHand(id: string, command: SpecimenCommand, ifMatch?: number): Promise<void> {
  const context = {
    commandId: randomUUID(),
    correlationId: randomUUID(),
    actor: CURATOR,
    source: { kind: 'ui' as const },
    at: Date.now(),
  };
  await handle(
    { store: room.events, salts: room.desk.salts },
    specimen,
    id,
    command,
    context,
    ifMatch === undefined ? {} : { ifMatch },
  );
}

async function correct(occurrenceID: string, term: string, now: string): Promise<void> {
  const { id, revision, state } = await specimenOf(occurrenceID);
  const changes = [{ term, was: state.terms[term] as string, now }];
  await byHand(id, { type: 'CorrectSpecimen', changes, reason: 'misread-label' } as SpecimenCommand, revision);
}

async function acceptedName(occurrenceID: string): Promise<string | undefined> {
  const { state } = await specimenOf(occurrenceID);
  return state.identifications.get(state.acceptedIdentification ?? '')?.terms['scientificName'];
}

describe('An import', () => {
  it('records each row as a specimen with its determination, its number, and where it came from', async () => {
    const result = await bring(csv(ROSE, IRIS));
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
    await bring(csv(ROSE, IRIS));
    const before = await room.tally();
    const columns = (row: string): string => row.split(',').reverse().join('\t');
    const again = await bring([HEADER, IRIS, ROSE].map(columns).join('\r\n'), 'other.tsv');
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
  it('counts exact repetitions and does not enter them', async () => {
    const { counts, problems } = await bring(csv(ROSE, ROSE, IRIS));
    expect([counts.new, counts.duplicate, problems['repeated-row']]).toEqual([2, 1, 1]);
  });
  it('enters a record whose number another has, and marks it', async () => {
    const { problems } = await bring(csv(ROSE, IRIS.replace('CNC-2', 'CNC-1')));
    expect(problems).toMatchObject({ 'catalog-number-taken': 1 });
    expect((await specimenOf('occ-2')).state.catalogNumberClash).toBe((await specimenOf('occ-1')).id);
  });
  it('finds a record by its number when the source gave it no other name before', async () => {
    await bring(csv(ROSE.replace('occ-1', '')));
    const { counts } = await bring(csv(ROSE));
    expect(counts).toMatchObject({ new: 0, changed: 1 });
  });
  it('finds a record that was entered by hand', async () => {
    const id = randomUUID();
    const terms = { occurrenceID: 'occ-1', country: 'Canada', locality: 'Alma, old mill' };
    await byHand(id, { type: 'AccessionSpecimen', collectionId: COLLECTION, terms } as unknown as SpecimenCommand);
    const { counts } = await bring(csv(ROSE));
    expect(counts).toMatchObject({ new: 0, changed: 1, conflicts: 1 });
    const { state } = await specimenOf('occ-1');
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
    expect((await specimenOf('occ-1')).state.terms).not.toHaveProperty('country');
    const kept = mapping.map(({ nulls: _nulls, ...column }) => column);
    expect((await room.preview(file, { collectionId: COLLECTION, mapping: kept })).counts.changed).toBe(1);
  });
});

describe('A newer file', () => {
  beforeEach(() => bring(csv(ROSE, IRIS)));

  it('corrects what its source corrected', async () => {
    const { counts } = await bring(csv(ROSE.replace('Alma', 'Alma Fundy'), IRIS));
    expect(counts).toMatchObject({ changed: 1, unchanged: 1, conflicts: 0 });
    const [correction] = (await room.history()).filter(({ type }) => type === 'SpecimenCorrected');
    expect(correction).toMatchObject({
      reason: 'source-updated',
      data: { changes: [{ term: 'locality', was: 'Alma', now: 'Alma Fundy' }] },
    });
  });
  it('never overwrites a curator, and lists what it would have changed', async () => {
    await correct('occ-1', 'locality', 'Alma, New Brunswick');
    const { counts, report } = await bring(csv(ROSE.replace('Alma', 'Alma Quebec'), IRIS));
    expect(counts).toMatchObject({ changed: 0, unchanged: 2, conflicts: 1 });
    expect((await specimenOf('occ-1')).state.terms['locality']).toBe('Alma, New Brunswick');
    expect(await room.lines(report)).toMatchObject([
      { kind: 'conflict', row: 1, column: 'locality', value: 'Alma Quebec' },
    ]);
    const { counts: same } = await bring(csv(ROSE, IRIS));
    expect(same).toMatchObject({ changed: 0, conflicts: 0 });
  });
  it('that only says when its source was touched changes nothing', async () => {
    const before = (await room.history()).length;
    const { counts } = await bring(csv(ROSE.replace('2020', '2024'), IRIS.replace('2020', '2025')));
    expect(counts).toMatchObject({ changed: 0, unchanged: 2 });
    expect(await room.history()).toHaveLength(before + 2);
  });
  it('lists the records that it lacks, and leaves them', async () => {
    const { counts, report } = await bring(csv(IRIS));
    expect(counts).toMatchObject({ rows: 1, absent: 1 });
    expect((await room.lines(report))[0]).toMatchObject({
      kind: 'absent',
      sentence: expect.stringContaining('CNC-1') as string,
    });
    expect((await specimenOf('occ-1')).state.status).toBe('standing');
  });
  it('of another source lacks nothing', async () => {
    const { counts } = await bring(csv('occ-9,CNC-9,Poa annua,,,,'));
    expect(counts).toMatchObject({ new: 1, absent: 0 });
  });
  it('brings a new determination, which is accepted where nobody here chose another', async () => {
    await bring(csv(ROSE.replace('Rosa canina,B. Veno', 'Rosa nitida,L. Roy'), IRIS));
    const { state } = await specimenOf('occ-1');
    expect([await acceptedName('occ-1'), state.identifications.size]).toEqual(['Rosa nitida', 2]);
    const { counts } = await bring(csv(ROSE.replace('Rosa canina,B. Veno', 'Rosa nitida,L. Roy'), IRIS));
    expect(counts).toMatchObject({ changed: 0 });
  });
  it('brings a new determination beside the one that was chosen here', async () => {
    const { id } = await specimenOf('occ-1');
    const mine = {
      type: 'IdentifySpecimen',
      identificationId: randomUUID(),
      terms: { scientificName: 'Rosa rugosa' },
      accept: true,
    };
    await byHand(id, mine as unknown as SpecimenCommand);
    const { counts } = await bring(csv(ROSE.replace('Rosa canina', 'Rosa nitida'), IRIS));
    expect(counts).toMatchObject({ changed: 1, conflicts: 1, identifications: 1 });
    expect(await acceptedName('occ-1')).toBe('Rosa rugosa');
  });
  it('leaves alone what was struck through here', async () => {
    const { id } = await specimenOf('occ-1');
    await byHand(id, { type: 'VoidSpecimenRecord', reason: 'entered-by-mistake' } as SpecimenCommand);
    const { counts, problems } = await bring(csv(ROSE.replace('Alma', 'Elma'), IRIS));
    expect([counts.changed, problems['record-void']]).toEqual([0, 1]);
  });
});

describe('Refused rows', () => {
  it('are handed back with the reason, to be mended and dropped in again', async () => {
    const { counts, refusedRows } = await bring(
      csv(ROSE, 'occ-2,CNC-2,Iris setosa', `${IRIS},too much`.replace('occ-2', 'occ-3')),
    );
    expect(counts).toMatchObject({ rows: 3, new: 1, refused: 2 });
    const text = await room.text(refusedRows ?? { sha256: '' });
    expect(text.split('\n')[0]).toBe(`refusedBecause,${HEADER}`);
    const unmended = await bring(text, 'refused.csv');
    expect(unmended.counts).toMatchObject({ rows: 2, new: 0, refused: 2 });
    const mended = text.replace('Iris setosa\n', 'Iris setosa,,,,\n').replace(',too much', '');
    const { counts: after } = await bring(mended, 'mended.csv');
    expect(after).toMatchObject({ rows: 2, new: 2, refused: 0 });
    const last = (await room.history()).filter(({ type }) => type === 'SpecimenAccessioned').at(-1);
    expect(last?.data).not.toHaveProperty('unmapped');
  });
});

describe('An import that was taken back', () => {
  it('leaves its records struck through and their numbers free, but for those that somebody touched', async () => {
    const { importId } = await bring(csv(ROSE, IRIS));
    await correct('occ-2', 'locality', 'Percé, the rock');
    const { undone, kept, report } = await room.undo(importId);
    expect([undone, kept]).toEqual([1, 1]);
    expect(await room.lines(report)).toMatchObject([
      { kind: 'touched-since', specimenId: (await specimenOf('occ-2')).id },
    ]);
    expect([(await specimenOf('occ-1')).state.status, (await specimenOf('occ-2')).state.status]).toEqual([
      'void',
      'standing',
    ]);
    expect(await room.tally()).toMatchObject({ SpecimenRecordVoided: 1, CatalogNumberReleased: 1, ImportUndone: 1 });
    await expect(room.undo(importId)).rejects.toThrow('taken back already');
  });
  it('can be imported again: its records stand as before', async () => {
    const file = await room.bring(csv(ROSE, IRIS), 'sheets.csv');
    const { importId } = await room.import(file);
    await room.undo(importId);
    const { counts } = await room.import(file);
    expect(counts).toMatchObject({ new: 2, identifications: 0 });
    expect((await specimenOf('occ-1')).state.status).toBe('standing');
    expect(await room.tally()).toMatchObject({
      SpecimenAccessioned: 2,
      SpecimenRecordReinstated: 2,
      CatalogNumberReserved: 4,
    });
    expect((await room.import(file)).counts).toMatchObject({ unchanged: 2 });
  });
  it('sets back what it changed', async () => {
    await bring(csv(ROSE, IRIS));
    const newer = csv(ROSE.replace('Alma', 'Elma').replace('canina', 'nitida'), IRIS);
    const { importId } = await bring(newer);
    expect([await acceptedName('occ-1'), (await specimenOf('occ-1')).state.terms['locality']]).toEqual([
      'Rosa nitida',
      'Elma',
    ]);
    expect(await room.undo(importId)).toMatchObject({ undone: 1, kept: 0 });
    expect([await acceptedName('occ-1'), (await specimenOf('occ-1')).state.terms['locality']]).toEqual([
      'Rosa canina',
      'Alma',
    ]);
    expect((await bring(newer)).counts).toMatchObject({ changed: 1, conflicts: 0, identifications: 1 });
    expect([await acceptedName('occ-1'), (await specimenOf('occ-1')).state.terms['locality']]).toEqual([
      'Rosa nitida',
      'Elma',
    ]);
    expect((await bring(newer)).counts).toMatchObject({ changed: 0 });
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
    await expect(room.import(file, { watch })).rejects.toThrow(JobStopped);
    const before = (await room.history()).length;
    await expect(bring(csv(ROSE))).rejects.toThrow('Another import into this collection (many.csv');
    expect(await room.history()).toHaveLength(before);
  });
});

describe('The history that imports write', () => {
  it('has one accepted determination for every record that has any, through all that newer files bring', async () => {
    await bring(csv(ROSE, IRIS));
    await bring(csv(ROSE.replace('canina', 'nitida'), IRIS));
    await bring(csv(ROSE.replace('canina', 'rugosa'), IRIS.replace('Iris setosa', '')));
    for (const occurrenceID of ['occ-1', 'occ-2']) {
      const { state } = await specimenOf(occurrenceID);
      expect(state.identifications.get(state.acceptedIdentification ?? '')).toMatchObject({ withdrawn: false });
    }
  });
});
