// MongoDB's error codes that this test server uses, and the one error class every module throws.
/** Codes of errors by their names, as a real server has them. */
export const CODES = {
  InternalError: 1,
  BadValue: 2,
  HostUnreachable: 6,
  HostNotFound: 7,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  IllegalOperation: 20,
  LockTimeout: 24,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  NotSingleValueField: 54,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  WriteConcernFailed: 64,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  NetworkTimeout: 89,
  ShutdownInProgress: 91,
  OperationFailed: 96,
  UnsatisfiableWriteConcern: 100,
  WriteConflict: 112,
  CommandNotSupported: 115,
  ConflictingOperationInProgress: 117,
  ExceededMemoryLimit: 146,
  InvalidPipelineOperator: 168,
  CannotIndexParallelArrays: 171,
  QueryPlanKilled: 175,
  PrimarySteppedDown: 189,
  TransactionTooOld: 225,
  SnapshotUnavailable: 246,
  NoSuchTransaction: 251,
  TransactionCommitted: 256,
  ExceededTimeLimit: 262,
  OperationNotSupportedInTransaction: 263,
  PreparedTransactionInProgress: 267,
  BSONObjectTooLarge: 10334,
  SocketException: 9001,
  NotWritablePrimary: 10107,
  InterruptedAtShutdown: 11600,
  Interrupted: 11601,
  InterruptedDueToReplStateChange: 11602,
  DuplicateKey: 11000,
  NotPrimaryNoSecondaryOk: 13435,
  NotPrimaryOrSecondary: 13436,
};
const NAMES = new Map(Object.entries(CODES).map(([name, code]) => [code, name]));
const RETRYABLE = new Set([6, 7, 89, 91, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);
const TRANSIENT = new Set([24, 112, 246, 251, 267]);

/** The name that a real server gives a code. */
export const codeName = (code) => NAMES.get(code) ?? `Location${code}`;

/** An error that the client is told. */
export class ServerError extends Error {
  constructor(code, message, extra = {}) {
    super(message);
    this.code = code;
    this.extra = extra;
  }
}

/** Throws; `code` is a name of CODES or a number without a name. */
export function fail(code, message, extra) {
  throw new ServerError(typeof code === 'string' ? CODES[code] : code, message, extra);
}
/** Fails aloud with what this test server cannot do. */
export const unsupported = (what) => fail('CommandNotSupported', `test server: ${what} is not supported`);

/** The labels a real server puts on an error. kind: 'txn', 'endTxn' (commit/abort), 'retryable' or 'plain'. */
export function labelsFor(code, kind, isWriteConcernError = false) {
  const inTxn = kind === 'txn' || kind === 'endTxn';
  if (inTxn && !isWriteConcernError && (TRANSIENT.has(code) || (kind === 'txn' && RETRYABLE.has(code))))
    return ['TransientTransactionError'];
  if ((kind === 'endTxn' || kind === 'retryable') && RETRYABLE.has(code)) return ['RetryableWriteError'];
  return [];
}

/** The reply that tells an error, with the labels a real server would add. */
export function errorReply(error, kind = 'plain') {
  const code = error instanceof ServerError ? error.code : CODES.InternalError;
  const labels = error.extra?.errorLabels ?? labelsFor(code, kind);
  const { errorLabels: _omit, ...extra } = error.extra ?? {};
  const reply = { ok: 0, errmsg: error.message, code, codeName: codeName(code), ...extra };
  return labels.length ? { ...reply, errorLabels: labels } : reply;
}
