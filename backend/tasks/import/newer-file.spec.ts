import { randomUUID } from 'node:crypto';
import type { SpecimenCommand } from '#domain/specimen/commands.js';
import { ImportRoom } from './testing/import-room.js';
import { Desk, IRIS, ROSE, csv } from './testing/sheets.js';

jest.setTimeout(30_000);

let room: ImportRoom;
let desk: Desk;
beforeEach(async () => {
  room = await ImportRoom.open();
  desk = new Desk(room);
});
afterEach(() => room.close());

describe('A newer file', () => {
  beforeEach(() => desk.bring(csv(ROSE, IRIS)));

  it('corrects what its source corrected', async () => {
    const { counts } = await desk.bring(csv(ROSE.replace('Alma', 'Alma Fundy'), IRIS));
    expect(counts).toMatchObject({ changed: 1, unchanged: 1, conflicts: 0 });
    const [correction] = (await room.history()).filter(({ type }) => type === 'SpecimenCorrected');
    expect(correction).toMatchObject({
      reason: 'source-updated',
      data: { changes: [{ term: 'locality', was: 'Alma', now: 'Alma Fundy' }] },
    });
  });
  it('never overwrites a curator, and lists what it would have changed', async () => {
    await desk.correct('occ-1', 'locality', 'Alma, New Brunswick');
    const { counts, report } = await desk.bring(csv(ROSE.replace('Alma', 'Alma Quebec'), IRIS));
    expect(counts).toMatchObject({ changed: 0, unchanged: 2, conflicts: 1 });
    expect((await desk.specimenOf('occ-1')).state.terms['locality']).toBe('Alma, New Brunswick');
    expect(await room.lines(report)).toMatchObject([
      { kind: 'conflict', row: 1, column: 'locality', value: 'Alma Quebec' },
    ]);
    const { counts: same } = await desk.bring(csv(ROSE, IRIS));
    expect(same).toMatchObject({ changed: 0, conflicts: 0 });
  });
  it('that only says when its source was touched changes nothing', async () => {
    const before = (await room.history()).length;
    const { counts } = await desk.bring(csv(ROSE.replace('2020', '2024'), IRIS.replace('2020', '2025')));
    expect(counts).toMatchObject({ changed: 0, unchanged: 2 });
    expect(await room.history()).toHaveLength(before + 2);
  });
  it('lists the records that it lacks, and leaves them', async () => {
    const { counts, report } = await desk.bring(csv(IRIS));
    expect(counts).toMatchObject({ rows: 1, absent: 1 });
    expect((await room.lines(report))[0]).toMatchObject({
      kind: 'absent',
      sentence: expect.stringContaining('CNC-1') as string,
    });
    expect((await desk.specimenOf('occ-1')).state.status).toBe('standing');
  });
  it('of another source lacks nothing', async () => {
    const { counts } = await desk.bring(csv('occ-9,CNC-9,Poa annua,,,,'));
    expect(counts).toMatchObject({ new: 1, absent: 0 });
  });
  it('brings a new determination, which is accepted where nobody here chose another', async () => {
    await desk.bring(csv(ROSE.replace('Rosa canina,B. Veno', 'Rosa nitida,L. Roy'), IRIS));
    const { state } = await desk.specimenOf('occ-1');
    expect([await desk.acceptedName('occ-1'), state.identifications.size]).toEqual(['Rosa nitida', 2]);
    const { counts } = await desk.bring(csv(ROSE.replace('Rosa canina,B. Veno', 'Rosa nitida,L. Roy'), IRIS));
    expect(counts).toMatchObject({ changed: 0 });
  });
  it('brings a new determination beside the one that was chosen here', async () => {
    const { id } = await desk.specimenOf('occ-1');
    const mine = {
      type: 'IdentifySpecimen',
      identificationId: randomUUID(),
      terms: { scientificName: 'Rosa rugosa' },
      accept: true,
    };
    await desk.byHand(id, mine as unknown as SpecimenCommand);
    const { counts } = await desk.bring(csv(ROSE.replace('Rosa canina', 'Rosa nitida'), IRIS));
    expect(counts).toMatchObject({ changed: 1, conflicts: 1, identifications: 1 });
    expect(await desk.acceptedName('occ-1')).toBe('Rosa rugosa');
  });
  it('leaves alone what was struck through here', async () => {
    const { id } = await desk.specimenOf('occ-1');
    await desk.byHand(id, { type: 'VoidSpecimenRecord', reason: 'entered-by-mistake' });
    const { counts, problems } = await desk.bring(csv(ROSE.replace('Alma', 'Elma'), IRIS));
    expect([counts.changed, problems['record-void']]).toEqual([0, 1]);
  });
});

describe('The history that imports write', () => {
  it('has one accepted determination for every record that has any, through all that newer files bring', async () => {
    await desk.bring(csv(ROSE, IRIS));
    await desk.bring(csv(ROSE.replace('canina', 'nitida'), IRIS));
    await desk.bring(csv(ROSE.replace('canina', 'rugosa'), IRIS.replace('Iris setosa', '')));
    for (const occurrenceID of ['occ-1', 'occ-2']) {
      const { state } = await desk.specimenOf(occurrenceID);
      expect(state.identifications.get(state.acceptedIdentification ?? '')).toMatchObject({ withdrawn: false });
    }
  });
});
