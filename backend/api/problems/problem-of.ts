import { Rejection } from '#domain/kernel/decider.js';
import { FileMissing, FileTooLarge } from '#files/file-store.js';
import { AppendTooLarge, RevisionConflict } from '#ledger/event-store.js';
import { InvalidCommand } from '#domain/kernel/parse-command.js';
import { UnwritableValue } from '#ledger/write-guard.js';
import { invalid, Problem } from './problem.js';

type Mapping = (error: Error) => Problem | undefined;

/** The problem that tells of an error; undefined when no error of that kind is expected. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (!(error instanceof Error)) return undefined;
  return MAPPINGS[error.name]?.(error) ?? ofHttp(error);
}

// By name as well as class, since the class of an error from a worker thread is a copy.
const MAPPINGS: Readonly<Record<string, Mapping>> = {
  InvalidCommand: (error) => (error instanceof InvalidCommand ? invalid(...error.errors) : undefined),
  Rejection: (error) =>
    error instanceof Rejection
      ? new Problem('REJECTED', error.message, { code: error.code, details: error.details })
      : undefined,
  RevisionConflict: (error) =>
    error instanceof RevisionConflict
      ? new Problem('LOST_RACE', 'Others changed the same thing at the same moment, several times. Ask again.')
      : undefined,
  // The sentences of stores name hosts inside: for the log.
  LedgerUnavailable: () =>
    new Problem(
      'STORE_UNAVAILABLE',
      'The ledger does not answer at the moment; a change may have been recorded or not: ask again with the same Idempotency-Key.',
      { retryAfterSeconds: 2 },
    ),
  ViewsUnavailable: () =>
    new Problem('STORE_UNAVAILABLE', 'The views cannot be read at the moment.', { retryAfterSeconds: 2 }),
  VaultUnavailable: () =>
    new Problem('STORE_UNAVAILABLE', 'Accounts cannot be looked up at the moment.', { retryAfterSeconds: 2 }),
  JobsUnavailable: () =>
    new Problem('STORE_UNAVAILABLE', 'The job queue does not answer at the moment.', { retryAfterSeconds: 2 }),
  AppendTooLarge: (error) => (error instanceof AppendTooLarge ? new Problem('TOO_LARGE', error.message) : undefined),
  FileTooLarge: (error) => (error instanceof FileTooLarge ? new Problem('TOO_LARGE', error.message) : undefined),
  InvalidQuery: (error) => invalid({ field: 'query', message: error.message, code: 'INVALID_PARAMETER' }),
  UnwritableValue: (error) =>
    error instanceof UnwritableValue
      ? invalid({ field: error.path.replace(/^data\./, ''), message: error.why, code: 'NOT_RECORDABLE' })
      : undefined,
  FileMissing: (error) => (error instanceof FileMissing ? new Problem('NOT_FOUND', error.message) : undefined),
};

/** Errors of Express and its parts carry a status; a client's mistake stays one. */
function ofHttp(error: Error): Problem | undefined {
  const status: unknown = (error as { status?: unknown }).status;
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined;
  return status === 404
    ? new Problem('NOT_FOUND', 'There is no such thing.')
    : new Problem('INVALID_REQUEST', error.message);
}
