import type { Aggregate, Command, Fact } from '#domain/kernel/decider.js';
import { decode, type Upcasts, upcastsOf } from './decode.js';
import {
  type EventStore,
  LedgerUnavailable,
  NO_STREAM,
  type Position,
  RevisionConflict,
  type StoredRecord,
} from './event-store.js';
import type { LedgerEvent } from './ledger-event.js';
import type { CommandContext } from './record.js';
import { eventId, recordFacts, tailAfter } from './record-facts.js';
import type { SaltSource } from './salts.js';

/** What a command came to. */
export interface Receipt {
  readonly stream: string;
  /** The part of the stream's name after the category. */
  readonly id: string;
  /** Revision of the stream after the command; −1 while it has no event. */
  readonly revision: number;
  /** Where to wait for before reading one's own writes; absent while the stream has no event. */
  readonly position?: Position;
  /** This command had been carried out before; the receipt is the first one. */
  readonly repeated?: true;
  /** What was recorded; empty when everything was so already. */
  readonly events: readonly { readonly id: string; readonly type: string }[];
}

export interface HandleOptions<State> {
  /** Revision that the person saw (If-Match); needed by commands whose guard is `seen`, honoured for all. */
  readonly ifMatch?: number;
  /** May look at the state and throw, before the rules decide. */
  readonly authorize?: (state: State) => void;
}

/** Where commands are carried out. */
export interface CommandLedger {
  readonly store: EventStore;
  readonly salts: SaltSource;
}

/** The command corrects what somebody saw, and says not what they saw: send the revision. */
export class PreconditionRequired extends Error {
  override readonly name = 'PreconditionRequired';
}

/** What the person saw is not what stands there now; nothing was recorded. */
export class StaleRevision extends Error {
  override readonly name = 'StaleRevision';
  constructor(
    readonly stream: string,
    readonly seenRevision: number,
    readonly currentRevision: number,
    /** What happened since, oldest first. */
    readonly since: readonly LedgerEvent[],
  ) {
    super(
      `${stream} has changed since revision ${seenRevision} (now ${currentRevision}): look at it again and decide anew.`,
    );
  }
}

/** How often a lost race, or an append whose outcome is unknown, is decided anew. */
const TRIES = 3;

/**
 * Carries out a command on one thing: reads its stream, decides, appends. A command that is already recorded answers with its
 * first receipt, before anything is decided. Fails with the domain's `Rejection`, {@link PreconditionRequired},
 * {@link StaleRevision}, `RevisionConflict` after three lost races, or `LedgerUnavailable`; then nothing was recorded, but for
 * the last, where asking again with the same command id tells.
 */
export async function handle<State, C extends Command, F extends Fact>(
  ledger: CommandLedger,
  aggregate: Aggregate<State, C, F>,
  id: string,
  command: C,
  context: CommandContext,
  options: HandleOptions<State> = {},
): Promise<Receipt> {
  const stream = `${aggregate.category}-${id}`;
  const upcasts = upcastsOf([aggregate]);
  for (let attempt = 1; ; attempt++) {
    // After a conflict or an unknown outcome only reading tells what to do: never append blindly.
    const records = await ledger.store.readStream(stream);
    const first = firstReceipt(stream, id, records, context.commandId);
    if (first) return attempt === 1 ? { ...first, repeated: true } : first;
    const facts = decide(aggregate, stream, records, upcasts, command, options);
    const last = records.at(-1);
    if (facts.length === 0)
      return { stream, id, revision: last?.revision ?? NO_STREAM, position: last?.position, events: [] };
    const recorded = recordFacts(stream, tailAfter(last), facts, context, ledger.salts);
    try {
      const expectedRevision = last?.revision ?? NO_STREAM;
      const receipt = await ledger.store.append({ stream, expectedRevision, records: recorded.records });
      return { ...receipt, id, events: recorded.records.map(({ id, type }) => ({ id, type })) };
    } catch (error) {
      if (attempt === TRIES || !worthAnother(error)) throw error;
    }
  }
}

function worthAnother(error: unknown): boolean {
  return error instanceof RevisionConflict || error instanceof LedgerUnavailable;
}

/** The receipt of the command if its events stand in the stream already. */
function firstReceipt(
  stream: string,
  id: string,
  records: readonly StoredRecord[],
  commandId: string,
): Receipt | undefined {
  const firstId = eventId(commandId, 0);
  const start = records.findIndex((record) => record.id === firstId);
  if (start < 0) return undefined;
  let end = start + 1;
  while (records[end]?.id === eventId(commandId, end - start)) end++;
  const { revision, position } = records[end - 1]!;
  return { stream, id, revision, position, events: records.slice(start, end).map(({ id, type }) => ({ id, type })) };
}

function decide<State, C extends Command, F extends Fact>(
  aggregate: Aggregate<State, C, F>,
  stream: string,
  records: readonly StoredRecord[],
  upcasts: Upcasts,
  command: C,
  { ifMatch, authorize }: HandleOptions<State>,
): readonly F[] {
  const history = records.map((record) => decode(record, upcasts));
  const state = history.reduce((before, event) => aggregate.evolve(before, event as unknown as F), aggregate.initial);
  authorize?.(state);
  if (records.length > 0)
    mustHaveSeen(aggregate.guards[command.type as C['type']] === 'seen', stream, history, ifMatch);
  return aggregate.decide(state, command);
}

/** What does not exist was not seen by anybody: the rules answer for it. */
function mustHaveSeen(
  needed: boolean,
  stream: string,
  history: readonly LedgerEvent[],
  ifMatch: number | undefined,
): void {
  const revision = history.at(-1)!.revision;
  if (ifMatch === undefined) {
    if (!needed) return;
    throw new PreconditionRequired(
      `Say which revision of ${stream} this corrects (If-Match): it is now at ${revision}.`,
    );
  }
  if (ifMatch !== revision)
    throw new StaleRevision(
      stream,
      ifMatch,
      revision,
      history.filter((event) => event.revision > ifMatch),
    );
}
