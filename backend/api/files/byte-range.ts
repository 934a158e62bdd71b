import { Problem } from '../problems/problem.js';

/** Bytes from `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The one range asked for by a `Range` header (RFC 9110 §14.1). Undefined when the whole file is sent: no header, or one
 * that asks for several ranges or in another unit. Fails with RANGE_NOT_SATISFIABLE past the end.
 */
export function rangeOf(header: string | undefined, bytes: number): ByteRange | undefined {
  const match = /^bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))$/.exec(header?.trim() ?? '');
  if (!match) return undefined;
  const [, from, to, last] = match;
  const start = last === undefined ? Number(from) : Math.max(0, bytes - Number(last));
  const end = to ? Math.min(Number(to), bytes - 1) : bytes - 1;
  if (start >= bytes)
    throw new Problem('RANGE_NOT_SATISFIABLE', `The file has ${bytes} bytes.`, { details: { bytes } });
  return end < start ? undefined : { start, end };
}
