import fc from 'fast-check';
import { keepsItsPromises } from '../../../infra/testing/aggregate-properties.js';
import { givenFor } from '../kernel/given.js';
import type { ImportBatchCommand } from './commands.js';
import type { ImportBatchEvent, ImportCounts } from './events.js';
import { importBatch } from './import-batch.js';

const given = givenFor(importBatch);
const file = { name: 'a.zip', sha256: 'ab', bytes: 7 };
const report = { sha256: 'cd', bytes: 9 };
const counts: ImportCounts = {
  rows: 1,
  new: 1,
  changed: 0,
  unchanged: 0,
  duplicate: 0,
  refused: 0,
  absent: 0,
  conflicts: 0,
  identifications: 1,
  media: 0,
  measurements: 0,
};
const plan = { collectionId: 'k', file, mapping: [], options: { released: false } };
const start: ImportBatchCommand = { type: 'StartImport', ...plan };
const started: ImportBatchEvent = { type: 'ImportStarted', data: plan };
const complete: ImportBatchCommand = { type: 'CompleteImport', counts, problems: {}, report };
const completed: ImportBatchEvent = { type: 'ImportCompleted', data: { counts, problems: {}, report } };
const cancel: ImportBatchCommand = { type: 'CancelImport', rowsDone: 3 };
const fail: ImportBatchCommand = { type: 'FailImport', why: 'The disk is full.', rowsDone: 3 };
const undo: ImportBatchCommand = { type: 'UndoImport', undone: 1, kept: 0, report };

describe('An import', () => {
  it('begins once', () => given().when(start, start).then(started));
  it('does not change its file', () =>
    given(started)
      .when({ ...start, file: { ...file, sha256: 'ef' } })
      .thenRejected('IMPORT_EXISTS'));
  it('is completed once', () => given(started).when(complete, complete).then(completed));
  it('ends in one way only', () => given(started, completed).when(cancel).thenRejected('IMPORT_ENDED'));
  it('is not taken back while it runs', () => given(started).when(undo).thenRejected('IMPORT_RUNNING'));
  it('is taken back once', () =>
    given(started, completed)
      .when(undo, undo)
      .then({ type: 'ImportUndone', data: { undone: 1, kept: 0, report } }));
  it('that failed half-way can be taken back too', () =>
    given(started)
      .when(fail, undo)
      .then(
        { type: 'ImportFailed', data: { why: 'The disk is full.', rowsDone: 3 } },
        { type: 'ImportUndone', data: { undone: 1, kept: 0, report } },
      ));
  it('that never began is not completed', () => given().when(complete).thenRejected('IMPORT_UNKNOWN'));
});

describe('Any import', () => keepsItsPromises(importBatch, fc.constantFrom(start, complete, cancel, fail, undo)));
