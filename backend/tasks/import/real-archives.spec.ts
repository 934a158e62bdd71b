import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { describeWithSharedData } from '../../../infra/testing/shared-data.js';
import type { ImportResult } from './commit.js';
import { ImportRoom } from './testing/import-room.js';

describeWithSharedData('Real archives', (root) => {
  let room: ImportRoom;
  beforeEach(async () => {
    room = await ImportRoom.open();
  });
  afterEach(() => room.close());

  const bring = async (name: string): Promise<ImportResult> =>
    room.import(await room.bring(createReadStream(join(root, 'archives', name)), name));

  it('of reptiles in Stockholm come in once, in whatever bytes they come', async () => {
    const first = await bring('nrm-herpetology-20180905.zip');
    expect(first.counts).toMatchObject({ rows: 4956, new: 4956, changed: 0, unchanged: 0, refused: 0 });
    const events = (await room.history()).filter(({ category }) => category === 'specimen').length;
    for (const name of [
      'nrm-herpetology-20180905-repackaged.zip',
      'nrm-herpetology-20180916.zip',
      'nrm-herpetology-20180905.zip',
    ]) {
      const again = await bring(name);
      expect(again.counts).toMatchObject({ rows: 4956, new: 0, changed: 0, unchanged: 4956, absent: 0, conflicts: 0 });
    }
    expect((await room.history()).filter(({ category }) => category === 'specimen')).toHaveLength(events);
  }, 240_000);

  it('of a genus with its history of determinations come in whole', async () => {
    const { counts } = await bring('seinet-perityle-1894-dwca.zip');
    expect(counts).toMatchObject({
      rows: 1894,
      new: 1894,
      identifications: 2492,
      media: 776,
      measurements: 524,
      refused: 0,
    });
    const tally = await room.tally();
    expect(tally).toMatchObject({ SpecimenAccessioned: 1894, SpecimenIdentified: 2492 });
    const accepted = new Map<string, number>();
    for (const { type, subject, data } of await room.history()) {
      if (type === 'SpecimenIdentified' && (data as { accepted?: true }).accepted)
        accepted.set(subject, (accepted.get(subject) ?? 0) + 1);
    }
    expect(accepted.size).toBe(1894);
    expect(Math.max(...accepted.values())).toBe(1);
    const texts = (await room.history()).map(({ data }) => JSON.stringify(data)).join('');
    expect([texts.includes('Bacadéhuachi'), texts.includes('�')]).toEqual([true, false]);
  }, 240_000);

  it.each([
    ['cncflora-83992-dwca.zip', { rows: 83_992, new: 83_829, duplicate: 163, refused: 0, identifications: 83_829 }],
    ['ku-fish-42763-dwca.zip', { rows: 42_763, new: 42_763, duplicate: 0, refused: 0, identifications: 42_763 }],
  ])(
    'of many thousand rows are counted to the last: %s',
    async (name, counts) => {
      const file = await room.bring(createReadStream(join(root, 'archives', name)), name);
      const preview = await room.preview(file, {});
      expect(preview.counts).toMatchObject(counts);
      expect(await room.history()).toEqual([]);
    },
    240_000,
  );
});
