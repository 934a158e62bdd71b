import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Fact } from '#domain/kernel/decider.js';
import type { Terms } from '#domain/specimen/events.js';
import { naughtyStrings } from '../../../infra/testing/naughty-strings.js';
import { describeWithSharedData } from '../../../infra/testing/shared-data.js';
import { openBundle } from '../import/archive/open-bundle.js';
import { COLLECTION } from '../import/testing/import-room.js';
import { csvLine, withoutFormula } from './csv-line.js';
import { ExportRoom } from './testing/export-room.js';

jest.setTimeout(120_000);
let room: ExportRoom;
beforeEach(async () => {
  room = await ExportRoom.open();
});
afterEach(() => room.close());

const opinion = (name: string): Fact => ({
  type: 'SpecimenIdentified',
  data: {
    identificationId: randomUUID(),
    terms: { scientificName: name },
    identifiedBy: ['B. Veno', 'M. Vo'],
    accepted: true,
  },
});
const sheet = (terms: Terms, name?: string): readonly Fact[] => [
  { type: 'SpecimenAccessioned', data: { collectionId: COLLECTION, terms, released: false } },
  ...(name === undefined ? [] : [opinion(name)]),
];
const tableOf = async (request: Parameters<ExportRoom['export']>[0]): Promise<string[][]> =>
  parse(await room.bytes(await room.export(request)), { bom: true });

describe('A line of CSV', () => {
  it('gives every text back as it was', () => {
    for (const text of naughtyStrings) expect(parse(csvLine(['x', text, 'y']))).toEqual([['x', text, 'y']]);
  });
  it('for spreadsheets begins no formula, and leaves numbers alone', () => {
    const cells = ['=1+1', '+x', '-x', '@x', '\tx', '-73.5', '+12', 'a=b', undefined];
    const safe = ["'=1+1", "'+x", "'-x", "'@x", "'\tx", '-73.5', '+12', 'a=b', undefined];
    expect(cells.map(withoutFormula)).toEqual(safe);
  });
});

describe('An exported table', () => {
  it('has the chosen columns in their order, one header for each term', async () => {
    const place = { decimalLatitude: '-5.5', decimalLongitude: '2' };
    await room.record(randomUUID(), sheet({ catalogNumber: 'A-1', recordedBy: '=cmd', ...place }, 'Poa annua L.'));
    await room.record(randomUUID(), sheet({ catalogNumber: 'A-2' }));
    const columns = ['recordedBy', 'catalogNumber', 'scientificName', 'identifiedBy', 'point', 'unidentified'];
    const sort = [{ column: 'catalogNumber', descending: true }];
    const header = [...columns.slice(0, 4), 'decimalLatitude', 'decimalLongitude', 'unidentified'];
    expect(await tableOf({ format: 'csv', columns, sort })).toEqual([
      header,
      ['', 'A-2', '', '', '', '', 'true'],
      ['=cmd', 'A-1', 'Poa annua L.', 'B. Veno | M. Vo', '-5.5', '2', 'false'],
    ]);
    const [, , safe] = await tableOf({ format: 'spreadsheet', columns, sort });
    expect(safe).toEqual(["'=cmd", 'A-1', 'Poa annua L.', 'B. Veno | M. Vo', '-5.5', '2', 'false']);
  });

  it('holds what a search finds, or what was chosen, and is noted in the security log', async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    for (const [at, id] of ids.entries())
      await room.record(id, sheet({ catalogNumber: `A-${at}`, country: at ? 'Chile' : 'Peru' }));
    const [columns, sort] = [['catalogNumber'], [{ column: 'catalogNumber' }]];
    const where = { column: 'country', equals: 'Chile' };
    expect(await tableOf({ format: 'csv', columns, where, sort })).toEqual([columns, ['A-1'], ['A-2']]);
    const chosen = await tableOf({ format: 'csv', columns: ['id'], ids: [ids[2]!, randomUUID()] });
    expect(chosen).toEqual([['id'], [ids[2]]]);
    const [line] = await room.log.read({ limit: 1 });
    expect(line).toMatchObject({ what: 'exported', about: expect.stringMatching(/^csv, 1 specimens, [0-9a-f]{64}$/) });
  });

  it('tells how far it is, and stops when it is asked to', async () => {
    await room.recordAll(Array.from({ length: 300 }, (_, at) => [randomUUID(), sheet({ catalogNumber: `A-${at}` })]));
    const told: unknown[] = [];
    await room.export({ format: 'dwca' }, { progress: (value) => told.push(value) });
    expect(told.at(-1)).toEqual({ phase: 'packing', rowsDone: 300, rowsTotal: 300 });
    const stop = new AbortController();
    const progress = (): void => stop.abort(new Error('enough'));
    await expect(room.export({ format: 'csv' }, { signal: stop.signal, progress })).rejects.toThrow('enough');
  });
});

