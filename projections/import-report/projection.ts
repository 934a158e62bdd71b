import type { ImportBatchEvent } from '#domain/import-batch/events.js';
import type { LedgerEvent } from '#ledger/ledger-event.js';
import type { Projection } from '../kernel/projection.js';
import type { ViewSchema } from '../kernel/view-store.js';
import type { ImportReport } from './view.js';

const schema: ViewSchema<ImportReport> = {
  columns: [
    { name: 'collectionId', kind: 'text' },
    { name: 'state', kind: 'text' },
    { name: 'startedAt', kind: 'text' },
    { name: 'startedBy', kind: 'text' },
    { name: 'sha256', kind: 'text' },
  ],
  indexes: [['startedAt'], ['collectionId', 'startedAt'], ['state', 'startedAt'], ['sha256']],
  row: (report) => ({
    collectionId: report.collectionId,
    state: report.state,
    startedAt: report.startedAt,
    startedBy: report.startedBy,
    sha256: report.file.sha256,
  }),
};

/** Each import with its file, its outcome and its undoing. */
export const importReport: Projection<ImportReport> = {
  name: 'import-report',
  version: 2,
  types: ['ImportStarted', 'ImportCompleted', 'ImportCancelled', 'ImportFailed', 'ImportUndone'],
  keysOf: (event) => [event.subject],
  evolve: (report, event) => {
    const fact = { type: event.type, data: event.data as object } as ImportBatchEvent;
    if (fact.type === 'ImportStarted') {
      return { state: 'started', ...fact.data, startedBy: event.actor.id, startedAt: event.at };
    }
    return report ? ended(report, fact, event) : null;
  },
  schema,
};

type Ending = Exclude<ImportBatchEvent, { type: 'ImportStarted' }>;

function ended(report: ImportReport, fact: Ending, event: LedgerEvent): ImportReport {
  switch (fact.type) {
    case 'ImportCompleted':
      return { ...report, ...fact.data, state: 'completed', endedAt: event.at };
    case 'ImportCancelled':
      return {
        ...report,
        state: 'cancelled',
        endedAt: event.at,
        rowsDone: fact.data.rowsDone,
        cancelledBy: event.actor.id,
      };
    case 'ImportFailed':
      return { ...report, ...fact.data, state: 'failed', endedAt: event.at };
    case 'ImportUndone':
      return { ...report, state: 'undone', undone: { at: event.at, by: event.actor.id, ...fact.data } };
  }
}
