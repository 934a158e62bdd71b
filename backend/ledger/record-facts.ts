import { hash } from 'node:crypto';
import type { Fact } from '#domain/kernel/decider.js';
import { canonicalize } from './canonical-json.js';
import { envelopeText } from './envelope.js';
import type { NewRecord } from './event-store.js';
import type { CommandContext, Envelope } from './record.js';
import { SALT_BYTES, type SaltSource } from './salts.js';
import { uuidV5 } from './uuid.js';
import { guardValue } from './write-guard.js';

/** Where a stream ends, as its next event needs to know. */
export interface StreamTail {
  /** Revision of the last event; −1 when there is none. */
  readonly revision: number;
  /** Leaf hash of the last event. */
  readonly prev?: string;
  /** `at` of the last event. */
  readonly at?: string;
}

/** The tail of a stream without events. */
export const EMPTY_STREAM: StreamTail = { revision: -1 };

/** The tail that a stored record makes. */
export function tailAfter(last: { revision: number; leaf: string; envelope: string } | undefined): StreamTail {
  if (last === undefined) return EMPTY_STREAM;
  return { revision: last.revision, prev: last.leaf, at: (JSON.parse(last.envelope) as Envelope).at };
}

/** Id of a command's n-th event: UUIDv5 of the command's id and the ordinal, counted from 0, in decimal. */
export function eventId(commandId: string, ordinal: number): string {
  return uuidV5(commandId, String(ordinal));
}

/**
 * Makes the finished records of the facts that follow a stream's tail, and the tail after them; to be appended with
 * `expectedRevision: tail.revision`. `firstOrdinal` continues the numbering of a command that records in several steps.
 * Fails with `UnwritableValue` on what would not come back as it went in.
 */
export function recordFacts(
  stream: string,
  tail: StreamTail,
  facts: readonly Fact[],
  context: CommandContext,
  salts: SaltSource,
  firstOrdinal = 0,
): { readonly records: readonly NewRecord[]; readonly tail: StreamTail } {
  const clock = new Date(context.at).toISOString();
  let last = tail;
  const records = facts.map((fact, i) => {
    const { data, salt, dataHash } = commit(fact.data, salts());
    const envelope: Envelope = {
      v: 1,
      id: eventId(context.commandId, firstOrdinal + i),
      type: fact.type,
      schema: fact.schema ?? 1,
      stream,
      revision: last.revision + 1,
      prev: last.prev,
      commandId: context.commandId,
      correlationId: context.correlationId,
      causationId: context.causationId,
      actor: context.actor,
      onBehalfOf: context.onBehalfOf,
      reason: fact.reason,
      basis: fact.basis,
      source: context.source,
      at: last.at !== undefined && last.at > clock ? last.at : clock,
      occurred: fact.occurred,
      corrects: fact.corrects,
      dataHash,
    };
    const text = envelopeText(envelope);
    const leaf = leafHash(text);
    last = { revision: envelope.revision, prev: leaf, at: envelope.at };
    return { id: envelope.id, type: fact.type, envelope: text, data, salt, leaf };
  });
  return { records, tail: last };
}

function commit(data: object, salt: Uint8Array): { data: string; salt: string; dataHash: string } {
  guardValue(data, 'data');
  const text = canonicalize(data);
  return {
    data: text,
    salt: Buffer.from(salt.buffer, salt.byteOffset, SALT_BYTES).toString('base64url'),
    dataHash: hashData(salt, text),
  };
}

/** Leaf hash of an envelope's text: SHA-256(0x00 ‖ UTF-8), lower-case hex (RFC 6962, 2.1). */
export function leafHash(envelope: string): string {
  return hash('sha256', `\0${envelope}`, 'hex');
}

/** What the envelope says of the data: SHA-256(salt ‖ UTF-8 of the data's text), lower-case hex. */
export function hashData(salt: Uint8Array, data: string): string {
  const room = SALT_BYTES + data.length * 3;
  const bytes = room > scratch.length ? Buffer.allocUnsafe(room) : scratch;
  bytes.set(salt, 0);
  return hash('sha256', bytes.subarray(0, SALT_BYTES + bytes.write(data, SALT_BYTES)), 'hex');
}

/** Reused, since a buffer per event costs more than its hash. */
const scratch = Buffer.alloc(65_536);
