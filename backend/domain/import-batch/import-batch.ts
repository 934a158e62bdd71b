import { Rejection, unreachable, type Aggregate } from '../kernel/decider.js';
import { fact, sameData } from '../kernel/fact.js';
import type { ImportBatchCommand, StartImport, UndoImport } from './commands.js';
import type {
  ImportBatchEvent,
  ImportCancelled,
  ImportCompleted,
  ImportFailed,
  ImportStarted,
  ImportUndone,
} from './events.js';

type Ended = 'completed' | 'cancelled' | 'failed';
/** An import's state: not begun, running, ended one way or another, or taken back. */
export type ImportBatchState =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'running' | Ended | 'undone';
      readonly collectionId: string;
      readonly sha256: string;
      /** Data of the event that ended it, to know the same ending again. */
      readonly ending?: object;
    };
type Begun = Exclude<ImportBatchState, { status: 'unknown' }>;

function decide(state: ImportBatchState, command: ImportBatchCommand): readonly ImportBatchEvent[] {
  if (command.type === 'StartImport') return start(state, command);
  if (state.status === 'unknown')
    throw new Rejection('IMPORT_UNKNOWN', 'There is no such import: look it up in the list of imports.');
  switch (command.type) {
    case 'CompleteImport':
      return end(state, 'completed', fact<ImportCompleted>('ImportCompleted', dataOf(command)));
    case 'CancelImport':
      return end(state, 'cancelled', fact<ImportCancelled>('ImportCancelled', dataOf(command)));
    case 'FailImport':
      return end(state, 'failed', fact<ImportFailed>('ImportFailed', dataOf(command)));
    case 'UndoImport':
      return undo(state, command);
    default:
      return unreachable(command);
  }
}

function dataOf<C extends ImportBatchCommand>(command: C): Omit<C, 'type'> {
  const { type: _type, ...data } = command;
  return data;
}

function start(state: ImportBatchState, command: StartImport): readonly ImportBatchEvent[] {
  if (state.status === 'unknown') return [fact<ImportStarted>('ImportStarted', dataOf(command))];
  if (state.sha256 === command.file.sha256 && state.collectionId === command.collectionId) return [];
  throw new Rejection('IMPORT_EXISTS', 'An import with this id reads another file: start it under a new id.');
}

function end(state: Begun, status: Ended, ending: ImportBatchEvent): readonly ImportBatchEvent[] {
  if (state.status === 'running') return [ending];
  if (state.status === status && sameData(state.ending, ending.data)) return [];
  throw new Rejection('IMPORT_ENDED', `This import is ${state.status} already and cannot end again.`, {
    status: state.status,
  });
}

function undo(state: Begun, command: UndoImport): readonly ImportBatchEvent[] {
  if (state.status === 'undone') return [];
  if (state.status === 'running')
    throw new Rejection('IMPORT_RUNNING', 'This import is still running: cancel it first, then take it back.');
  return [fact<ImportUndone>('ImportUndone', dataOf(command))];
}

const STATUS_AFTER = {
  ImportCompleted: 'completed',
  ImportCancelled: 'cancelled',
  ImportFailed: 'failed',
  ImportUndone: 'undone',
} as const;

function evolve(state: ImportBatchState, event: ImportBatchEvent): ImportBatchState {
  if (event.type === 'ImportStarted')
    return { status: 'running', collectionId: event.data.collectionId, sha256: event.data.file.sha256 };
  const status = STATUS_AFTER[event.type] as Begun['status'] | undefined;
  if (state.status === 'unknown' || status === undefined) return state;
  return { ...state, status, ending: event.data };
}

/** One import of a file into a collection, from its beginning to its end or its taking back. Stream `import-{importId}`. */
export const importBatch: Aggregate<ImportBatchState, ImportBatchCommand, ImportBatchEvent> = {
  category: 'import',
  initial: { status: 'unknown' },
  decide,
  evolve,
  guards: {
    StartImport: 'rules',
    CompleteImport: 'rules',
    CancelImport: 'rules',
    FailImport: 'rules',
    UndoImport: 'rules',
  },
  events: { ImportStarted: 1, ImportCompleted: 1, ImportCancelled: 1, ImportFailed: 1, ImportUndone: 1 },
};
