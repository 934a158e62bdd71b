import { randomUUID } from 'node:crypto';
import { JobStopped } from '#jobs/job-queue.js';
import { ImportRoom } from './testing/import-room.js';
import { Desk, ROSE, csv } from './testing/sheets.js';

describe('An import that began and was handed back', () => {
  let room: ImportRoom;
  let importId: string;
  beforeEach(async () => {
    room = await ImportRoom.open();
    importId = randomUUID();
    const stop = new AbortController();
    const progress = ({ phase }: { phase: string }): void => {
      if (phase === 'writing') stop.abort(new JobStopped('closing'));
    };
    const rows = Array.from({ length: 900 }, (_, at) => `occ-m${at},CNC-M${at},Poa annua,,Canada,Lot ${at},2020-01-01`);
    const file = await room.bring(csv(...rows), 'many.csv');
    await expect(room.import(file, { importId, watch: { signal: stop.signal, progress } })).rejects.toThrow(JobStopped);
  });
  afterEach(() => room.close());
  const endings = async (): Promise<unknown[]> =>
    (await room.history())
      .filter(({ type, stream }) => stream === `import-${importId}` && type !== 'ImportStarted')
      .map(({ type, data }) => ({ type, data }));

  it('is recorded as cancelled by the next import, when its job was cancelled while it waited', async () => {
    await room.jobs.cancel((await room.jobs.enqueue('import-commit', {}, { id: importId })).id);
    await new Desk(room).bring(csv(ROSE));
    expect(await endings()).toEqual([{ type: 'ImportCancelled', data: { rowsDone: 0 } }]);
  });

  it('is recorded as failed by the next import, when there is no job of it any more', async () => {
    await new Desk(room).bring(csv(ROSE));
    expect(await endings()).toEqual([
      { type: 'ImportFailed', data: { why: 'Its work was lost and does not go on.', rowsDone: 0 } },
    ]);
  });

  it('can be taken back, when there is no job of it any more', async () => {
    await room.undo(importId);
    expect(await endings()).toMatchObject([{ type: 'ImportFailed' }, { type: 'ImportUndone' }]);
  });
});
