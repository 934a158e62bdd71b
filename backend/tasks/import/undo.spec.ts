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

describe('An import that was taken back', () => {
  it('leaves its records struck through and their numbers free, but for those that somebody touched', async () => {
    const { importId } = await desk.bring(csv(ROSE, IRIS));
    await desk.correct('occ-2', 'locality', 'Percé, the rock');
    const { undone, kept, report } = await room.undo(importId);
    expect([undone, kept]).toEqual([1, 1]);
    expect(await room.lines(report)).toMatchObject([
      { kind: 'touched-since', specimenId: (await desk.specimenOf('occ-2')).id },
    ]);
    expect([(await desk.specimenOf('occ-1')).state.status, (await desk.specimenOf('occ-2')).state.status]).toEqual([
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
    expect((await desk.specimenOf('occ-1')).state.status).toBe('standing');
    expect(await room.tally()).toMatchObject({
      SpecimenAccessioned: 2,
      SpecimenRecordReinstated: 2,
      CatalogNumberReserved: 4,
    });
    expect((await room.import(file)).counts).toMatchObject({ unchanged: 2 });
  });
  it('sets back what it changed', async () => {
    await desk.bring(csv(ROSE, IRIS));
    const newer = csv(ROSE.replace('Alma', 'Elma').replace('canina', 'nitida'), IRIS);
    const { importId } = await desk.bring(newer);
    expect([await desk.acceptedName('occ-1'), (await desk.specimenOf('occ-1')).state.terms['locality']]).toEqual([
      'Rosa nitida',
      'Elma',
    ]);
    expect(await room.undo(importId)).toMatchObject({ undone: 1, kept: 0 });
    expect([await desk.acceptedName('occ-1'), (await desk.specimenOf('occ-1')).state.terms['locality']]).toEqual([
      'Rosa canina',
      'Alma',
    ]);
    expect((await desk.bring(newer)).counts).toMatchObject({ changed: 1, conflicts: 0, identifications: 1 });
    expect([await desk.acceptedName('occ-1'), (await desk.specimenOf('occ-1')).state.terms['locality']]).toEqual([
      'Rosa nitida',
      'Elma',
    ]);
    expect((await desk.bring(newer)).counts).toMatchObject({ changed: 0 });
  });
});
