import type { EventStore, NewRecord, Position, StoredRecord, StreamAppend } from '#ledger/event-store.js';
import { type Fingerprint, FingerprintTaking } from './fingerprint.js';

/** What became of a migration. */
export interface Migration {
  /** Both ledgers hold the same records in the same order. */
  readonly ok: boolean;
  /** Events that this run copied, and that an earlier run had copied already. */
  readonly copied: number;
  readonly found: number;
  /** Taken of each ledger by itself, after the copying. */
  readonly from: Fingerprint;
  readonly to: Fingerprint;
  /** The first event in which they differ: its number in the order, from 1. */
  readonly firstDifference?: number;
}

export interface MigrationOptions {
  readonly signal?: AbortSignal;
  /** So often a source that grows meanwhile is followed; default 5. */
  readonly rounds?: number;
  /** Told which step is under way and how many events it has dealt with. */
  readonly progress?: (step: 'Compared' | 'Copied' | 'Proved', events: number) => void;
}

/** The target cannot become a copy of the source; nothing of it was changed by finding that out. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
}

const PAGE = 1000;
const ROUNDS = 5;
/** Bytes of one append: what was recorded at once may be copied in several steps. */
const LARGEST_STEP = 400_000;

/**
 * Copies a ledger into an empty one, or goes on where an earlier run was ended, and proves the copy by reading both again from
 * the beginning. What is added to the source meanwhile is copied too; nobody else may write the target. Fails with
 * {@link MigrationRefused}, or as the stores do: then the same call goes on.
 */
export async function migrateLedger(
  from: EventStore,
  to: EventStore,
  options: MigrationOptions = {},
): Promise<Migration> {
  if (from.storeId === to.storeId) throw new MigrationRefused('Source and target are the same ledger.');
  let { place, events } = await resume(from, to, options);
  const found = events;
  for (let round = 1; ; round++) {
    ({ place, events } = await copy(from, to, { place, events }, options));
    const proof = await prove(from, to, options);
    // The source has grown since, and nothing else is wrong: go after it, unless it never ends.
    const grown = proof.firstDifference === proof.to.events + 1;
    if (!grown || round >= (options.rounds ?? ROUNDS)) return { ...proof, copied: events - found, found };
  }
}

/** The last event of the source that the target has, and how many it has. */
interface Reached {
  readonly place: Position | undefined;
  readonly events: number;
}

async function resume(from: EventStore, to: EventStore, { signal, progress }: MigrationOptions): Promise<Reached> {
  let place: Position | undefined;
  let events = 0;
  for await (const [source, target] of sideBySide(from, to, 'target', signal)) {
    if (!target) break;
    events++;
    if (!source || !isSame(source, target))
      throw new MigrationRefused(
        `The target holds other events than the source (event ${events} differs): migrate into an empty ledger.`,
      );
    place = source.position;
    if (events % PAGE === 0) progress?.('Compared', events);
  }
  return { place, events };
}

async function copy(
  from: EventStore,
  to: EventStore,
  reached: Reached,
  { signal, progress }: MigrationOptions,
): Promise<Reached> {
  let { place, events } = reached;
  for (;;) {
    signal?.throwIfAborted();
    const records = await from.readAll(place, PAGE);
    if (records.length === 0) return { place, events };
    for (const batch of batchesOf(records)) {
      const outcomes = await to.appendBatch(batch);
      const at = outcomes.findIndex(({ outcome }) => outcome === 'conflict');
      if (at >= 0)
        throw new MigrationRefused(
          `Somebody else writes the target: its stream ${batch[at]!.stream} has moved. Stop them, and migrate into an empty ledger.`,
        );
    }
    place = records.at(-1)!.position;
    events += records.length;
    progress?.('Copied', events);
  }
}

/** The records as appends in their order: neighbours of one stream together, a stream once in each batch. */
export function batchesOf(records: readonly StoredRecord[]): StreamAppend[][] {
  const batches: StreamAppend[][] = [];
  let batch: Map<string, StreamAppend & { records: NewRecord[] }> | undefined;
  let last: { readonly stream: string; bytes: number } | undefined;
  for (const record of records) {
    const { stream, revision, id, type, envelope, data, salt, leaf } = record;
    const bytes = Buffer.byteLength(envelope) + Buffer.byteLength(data);
    const plain = { id, type, envelope, data, salt, leaf };
    if (last?.stream === stream && last.bytes + bytes <= LARGEST_STEP) {
      batch!.get(stream)!.records.push(plain);
      last.bytes += bytes;
      continue;
    }
    if (!batch || batch.has(stream)) {
      if (batch) batches.push([...batch.values()]);
      batch = new Map();
    }
    batch.set(stream, { stream, expectedRevision: revision - 1, records: [plain] });
    last = { stream, bytes };
  }
  return batch ? [...batches, [...batch.values()]] : batches;
}

async function prove(
  from: EventStore,
  to: EventStore,
  { signal, progress }: MigrationOptions,
): Promise<Omit<Migration, 'copied' | 'found'>> {
  const [source, target] = [new FingerprintTaking(), new FingerprintTaking()];
  let events = 0;
  let firstDifference: number | undefined;
  for await (const [one, other] of sideBySide(from, to, 'both', signal)) {
    events++;
    if (one) source.add(one);
    if (other) target.add(other);
    if (!one || !other || !isSame(one, other)) firstDifference ??= events;
    if (events % PAGE === 0) progress?.('Proved', events);
  }
  const [a, b] = [source.end(), target.end()];
  const ok = firstDifference === undefined && a.leaves === b.leaves && a.heads === b.heads && a.events === b.events;
  return { ok, from: a, to: b, ...(firstDifference !== undefined && { firstDifference }) };
}

function isSame(one: StoredRecord, other: StoredRecord): boolean {
  const members = ['leaf', 'stream', 'revision', 'id', 'type', 'salt', 'envelope', 'data'] as const;
  return members.every((member) => one[member] === other[member]);
}

/** The records of two ledgers in pairs, each in its order, until the target (or both) has no more. */
async function* sideBySide(
  from: EventStore,
  to: EventStore,
  until: 'target' | 'both',
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly [StoredRecord | undefined, StoredRecord | undefined]> {
  const [sources, targets] = [recordsOf(from, signal), recordsOf(to, signal)];
  try {
    for (;;) {
      const target = await targets.next();
      if (target.done && until === 'target') return;
      const source = await sources.next();
      if (target.done && source.done) return;
      yield [source.value ?? undefined, target.value ?? undefined];
    }
  } finally {
    await sources.return(undefined);
    await targets.return(undefined);
  }
}

async function* recordsOf(
  store: EventStore,
  signal: AbortSignal | undefined,
): AsyncGenerator<StoredRecord, undefined, undefined> {
  for (let after: Position | undefined; ;) {
    signal?.throwIfAborted();
    const records = await store.readAll(after, PAGE);
    if (records.length === 0) return undefined;
    yield* records;
    after = records.at(-1)!.position;
  }
}
