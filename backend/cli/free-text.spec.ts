import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { collection } from '#domain/collection/collection.js';
import { EstablishCollection } from '#domain/collection/commands.js';
import { parseCommand } from '#domain/kernel/parse-command.js';
import { DARWIN_CORE } from '#domain/terms/darwin-core.js';
import { isNullByDefault } from '#tasks/import/literal-nulls.js';
import { safeKey } from '#tasks/import/row-reading.js';
import { zipOf } from '#tasks/import/testing/zip-of.js';
import { operatorContext } from '#tasks/accounts/operator.js';
import { openHouse, type House } from '#wiring/house.js';
import { readSettings } from '#wiring/settings.js';
import {
  count,
  everyTerm,
  isSaid,
  seedFreeText,
  takenTexts,
  TERMS,
  type FreeTextThing,
} from '../../infra/testing/free-text.js';
import { runCommand } from './run-command.js';

jest.setTimeout(120_000);

const root = mkdtempSync(join(tmpdir(), 'free-text-'));
const INLINE = { projector: 'inline', tasks: 'none', readers: 0, ledgerWriter: 'here' } as const;
const houses: House[] = [];

class Page extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** A data folder with its house, and the command line in it. */
class Desk {
  private constructor(
    readonly data: string,
    readonly house: House,
  ) {}

  static async at(name: string): Promise<Desk> {
    const data = join(root, name);
    const house = await openHouse(readSettings({ DATA: data, LOG_LEVEL: 'error' }, {}), INLINE);
    houses.push(house);
    return new Desk(data, house);
  }

  /** What a command says with `--json`. */
  async ask<T = Record<string, never>>(...words: string[]): Promise<T> {
    return JSON.parse(await this.told(...words)) as T;
  }

  /** The same as text. */
  async told(...words: string[]): Promise<string> {
    const [out, err] = [new Page(), new Page()];
    const code = await runCommand([...words, '--json'], { out, err }, new AbortController().signal, this);
    expect({ words, code, err: err.text }).toEqual({ words, code: 0, err: '' });
    return out.text;
  }

  async checksum(view: string): Promise<string | undefined> {
    return (await this.house.views.active(view))?.checksum();
  }

  /** Every event as the export tells it. */
  async export(): Promise<{ readonly text: string; readonly events: readonly Exported[] }> {
    const file = join(this.data, 'events.jsonl');
    rmSync(file, { force: true });
    await this.ask('export-events', '--output', file);
    const text = readFileSync(file, 'utf8');
    return {
      text,
      events: text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Exported),
    };
  }
}

interface Exported {
  readonly stream: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}
interface Opinion {
  readonly terms: Readonly<Record<string, string>>;
  readonly identifiedBy?: readonly string[];
}
interface Shown {
  readonly id: string;
  readonly record: {
    readonly terms: Readonly<Record<string, string>>;
    readonly identifications: readonly Opinion[];
    readonly measurements: readonly Opinion[];
    readonly media: readonly Opinion[];
    readonly georeferences: readonly Opinion[];
  };
  readonly history: readonly { readonly type: string; readonly data: object }[];
}
interface Found {
  readonly items: readonly { readonly id: string; readonly terms: Readonly<Record<string, string>> }[];
}

const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

/** Columns that hold a term of the specimen, or of its accepted determination, as it was written. */
const COLUMNS = [
  'institutionCode',
  'collectionCode',
  'catalogNumber',
  'occurrenceID',
  'basisOfRecord',
  'collector',
].concat(
  [
    'recordNumber',
    'country',
    'stateProvince',
    'county',
    'municipality',
    'kingdom',
    'phylum',
    'class',
    'order',
    'family',
  ],
  ['genus', 'specificEpithet'],
);

/** Whether a search by value in every column finds this specimen and no other, with its texts as they are. */
async function isFound(desk: Desk, id: string, text: string, columns: readonly string[]): Promise<void> {
  const where = columns.flatMap((column) => ['--where', `${column}=${text}`]);
  const { items } = await desk.ask<Found>('search', ...where, '--limit', '1000');
  expect([text, items.map((item) => item.id)]).toEqual([text, [id]]);
  expect(items[0]!.terms['locality']).toBe(text);
}

afterAll(async () => {
  for (const house of houses) await house.close();
  rmSync(root, { recursive: true });
});

