import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ImportCounts } from '#domain/import-batch/events.js';
import { compiled } from '../../../infra/testing/compiled.js';
import type { ImportFile } from './import-desk.js';
import { ImportRoom } from './testing/import-room.js';

jest.setTimeout(120_000);

const CHILD = 'backend/tasks/import/testing/import-child.ts';

interface Step {
  readonly phase: 'staging' | 'checking' | 'writing' | 'done';
  readonly rowsDone: number;
  readonly counts?: ImportCounts;
}

/** Runs the import in a process of its own and kills it, without warning, at the first step that `when` is true of. */
async function runUntil(
  folder: string,
  importId: string,
  file: ImportFile,
  when: (step: Step) => boolean,
): Promise<Step | undefined> {
  const child = spawn(process.execPath, [fileURLToPath(compiled(CHILD)), folder, importId, file.sha256, file.name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last: Step | undefined;
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    last = JSON.parse(line) as Step;
    if (when(last)) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return last;
}

describe('An import whose process is killed', () => {
  it('ends, when it is run again, as if nothing had happened', async () => {
    const rows = Array.from({ length: 2400 }, (_, at) => `occ-${at},CNC-${at % 2000},Poa annua,,Canada,Lot ${at}`);
    const start = await ImportRoom.open();
    const file = await start.bring(
      ['occurrenceID,catalogNumber,scientificName,identifiedBy,country,locality', ...rows, ''].join('\n'),
      'sheets.csv',
    );
    await start.close(true);
    const importId = randomUUID();

    const moments: ((step: Step) => boolean)[] = [
      ({ phase }) => phase === 'checking',
      ({ phase, rowsDone }) => phase === 'writing' && rowsDone >= 400,
      ({ phase, rowsDone }) => phase === 'writing' && rowsDone >= 1200,
      ({ phase, rowsDone }) => phase === 'writing' && rowsDone >= 2400,
    ];
    for (const moment of moments) await runUntil(start.folder, importId, file, moment);
    const end = await runUntil(start.folder, importId, file, () => false);
    expect(end).toMatchObject({
      phase: 'done',
      counts: { rows: 2400, new: 2400, changed: 0, unchanged: 0, identifications: 2400 },
    });

    const room = await ImportRoom.open(start.folder);
    expect(await room.tally()).toEqual({
      ImportStarted: 1,
      CatalogNumberReserved: 2000,
      SpecimenAccessioned: 2400,
      SpecimenIdentified: 2400,
      ImportCompleted: 1,
    });
    const clashes = (await room.history()).filter(({ data }) => 'catalogNumberClash' in (data as object));
    expect(clashes).toHaveLength(400);
    await room.close();
  });
});
