import { createHash } from 'node:crypto';
import { canonicalize } from './canonical-json.js';
import { envelopeText } from './envelope.js';
import type { EventStore, Position, StoredRecord } from './event-store.js';
import type { Envelope } from './record.js';
import { hashData, leafHash } from './record-facts.js';
import { StreamHeads } from './stream-heads.js';

/** What a check of a whole ledger found. */
export interface Verification {
  readonly ok: boolean;
  /** Records that were found good. */
  readonly events: number;
  readonly streams: number;
  /** SHA-256 (hex) over the leaf hashes of those records, as 32 bytes each, in ledger order: equal histories have equal ones. */
  readonly leaves: string;
  /** The first record that is not as it was written, and what is wrong with it; checking stops there. */
  readonly firstBad?: {
    readonly position: Position;
    readonly stream: string;
    readonly revision: number;
    readonly why: string;
  };
}

export interface VerifyOptions {
  readonly signal?: AbortSignal;
  /** Told after each page with the number of records checked so far. */
  readonly progress?: (events: number) => void;
}

const PAGE = 1000;

/**
 * Hashes every record anew and checks that it says what its columns say, that it is canonical, that it follows its
 * predecessor (revision and `prev`), and that time does not run backwards in a stream. Memory: some 80 bytes per stream.
 * It cannot see that the newest events of a stream, or whole streams, are gone: compare `leaves` with an earlier run for that.
 */
export async function verifyLedger(store: EventStore, options: VerifyOptions = {}): Promise<Verification> {
  const heads = new StreamHeads();
  const leaves = createHash('sha256');
  let events = 0;
  let after: Position | undefined;
  for (;;) {
    options.signal?.throwIfAborted();
    const records = await store.readAll(after, PAGE);
    if (records.length === 0) break;
    for (const record of records) {
      const why = whatIsWrong(record, heads, after);
      if (why !== undefined) {
        const { position, stream, revision } = record;
        return {
          ok: false,
          events,
          streams: heads.size,
          leaves: leaves.digest('hex'),
          firstBad: { position, stream, revision, why },
        };
      }
      leaves.update(record.leaf, 'hex');
      after = record.position;
      events++;
    }
    options.progress?.(events);
  }
  return { ok: true, events, streams: heads.size, leaves: leaves.digest('hex') };
}

/** Everything that is checked of one record, cheapest first; undefined when it is as it was written. */
function whatIsWrong(record: StoredRecord, heads: StreamHeads, before: Position | undefined): string | undefined {
  if (before !== undefined && record.position <= before) return 'its position does not come after the one before it';
  if (leafHash(record.envelope) !== record.leaf) return 'its leaf hash is not the hash of its envelope';
  const envelope = parsed(record.envelope);
  if (!envelope) return 'its envelope is not a JSON object';
  return (
    wrongForm(envelope, record) ??
    wrongColumns(envelope, record) ??
    wrongData(envelope, record) ??
    wrongPlace(envelope, record, heads)
  );
}

function parsed(text: string): Envelope | undefined {
  try {
    const value = JSON.parse(text) as Envelope | null;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function wrongForm(envelope: Envelope, { envelope: text }: StoredRecord): string | undefined {
  try {
    if (envelopeText(envelope) === text && (envelope.v as number) === 1) return undefined;
    if (canonicalize(envelope) !== text) return 'its envelope is not canonical JSON (RFC 8785)';
    return 'its envelope has members that this format does not know';
  } catch {
    return 'its envelope lacks members, or has them of the wrong kind';
  }
}

function wrongColumns(envelope: Envelope, record: StoredRecord): string | undefined {
  for (const column of ['stream', 'revision', 'id', 'type'] as const)
    if (envelope[column] !== record[column])
      return `it stands under ${column} ${record[column]}, but its envelope says ${envelope[column]}`;
  return undefined;
}

function wrongData(envelope: Envelope, { data, salt }: StoredRecord): string | undefined {
  const bytes = Buffer.from(salt, 'base64url');
  if (bytes.length !== 32) return 'its salt is not 32 bytes';
  return hashData(bytes, data) === envelope.dataHash
    ? undefined
    : 'its data is not what its envelope commits to (dataHash)';
}

function wrongPlace(
  envelope: Envelope,
  { stream, revision, leaf }: StoredRecord,
  heads: StreamHeads,
): string | undefined {
  const head = heads.get(stream);
  const expected = head ? head.revision + 1 : 0;
  if (revision !== expected) return `revision ${expected} of its stream is missing before it`;
  if (envelope.prev !== head?.leaf) return 'its prev is not the leaf hash of the event before it';
  if (!isInstant(envelope.at)) return 'its time is not YYYY-MM-DDTHH:mm:ss.sssZ';
  if (head && envelope.at < head.at) return 'it is dated before the event before it';
  heads.set(stream, { revision, leaf, at: envelope.at });
  return undefined;
}

function isInstant(text: string): boolean {
  const milliseconds = Date.parse(text);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString() === text;
}