const XMLLINT = '/usr/bin/xmllint';
if (!existsSync(XMLLINT)) console.warn('SKIPPED: xmllint is not here, so descriptors of archives are not validated.');

describeWithSharedData('The descriptors of an exported archive', (root) => {
  (existsSync(XMLLINT) ? it : it.skip)('validate against the schemas of TDWG and GBIF', async () => {
    const measured = { measurementId: randomUUID(), terms: { measurementType: 'a', odd: 'b' } };
    const shown = { mediaId: randomUUID(), terms: { identifier: 'https://a' }, sha256: 'ab'.repeat(32) };
    await room.record(randomUUID(), [
      ...sheet({ catalogNumber: 'A-1', institutionCode: 'A & <B>', 'http://example.org/a?b&c': 'x' }, 'Poa annua L.'),
      { type: 'SpecimenMeasured', data: { measurements: [measured] } },
      { type: 'SpecimenMediaAttached', data: { media: [shown] } },
      {
        type: 'SpecimenSupplemented',
        data: { rowType: 'http://example.org/Loan', rows: [{ loanIdentifier: '7' }] },
      },
    ] as readonly Fact[]);
    const folder = mkdtempSync(join(tmpdir(), 'archive-'));
    try {
      await unpack(folder);
      const standards = join(root, 'standards');
      const text = join(standards, 'tdwg-dwc/docs/text/tdwg_dwc_text.xsd');
      validate(folder, 'meta.xml', text, standards);
      validate(folder, 'eml.xml', join(standards, 'rs.gbif.org/schema/eml-2.2.0/eml.xsd'), standards);
      writeFileSync(join(folder, 'meta.xml'), '<archive xmlns="http://rs.tdwg.org/dwc/text/"/>');
      expect(() => validate(folder, 'meta.xml', text, standards)).toThrow('core');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** Writes the descriptors of an export of everything into a folder. */
async function unpack(folder: string): Promise<void> {
  const { file } = await room.export({ format: 'dwca' });
  const bundle = await openBundle(await room.imports.files.localPath(file.sha256), file.name, folder);
  const tables = ['extension-4.csv', 'identification.csv', 'measurement.csv', 'multimedia.csv', 'occurrence.csv'];
  expect(bundle.entries.map(({ name }) => name).sort()).toEqual(['eml.xml', 'meta.xml', ...tables].sort());
  for (const name of ['meta.xml', 'eml.xml']) {
    const chunks: Buffer[] = [];
    for await (const chunk of await bundle.open(name)) chunks.push(chunk as Buffer);
    writeFileSync(join(folder, name), Buffer.concat(chunks));
  }
  await bundle.close();
}

/**
 * Schemas name each other by addresses on the net: a catalogue says where they lie here. TDWG's schema of archives imports
 * that of all terms and uses nothing of it, and that one refers to what it does not import: an empty one stands for it.
 */
function validate(folder: string, file: string, schema: string, standards: string): void {
  const terms = join(folder, 'terms.xsd');
  writeFileSync(
    terms,
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://rs.tdwg.org/dwc/terms/"/>',
  );
  const local = {
    'https://raw.githubusercontent.com/tdwg/dwc/master/docs/xml/tdwg_dwcterms.xsd': terms,
    'http://rs.gbif.org/schema/xml.xsd': join(standards, 'rs.gbif.org/schema/eml-2.2.0/xml.xsd'),
  };
  const entries = Object.entries(local).flatMap(([uri, path]) =>
    ['uri name', 'system systemId'].map((element) => `<${element}="${uri}" uri="file://${path}"/>`),
  );
  const catalogue = join(folder, 'catalog.xml');
  const space = 'urn:oasis:names:tc:entity:xmlns:xml:catalog';
  writeFileSync(catalogue, `<catalog xmlns="${space}">${entries.join('')}</catalog>`);
  execFileSync(XMLLINT, ['--nonet', '--noout', '--schema', schema, join(folder, file)], {
    env: { XML_CATALOG_FILES: catalogue },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}