describe('A text in every field that takes free text', () => {
  let desk: Desk;
  let things: readonly FreeTextThing[];
  let sheets: readonly FreeTextThing[];
  beforeAll(async () => {
    desk = await Desk.at('seeded');
    things = await seedFreeText(desk.house, '5f0f5a2e-0d6c-5d0e-8a3c-2b2f6f6f0001');
    sheets = things.filter(({ stream }) => stream.startsWith('specimen-'));
    expect(sheets.length).toBeGreaterThanOrEqual(19);
  });

  it('comes back byte for byte by show, in the record and in the history; blank means absent', async () => {
    for (const { text, stream, times } of sheets) {
      const { record, history } = await desk.ask<Shown>('show', idOf(stream), '--history');
      expect([
        text,
        count(
          history.map(({ data }) => data),
          text,
        ),
      ]).toEqual([text, times]);
      const { fieldNotes: _corrected, ...terms } = isSaid(text) ? everyTerm(TERMS.specimen, text) : {};
      expect(record.terms).toEqual(terms);
      const all = [...record.identifications, ...record.measurements, ...record.media, ...record.georeferences];
      expect(all).toHaveLength(7);
      const said = new Set(all.flatMap((one) => [...Object.values(one.terms), ...(one.identifiedBy ?? [])]));
      expect([...said]).toEqual(isSaid(text) ? [text] : []);
    }
  });

  it('is found by its value, and by no other', async () => {
    for (const { text, stream } of sheets.filter((sheet) => isSaid(sheet.text)))
      await isFound(desk, idOf(stream), text, COLUMNS);
  });

  it('stands in the export of every aggregate, and the same after backup and restore', async () => {
    const { text: exported, events } = await desk.export();
    const byStream = Map.groupBy(events, ({ stream }) => stream);
    for (const { text, stream, times } of things)
      expect([
        text,
        stream,
        count(
          (byStream.get(stream) ?? []).map(({ data }) => data),
          text,
        ),
      ]).toEqual([text, stream, times]);
    await desk.ask('backup', join(root, 'backup.tar'));
    const out = new Page();
    const words = ['restore', join(root, 'backup.tar'), '--data', join(root, 'restored'), '--json'];
    expect(await runCommand(words, { out, err: out }, new AbortController().signal)).toBe(0);
    const restored = await Desk.at('restored');
    expect((await restored.export()).text === exported).toBe(true);
    // All that show and search can say is in these two views.
    const listing = ['search', '--limit', '1000'];
    expect((await restored.told(...listing)) === (await desk.told(...listing))).toBe(true);
    for (const name of ['specimen-record', 'specimen-search'])
      expect([name, await restored.checksum(name)]).toEqual([name, await desk.checksum(name)]);
  });
});

