import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeWithSharedData } from '../../../../infra/testing/shared-data.js';
import { TrialReader, collect, refusal } from '../testing/trial-reader.js';
import { folderAsZip } from './folder-zip.js';

let reader: TrialReader;
beforeAll(async () => {
  reader = await TrialReader.open();
});
afterAll(() => reader.close());

describeWithSharedData('Archives as people have them', (root) => {
  const REFUSED: Readonly<Record<string, string>> = {
    'dwca-2extensions.zip': 'CORE_NOT_SPECIMENS',
    'dwca-ids.zip': 'CORE_NOT_SPECIMENS',
    'dwca-missing-extension-details': 'CORE_NOT_SPECIMENS',
    'dwca-orphaned-rows.zip': 'CORE_NOT_SPECIMENS',
    'dwca-star-test-archive.zip': 'CORE_NOT_SPECIMENS',
  };
  const ROWS: Readonly<Record<string, number>> = {
    'dwca-malformed-descriptor': 4,
    'dwca-metadata-windows1252-encoding': 4,
    'dwca-simple-dir': 4,
    'dwca-simple-csv-dos.zip': 3,
    'dwca-simple-csv-eml.zip': 3,
    'dwca-simple-csv-notenclosed.zip': 3,
    'dwca-simple-csv.zip': 3,
    'dwca-invalid-simple-toomuch.zip': 3,
    'dwca-invalid-simple-two.zip': 3,
    'dwca-utf8-eol-test.zip': 1,
    'gbif-results-lacks-s-metadata.zip': 158,
    'gbif-results-whitespace-in-xml.zip': 158,
    'gbif-results.zip': 158,
  };

  it('are read, or refused in a sentence, every one', async () => {
    const names = (await readdir(join(root, 'malformed'))).filter(
      (name) => name.startsWith('dwca') || name.startsWith('gbif'),
    );
    expect(names.length).toBeGreaterThanOrEqual(31);
    const outcome: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const name of names) {
      const path = join(root, 'malformed', name);
      const reading = (await stat(path)).isDirectory()
        ? reader.read(await collect(await folderAsZip(path)))
        : reader.readFile(path, name);
      outcome[name] = REFUSED[name] ? await refusal(reading) : (await reading).rows.length;
      expected[name] = REFUSED[name] ?? ROWS[name] ?? 2;
    }
    expect(outcome).toEqual(expected);
  });
  it('say their title', async () => {
    const { archive } = await reader.readFile(join(root, 'malformed/dwca-simple-test-archive.zip'));
    expect(archive.title).toBe('simple-test-archive');
  });
  it('tell what was strange about them', async () => {
    const { archive } = await reader.read(
      await collect(await folderAsZip(join(root, 'malformed/dwca-malformed-descriptor'))),
    );
    expect(archive.notices.map((notice) => notice.kind)).toEqual(['columns-missing']);
    const { archive: tabs, rows } = await reader.read(
      await collect(await folderAsZip(join(root, 'malformed/dwca-meta-default-values'))),
    );
    expect(tabs.notices.map((notice) => notice.kind)).toEqual(['delimiter-guessed']);
    expect(rows[0]?.[2]).toBe('Borneo');
  });
});
