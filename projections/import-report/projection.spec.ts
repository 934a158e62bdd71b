import { given, type GivenEvent } from '../kernel/given.js';
import { importReport } from './projection.js';

const IMPORT = 'an-import';
const happened = (type: string, data: object): GivenEvent => ({
  stream: `importBatch-${IMPORT}`,
  type,
  data,
  actor: { id: 'marie', role: 'curator', via: 'job' },
});
const file = { name: 'herbier.zip', sha256: 'ab'.repeat(32), bytes: 1_024 };
const report = { sha256: 'cd'.repeat(32), bytes: 99 };
const started = happened('ImportStarted', {
  collectionId: 'MT',
  file,
  mapping: [],
  options: { released: false },
  note: 'yearly',
});
const counts = {
  rows: 3,
  new: 1,
  changed: 1,
  unchanged: 0,
  duplicate: 0,
  refused: 1,
  absent: 4,
  conflicts: 0,
  identifications: 2,
  media: 0,
  measurements: 0,
};
const completed = happened('ImportCompleted', {
  counts,
  problems: { 'ragged-row': 1 },
  report,
  refusedRows: { sha256: 'ef', bytes: 7 },
});
const begun = {
  collectionId: 'MT',
  file,
  mapping: [],
  options: { released: false },
  note: 'yearly',
  startedBy: 'marie',
  startedAt: '2026-01-01T00:00:00.000Z',
};
const ended = { ...begun, endedAt: '2026-01-01T00:00:01.000Z' };

describe('The report of an import', () => {
  it('tells the file, its mapping, and who started it', () =>
    given(importReport, started).then({ [IMPORT]: { state: 'started', ...begun } }));
  it('tells what the rows became, and where the problems are listed', () =>
    given(importReport, started, completed).then({
      [IMPORT]: {
        ...ended,
        state: 'completed',
        counts,
        problems: { 'ragged-row': 1 },
        report,
        refusedRows: { sha256: 'ef', bytes: 7 },
      },
    }));
  it('tells how far it came when it was cancelled, and by whom', () =>
    given(importReport, started, happened('ImportCancelled', { rowsDone: 2 })).then({
      [IMPORT]: { ...ended, state: 'cancelled', rowsDone: 2, cancelledBy: 'marie' },
    }));
  it('tells why it failed', () =>
    given(importReport, started, happened('ImportFailed', { why: 'The file changed.', rowsDone: 2 })).then({
      [IMPORT]: { ...ended, state: 'failed', rowsDone: 2, why: 'The file changed.' },
    }));
  it('keeps its counts when it is undone', () =>
    given(importReport, started, completed, happened('ImportUndone', { undone: 2, kept: 1, report })).thenDocument(
      IMPORT,
      {
        ...ended,
        state: 'undone',
        counts,
        problems: { 'ragged-row': 1 },
        report,
        refusedRows: { sha256: 'ef', bytes: 7 },
        undone: { at: '2026-01-01T00:00:02.000Z', by: 'marie', undone: 2, kept: 1, report },
      },
    ));
  it('is found by its collection and its file', () =>
    expect(given(importReport, started).row(IMPORT)).toMatchObject({
      collectionId: 'MT',
      state: 'started',
      sha256: file.sha256,
    }));
});