describe('A text in every column of an archive and its extensions', () => {
  const DWC = 'http://rs.tdwg.org/dwc/terms/';
  const OWN = ['a column of our own', 'ours,\ttoo'];
  const DETERMINATION = TERMS.determination.filter((term) => !term.includes(':'));
  // Audubon Core has terms that differ in a capital only; a column's header does not tell them apart.
  const MEDIA = [...new Map(TERMS.media.map((term) => [term.toLowerCase(), term])).values()];
  const CORE = [
    ...TERMS.specimen.filter((term) => !term.includes(':') && term !== 'occurrenceID'),
    ...DETERMINATION,
    ...OWN,
  ];
  const EXTENSIONS = {
    [`${DWC}Identification`]: [...DETERMINATION, ...OWN],
    [`${DWC}MeasurementOrFact`]: [...TERMS.measurement, ...OWN],
    'http://rs.gbif.org/terms/1.0/Multimedia': [...MEDIA, ...OWN],
    'https://example.org/terms/Smell': ['http://example.org/terms/odour', ...OWN],
  };
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  // A file with a zero byte is no text file, and refused as such.
  const said = takenTexts.filter((text) => isSaid(text) && !text.includes('\u0000'));
  const table = (columns: readonly string[]): string =>
    said.map((text, n) => [cell(`urn:n:${n}`), ...columns.map(() => cell(text))].join(',')).join('\n');
  const uriOf = (column: string): string =>
    column.includes(':') ? column : (DARWIN_CORE.get(column)?.uri ?? `http://rs.tdwg.org/ac/terms/${column}`);
  const fields = (columns: readonly string[]): string =>
    columns
      .map((column, at) => (OWN.includes(column) ? '' : `<field index="${at + 1}" term="${uriOf(column)}"/>`))
      .join('');
  const described = (element: string, id: string, rowType: string, file: string, columns: readonly string[]): string =>
    `<${element} encoding="UTF-8" fieldsTerminatedBy="," linesTerminatedBy="\\n" fieldsEnclosedBy="&quot;" ignoreHeaderLines="1" rowType="${rowType}">` +
    `<files><location>${file}</location></files><${id} index="0"/>${element === 'core' ? `<field index="0" term="${DWC}occurrenceID"/>` : ''}${fields(columns)}</${element}>`;
  const header = (columns: readonly string[]): string => ['id', ...columns].map(cell).join(',');

  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.at('imported');
    const extensions = Object.entries(EXTENSIONS);
    const archive = await zipOf({
      'meta.xml': `<archive xmlns="http://rs.tdwg.org/dwc/text/">${described('core', 'id', `${DWC}Occurrence`, 'core.csv', CORE)}${extensions
        .map(([rowType, columns], n) => described('extension', 'coreid', rowType, `${n}.csv`, columns))
        .join('')}</archive>`,
      'core.csv': `${header(CORE)}\n${table(CORE)}\n`,
      ...Object.fromEntries(
        extensions.map(([, columns], n) => [`${n}.csv`, `${header(columns)}\n${table(columns)}\n`]),
      ),
    });
    writeFileSync(join(root, 'naughty.zip'), archive);
    const command = parseCommand(EstablishCollection, {
      type: 'EstablishCollection',
      institutionCode: 'Q',
      collectionCode: 'N',
      name: 'Naughty',
    });
    const id = '5f0f5a2e-0d6c-5d0e-8a3c-2b2f6f6f0002';
    await desk.house.handle(collection, id, command, operatorContext(id, desk.house.now()));
    await desk.ask('search');
    const imported = await desk.ask('import', join(root, 'naughty.zip'), '--collection', 'N');
    expect(imported).toMatchObject({ rows: said.length, new: said.length, refused: 0 });
  });

  it('comes back byte for byte by show and export; what was read as absent is told as it stood', async () => {
    const byStream = Map.groupBy((await desk.export()).events, ({ stream }) => stream);
    for (const [n, text] of said.entries()) {
      const { id, record, history } = await desk.ask<Shown>('show', `urn:n:${n}`, '--history');
      expect(byStream.get(`specimen-${id}`)!.map(({ data }) => data)).toEqual(history.map(({ data }) => data));
      const nulls = history.flatMap(({ data }) => columnsWithNull(data, text));
      const of = (type: string): ReadonlySet<string> =>
        new Set([
          ...nulls,
          ...history.filter((one) => one.type === type).flatMap(({ data }) => columnsWith(data, text)),
        ]);
      const untold = (columns: readonly string[], type: string): readonly string[] =>
        columns.filter((column) => !of(type).has(column));
      expect([
        text,
        untold(
          CORE.filter((term) => !DETERMINATION.includes(term)),
          'SpecimenAccessioned',
        ),
      ]).toEqual([text, []]);
      for (const [at, type] of [
        'SpecimenIdentified',
        'SpecimenMeasured',
        'SpecimenMediaAttached',
        'SpecimenSupplemented',
      ].entries())
        expect([text, type, untold(Object.values(EXTENSIONS)[at]!, type)]).toEqual([text, type, []]);
      if (!isNullByDefault(text, undefined)) expect(record.terms['locality']).toBe(text);
    }
  });
});

/** The columns that a text is told under, wherever in an event. */
function columnsWith(value: unknown, text: string, name = ''): string[] {
  if (value === text) return [name];
  // Names between bars are told as a list, from which the text follows.
  if (Array.isArray(value) && ['|', ' | '].some((bar) => value.join(bar) === text)) return [name];
  if (Array.isArray(value)) return value.flatMap((item) => columnsWith(item, text, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => columnsWith(member, text, key));
}

/** The columns in which a text was read as "absent", wherever in an event that is said. */
function columnsWithNull(value: unknown, text: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { literalNulls } = value as { readonly literalNulls?: Readonly<Record<string, readonly string[]>> };
  return [
    ...(literalNulls?.[safeKey(text)] ?? []),
    ...Object.values(value).flatMap((member) => columnsWithNull(member, text)),
  ];
}
