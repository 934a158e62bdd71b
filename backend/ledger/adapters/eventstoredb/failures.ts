import { AppendTooLarge, LedgerDamaged, LedgerUnavailable } from '../../event-store.js';

/** No answer came in the time that this program gives one; what the server did is unknown. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** What the official client rejects with: its own errors have a `type`; those of the gRPC library only a `code`. */
interface ClientError {
  readonly type?: string;
  readonly code?: number;
  readonly message: string;
}

/** Answers that asking again would not change. */
const FINAL_TYPES = new Set([
  'access-denied',
  'invalid-argument',
  'maximum-append-size-exceeded',
  'stream-deleted',
  'stream-not-found',
  'unsupported',
  'wrong-expected-version',
]);
/** UNKNOWN, INVALID_ARGUMENT, PERMISSION_DENIED, RESOURCE_EXHAUSTED, UNIMPLEMENTED, UNAUTHENTICATED (gRPC status codes). */
const FINAL_CODES = new Set([2, 3, 7, 8, 12, 16]);

/** Whether an error is of this type of the client's. */
export function isOfType(error: unknown, type: string): boolean {
  return (error as ClientError | undefined)?.type === type;
}

/**
 * Whether the same may be asked again: the server was away, starting, stopping, too slow, or not the leader. True for what is
 * not known to be final, since appends carry their ids and a concrete revision, and are recognised by them.
 */
export function worthAnother(error: unknown): boolean {
  if (error instanceof NoAnswer) return true;
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof LedgerDamaged) return false;
  const { type, code, message } = error as ClientError;
  if (type === undefined && code === undefined) return false;
  if (type !== undefined && FINAL_TYPES.has(type)) return false;
  if (code !== undefined && FINAL_CODES.has(code)) return false;
  // The shared batch call answers without a code.
  return !message.includes('BadRequest');
}

/** A failure of the call that fetches the server's features: the client keeps it for ever, unless the channel broke. */
export function sticksToClient(error: unknown): boolean {
  const { type, code } = error as ClientError;
  return type === undefined && code !== undefined && code !== 14;
}

/** An error of the client as the port says it; `what` begins the sentence. Errors of our own pass as they are. */
export function asPortError(what: string, error: unknown): Error {
  const { type, message } = error as ClientError;
  if (type === 'access-denied')
    return new LedgerUnavailable(`${what}: EventStoreDB refuses the user that LEDGER_URL names.`, { cause: error });
  if (type === 'maximum-append-size-exceeded')
    return new AppendTooLarge(`${what}: it is larger than EventStoreDB takes at once. Record it in smaller steps.`);
  if (type === 'stream-deleted')
    return new LedgerDamaged(`${what}: somebody has deleted that stream in EventStoreDB. Compare with a backup.`);
  if (worthAnother(error))
    return new LedgerUnavailable(`${what}: EventStoreDB cannot be reached or does not answer (${message}).`, {
      cause: error,
    });
  return error instanceof Error ? error : new Error(`${what}: ${String(error)}`);
}
