import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { DatabaseSync } from 'node:sqlite';
import { specimenRecord } from '#projections/specimen-record/projection.js';
import { openHouse } from '#wiring/house.js';
import { readSettings } from '#wiring/settings.js';
import { naughtyStrings } from '../../infra/testing/naughty-strings.js';
import { COMMANDS } from './commands.js';
import { runCommand } from './run-command.js';
import { progressLine } from './terminal.js';

const root = mkdtempSync(join(tmpdir(), 'cli-'));
const data = join(root, 'data');
const never = new AbortController().signal;

class Page extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

async function ledger(...words: string[]) {
  const [out, err] = [new Page(), new Page()];
  const code = await runCommand(words, { out, err }, never);
  return { code, out: out.text, err: err.text };
}
/** What a command answers with `--json`: exactly one JSON object. */
async function asked(...words: string[]): Promise<Record<string, unknown>> {
  const { code, out, err } = await ledger(...words, '--data', data, '--json');
  expect({ words, code, err }).toEqual({ words, code: 0, err: '' });
  expect(out.trim().split('\n')).toHaveLength(1);
  return JSON.parse(out) as Record<string, unknown>;
}

// What a cell of a table can hold; blank means absent, and these are read as absent on purpose.
const texts = naughtyStrings.filter((text) => text.trim() !== '' && text.isWellFormed() && !text.includes('\u0000'));
const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const table = (rows: readonly (readonly string[])[]): string =>
  `${[['occurrenceID', 'catalogNumber', 'scientificName', 'country'], ...rows].map((row) => row.map(cell).join(',')).join('\n')}\n`;

