import { binaryEvent, type EventData, type Position as LogPosition } from '@eventstore/db-client';
import { LedgerDamaged, type NewRecord, type Position, type StoredRecord } from '../../event-store.js';
import type { Recorded } from './connection.js';
import type { Names } from './names.js';

const utf8 = new TextEncoder();
const SALT = 43;
const [BEFORE_SALT, BEFORE_DATA] = ['{"salt":"', '","data":'] as const;
const SALT_AT = BEFORE_SALT.length;
const DATA_AT = SALT_AT + SALT + BEFORE_DATA.length;
const DIGITS = 16;

/** One record as an event of EventStoreDB, and how many bytes the server counts for it. */
export interface OutgoingEvent {
  readonly event: EventData;
  readonly bytes: number;
}

/**
 * Salt and data are the event's data, so that blanking them (law, court, accident) leaves the envelope and every proof; the
 * envelope's text and its leaf hash are the metadata. Both are JSON to whoever looks. The data are sent as bytes, since the
 * client parses and prints JSON anew; the envelope is a JSON string within the metadata for the same reason: what was hashed
 * comes back byte for byte.
 */
export function outgoing({ id, type, envelope, data, salt, leaf }: NewRecord): OutgoingEvent {
  const body = utf8.encode(`${BEFORE_SALT}${salt}${BEFORE_DATA}${data}}`);
  const about = utf8.encode(JSON.stringify({ v: 1, leaf, envelope }));
  // Some versions count the data only, others everything, the type with two bytes a character.
  const bytes = body.length + about.length + 2 * type.length;
  return { event: binaryEvent({ id, type, data: body, metadata: about }), bytes };
}

/** The record that an event is. Fails with `LedgerDamaged` when this program did not write it. */
export function recordOf(event: Recorded, names: Names): StoredRecord {
  const about = event.metadata as { v?: unknown; leaf?: unknown; envelope?: unknown } | undefined;
  if (event.type === '$streamDeleted')
    throw new LedgerDamaged(
      `Somebody has deleted the stream ${event.streamId} in EventStoreDB. Compare with a backup.`,
    );
  if (about?.v !== 1 || typeof about.leaf !== 'string' || typeof about.envelope !== 'string')
    throw new LedgerDamaged(
      `Event ${event.revision} of the stream ${event.streamId} (${event.type}) is no record of this ledger, which needs an EventStoreDB of its own.`,
    );
  const { data, salt } = bodyOf(event.data);
  return {
    id: event.id,
    type: event.type,
    envelope: about.envelope,
    data,
    salt,
    leaf: about.leaf,
    stream: names.given(event.streamId),
    revision: Number(event.revision),
    position: positionText(event.position),
  };
}

/** Data that were blanked give no text: the record can still be read, and a check of the ledger names it. */
function bodyOf(bytes: unknown): { data: string; salt: string } {
  if (!(bytes instanceof Uint8Array)) return { data: '', salt: '' };
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (!text.startsWith(BEFORE_SALT) || text.slice(SALT_AT + SALT, DATA_AT) !== BEFORE_DATA)
    return { data: '', salt: '' };
  return { data: text.slice(DATA_AT, -1), salt: text.slice(SALT_AT, SALT_AT + SALT) };
}

/** A place in the log as the port's position: commit and prepare, 16 hexadecimal digits each, which sort as the places do. */
export function positionText({ commit, prepare }: LogPosition): Position {
  return commit.toString(16).padStart(DIGITS, '0') + prepare.toString(16).padStart(DIGITS, '0');
}

/** The place that a position names. Fails with a TypeError on what no EventStoreDB ever gave. */
export function placeOf(position: Position): LogPosition {
  if (!/^[0-9a-f]{32}$/.test(position)) throw new TypeError(`${position} is not a position of an EventStoreDB ledger.`);
  return { commit: BigInt(`0x${position.slice(0, DIGITS)}`), prepare: BigInt(`0x${position.slice(DIGITS)}`) };
}