describe('The command line', () => {
  const file = join(root, 'grasses.csv');
  beforeAll(async () => {
    writeFileSync(
      file,
      table([1, 2, 3].map((n) => [`urn:grass:${n}`, `G-${n}`, 'Poa annua L.', n === 3 ? 'Chile' : 'Norway'])),
    );
  });
  afterAll(() => rmSync(root, { recursive: true }));

  describe('that is not understood', () => {
    it.each([
      [[], 'ledger -- COMMAND'],
      [['nonsense'], 'no command "nonsense"'],
      [['import'], 'which FILE'],
      [['import', 'a', 'b'], 'more than was expected'],
      [['verify', '--nonsense'], 'nonsense'],
      [['search', '--where', 'x'], 'no condition'],
      [['search', '--limit', 'many'], 'whole number'],
      [['rebuild', 'nothing'], 'no view "nothing"'],
      [['account', 'marry', 'anna'], 'add, password or role'],
      [['export-events', '--json'], '--output'],
      [['migrate', '--to', 'sqlite:x.db'], '--from'],
      [['migrate', '--from', 'sqlite:x.db', '--to', 'sqlite:./x.db'], 'the same place'],
      [['migrate', '--from', 'esdb://anna:secret@host?colour=red', '--to', 'sqlite:x.db'], 'not known (colour)'],
    ])('%j is answered with code 2 and a sentence', async (words, sentence) => {
      const { code, out, err } = await ledger(...words, ...(words.length > 0 ? ['--data', join(root, 'none')] : []));
      expect(code).toBe(2);
      expect(out + err).toContain(sentence);
    });

    it('explains itself', async () => {
      const { code, out } = await ledger('--help');
      expect(code).toBe(0);
      for (const { name, usage } of COMMANDS) {
        expect(out).toContain(name);
        const own = await ledger(name, '--help');
        expect([own.code, own.out]).toEqual([0, expect.stringContaining(usage)]);
      }
    });
  });

  it('makes no ledger where there is none to verify', async () => {
    const { code, err } = await ledger('verify', '--data', join(root, 'nowhere'));
    expect([code, err]).toEqual([1, expect.stringContaining('There is no ledger at')]);
    expect(existsSync(join(root, 'nowhere'))).toBe(false);
  });

  describe('with a table of three grasses', () => {
    it('previews it and records nothing', async () => {
      expect(await asked('import', file, '--preview')).toMatchObject({
        rows: 3,
        new: 3,
        seconds: { preview: expect.any(Number) },
      });
      expect(await asked('verify')).toMatchObject({ ok: true, events: 0 });
    }, 60_000);

    it('imports it into a collection made for it, and changes nothing the second time', async () => {
      const first = await asked('import', file);
      expect(first).toMatchObject({ rows: 3, new: 3, changed: 0, unchanged: 0, duplicate: 0, refused: 0 });
      expect(first['seconds']).toEqual({
        preview: expect.any(Number),
        commit: expect.any(Number),
        searchable: expect.any(Number),
      });
      expect(first['peakMemoryMB']).toBeGreaterThan(10);
      expect(await asked('import', file)).toMatchObject({ new: 0, unchanged: 3, collectionId: first['collectionId'] });
    }, 60_000);

    it('finds them', async () => {
      expect(await asked('search', 'poa', '--where', 'country=Chile')).toMatchObject({ total: 1 });
      expect(
        await asked('search', '--where', 'country=Chile', '--where', 'country=Norway', '--limit', '2'),
      ).toMatchObject({
        total: 3,
        items: [{}, {}],
        next: expect.any(String),
      });
      expect((await ledger('search', 'poa', '--data', data)).out).toContain('3 of 3 shown.');
    });

    it('shows one by catalogue number, occurrenceID and id, with its history', async () => {
      const shown = await asked('show', 'G-2', '--history');
      expect(shown).toMatchObject({
        record: { terms: { catalogNumber: 'G-2', country: 'Norway' } },
        history: [
          { type: 'SpecimenAccessioned', revision: 0 },
          { type: 'SpecimenIdentified', revision: 1 },
        ],
      });
      for (const word of ['urn:grass:2', shown['id'] as string])
        expect((await asked('show', word))['id']).toBe(shown['id']);
      const { code, err } = await ledger('show', 'G-9', '--data', data);
      expect([code, err]).toEqual([1, expect.stringContaining('"G-9"')]);
    });

    it('exports every event, byte for byte', async () => {
      const { out } = await ledger('export-events', '--data', data);
      const lines = out.trim().split('\n');
      const { events } = await asked('export-events', '--output', join(root, 'events.jsonl'));
      expect(lines).toHaveLength(events as number);
      expect(readFileSync(join(root, 'events.jsonl'), 'utf8')).toBe(out);
      expect(JSON.parse(lines[0]!)).toMatchObject({
        revision: 0,
        envelope: { v: 1, revision: 0 },
        leaf: expect.any(String),
      });
    });

    it('exports what a search finds, as a table and as an archive, never over a file that is there', async () => {
      const output = join(root, 'grasses-out.csv');
      const table = [
        'export',
        'poa',
        '--where',
        'country=Norway',
        '--format',
        'csv',
        '--columns',
        'catalogNumber,country',
      ];
      expect(await asked(...table, '--output', output)).toMatchObject({ specimens: 2, leftOut: 0, file: output });
      expect(readFileSync(output, 'utf8').trim().split('\n').sort()).toEqual([
        'G-1,Norway',
        'G-2,Norway',
        'catalogNumber,country',
      ]);
      expect((await ledger(...table, '--output', output, '--data', data)).code).toBe(1);
      const archive = join(root, 'grasses-out.zip');
      expect(await asked('export', '--output', archive)).toMatchObject({ specimens: 3 });
      expect(await asked('import', archive, '--preview')).toMatchObject({ rows: 3, refused: 0 });
      expect((await ledger('export', '--data', data)).code).toBe(2);
    }, 60_000);

    it('rebuilds a view to the same', async () => {
      const { views } = await asked('rebuild', 'specimen-search');
      const [{ before, checksum }] = views as { before: string; checksum: string }[] as [
        { before: string; checksum: string },
      ];
      expect(before).toBe(checksum);
    });

    it('rebuilds a view beside the one that another process keeps, and leaves it alone when it is right', async () => {
      const settings = readSettings({ DATA: data, LOG_LEVEL: 'error' }, {});
      const inline = { projector: 'inline', tasks: 'none', readers: 0, ledgerWriter: 'here' } as const;
      const keeper = await openHouse(settings, inline);
      try {
        const { views } = await asked('rebuild', 'all');
        expect((views as { before: string; checksum: string }[]).filter((one) => one.before !== one.checksum)).toEqual(
          [],
        );
      } finally {
        await keeper.close();
      }
    }, 60_000);

    it('builds a view anew that is not right', async () => {
      const file = new DatabaseSync(join(data, `views/${specimenRecord.name}@${specimenRecord.version}.db`));
      file.exec('DELETE FROM documents WHERE rowid = (SELECT max(rowid) FROM documents)');
      file.close();
      const rebuilt = async () => {
        const { views } = await asked('rebuild', 'specimen-record');
        return (views as { before: string; checksum: string }[]).map(({ before, checksum }) => before === checksum);
      };
      expect([await rebuilt(), await rebuilt()]).toEqual([[false], [true]]);
      expect(await asked('show', 'G-3')).toMatchObject({ record: { terms: { country: 'Chile' } } });
    }, 60_000);

    it('keeps accounts, and imports as one that may', async () => {
      const prompt = await ledger('account', 'add', 'anna', '--data', data);
      expect([prompt.code, prompt.err]).toEqual([2, expect.stringContaining('--password-stdin')]);
      await asked('account', 'add', 'robot', '--program');
      const denied = await ledger('import', file, '--as', 'robot', '--data', data);
      expect([denied.code, denied.err]).toEqual([1, expect.stringContaining('no role that permits import.run')]);
      await asked('account', 'role', 'robot', 'curator');
      expect(await asked('import', file, '--as', 'robot')).toMatchObject({ unchanged: 3 });
      await asked('account', 'role', 'robot', 'curator', '--withdraw');
      expect((await ledger('import', file, '--as', 'robot', '--data', data)).code).toBe(1);
      expect((await ledger('import', file, '--as', 'nobody', '--data', data)).err).toContain('no account nobody');
    }, 60_000);
  });

  it('moves no ledger while jobs have not ended, and names them, unless they are given up', async () => {
    const place = join(root, 'busy');
    const nobodyWorks = { projector: 'none', tasks: 'none', readers: 0, ledgerWriter: 'here' } as const;
    const house = await openHouse(readSettings({ DATA: place, LOG_LEVEL: 'error' }, {}), nobodyWorks);
    const { id } = await house.jobs.enqueue('import-commit', {});
    await house.close();
    const moved = join(root, 'moved.db');
    const urls = ['--from', `sqlite:${join(place, 'ledger.db')}`, '--to', `sqlite:${moved}`, '--data', place];
    const refused = await ledger('migrate', ...urls);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('1 job has not ended (import-commit)');
    expect(existsSync(moved)).toBe(false);
    expect((await ledger('migrate', ...urls, '--leave-jobs')).code).toBe(0);
    const again = await openHouse(readSettings({ DATA: place, LOG_LEVEL: 'error' }, {}), nobodyWorks);
    await again.jobs.cancel(id);
    await again.close();
    expect((await ledger('migrate', ...urls)).code).toBe(0);
  });

  it('takes in naughty texts and gives them back byte for byte; backs up, restores, takes back', async () => {
    const naughty = join(root, 'naughty.csv');
    writeFileSync(naughty, table(texts.map((text, n) => [`urn:naughty:${n}`, `N-${n}`, 'Poa annua L.', `x${text}`])));
    const imported = await asked('import', naughty);
    expect(imported).toMatchObject({ rows: texts.length, new: texts.length });
    const written = (await ledger('export-events', '--data', data)).out;
    const countries = written
      .split('\n')
      .filter((line) => line.includes('"type":"SpecimenAccessioned"') && line.includes('urn:naughty'))
      .map((line) => (JSON.parse(line) as { data: { terms: { country: string } } }).data.terms.country);
    expect(new Set(countries)).toEqual(new Set(texts.map((text) => `x${text}`)));

    const before = await asked('verify');
    await asked('backup', join(root, 'backup.tar'));
    const elsewhere = join(root, 'elsewhere');
    const restored = await ledger('restore', join(root, 'backup.tar'), '--data', elsewhere, '--json');
    expect([restored.code, JSON.parse(restored.out)]).toEqual([0, expect.objectContaining(before)]);
    expect((await ledger('export-events', '--data', elsewhere)).out).toBe(written);
    const again = await ledger('restore', join(root, 'backup.tar'), '--data', elsewhere);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('already')]);

    expect(await asked('undo', imported['importId'] as string)).toMatchObject({ undone: texts.length, kept: 0 });
    expect((await ledger('undo', imported['importId'] as string, '--data', data)).err).toContain('taken back already');
    expect(await asked('verify')).toMatchObject({ ok: true });
  }, 120_000);
});

describe('A progress bar', () => {
  it('says how far it is', () => {
    expect(progressLine('Reading', 1234)).toBe('Reading 1,234');
    expect(progressLine('Writing', 500, 1000)).toBe(`Writing [${'█'.repeat(12)}${'·'.repeat(12)}] 50 % 500 of 1,000`);
  });
});
