import type { Aggregate, Command, Fact } from '#domain/kernel/decider.js';
import { decode, upcastsOf } from './decode.js';
import { type EventStore, LedgerUnavailable, type NewRecord, type Position, RevisionConflict } from './event-store.js';
import type { LedgerEvent } from './ledger-event.js';
import { type RecentStreams, SeenStream } from './recent-streams.js';
import type { CommandContext } from './record.js';
import { recordFacts, tailAfter } from './record-facts.js';
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
  /** Spares reading a stream again from its beginning; absent: every command does. */
  readonly recent?: RecentStreams;
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
 * Carries out a command on one thing: reads its stream (or remembers it: decision 0004), decides, appends. A command that is already recorded answers with its
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
  const remembered = ledger.recent?.remembered<State>(`${aggregate.category}-${id}`);
  const tried = remembered ? await byMemory(ledger, aggregate, id, remembered, command, context, options) : {};
  return tried.receipt ?? byReading(ledger, aggregate, id, command, context, options, tried.failure);
}

/** Decides by what stands in the stream; `failure`: of an append that was tried before. */
async function byReading<State, C extends Command, F extends Fact>(
  ledger: CommandLedger,
  aggregate: Aggregate<State, C, F>,
  id: string,
  command: C,
  context: CommandContext,
  options: HandleOptions<State>,
  failure: unknown,
): Promise<Receipt> {
  const stream = `${aggregate.category}-${id}`;
  // After an unknown outcome it may be this very request that is found recorded.
  let unsure = failure instanceof LedgerUnavailable;
  for (let attempt = failure === undefined ? 1 : 2; ; attempt++) {
    // After a conflict or an unknown outcome only reading tells what to do: never append blindly.
    const seen = await look(ledger, aggregate, stream);
    if (seen.knows(context.commandId)) {
      const first = await seen.recordedBy(context.commandId, ledger.store);
      return { stream, id, ...first, ...(!unsure && { repeated: true as const }) };
    }
    const { last, revision } = seen;
    options.authorize?.(seen.state);
    if (last) await mustHaveSeen(ledger.store, aggregate, seen, command, options.ifMatch);
    const facts = aggregate.decide(seen.state, command);
    if (facts.length === 0) return { stream, id, revision, position: last?.position, events: [] };
    const { records } = recordFacts(stream, tailAfter(last), facts, context, ledger.salts);
    try {
      return await append(ledger, aggregate, id, seen, revision, records);
    } catch (error) {
      if (attempt === TRIES || !worthAnother(error)) throw error;
      unsure ||= error instanceof LedgerUnavailable;
    }
  }
}

/**
 * Decides by what was last seen of the stream, without reading it again: the store takes the records only if that is still
 * how it stands, so a receipt is as good as any. `failure`: of the append, when another was quicker or the outcome is
 * unknown. Neither when there is nothing to append: that is answered by what stands there now.
 */
async function byMemory<State, C extends Command, F extends Fact>(
  ledger: CommandLedger,
  aggregate: Aggregate<State, C, F>,
  id: string,
  seen: SeenStream<State>,
  command: C,
  context: CommandContext,
  { ifMatch, authorize }: HandleOptions<State>,
): Promise<{ readonly receipt?: Receipt; readonly failure?: unknown }> {
  const { stream, last, revision } = seen;
  if (!last || seen.knows(context.commandId)) return {};
  const mustBeSeen = aggregate.guards[command.type as C['type']] === 'seen';
  if (ifMatch === undefined ? mustBeSeen : ifMatch !== revision) return {};
  let facts: readonly F[];
  try {
    authorize?.(seen.state);
    facts = aggregate.decide(seen.state, command);
  } catch (error) {
    // A refusal counts if nothing was added since.
    if ((await look(ledger, aggregate, stream)).revision === revision) throw error;
    return {};
  }
  if (facts.length === 0) return {};
  const { records } = recordFacts(stream, tailAfter(last), facts, context, ledger.salts);
  try {
    return { receipt: await append(ledger, aggregate, id, seen, revision, records) };
  } catch (failure) {
    if (worthAnother(failure)) return { failure };
    throw failure;
  }
}

async function append<State, C extends Command, F extends Fact>(
  { store, recent }: CommandLedger,
  aggregate: Aggregate<State, C, F>,
  id: string,
  seen: SeenStream<State>,
  expectedRevision: number,
  records: readonly NewRecord[],
): Promise<Receipt> {
  const receipt = await store.append({ stream: seen.stream, expectedRevision, records });
  recent?.add(seen, records, receipt, aggregate);
  return { ...receipt, id, events: records.map(({ id, type }) => ({ id, type })) };
}

async function look<State, C extends Command, F extends Fact>(
  { store, recent }: CommandLedger,
  aggregate: Aggregate<State, C, F>,
  stream: string,
): Promise<SeenStream<State>> {
  if (recent) return recent.look(store, aggregate, stream);
  const seen = new SeenStream(stream, aggregate.initial);
  await seen.catchUp(store, aggregate);
  return seen;
}

function worthAnother(error: unknown): boolean {
  return error instanceof RevisionConflict || error instanceof LedgerUnavailable;
}

/** What does not exist was not seen by anybody: the rules answer for it. */
async function mustHaveSeen<State, C extends Command, F extends Fact>(
  store: EventStore,
  aggregate: Aggregate<State, C, F>,
  { stream, revision }: SeenStream<State>,
  command: C,
  ifMatch: number | undefined,
): Promise<void> {
  if (ifMatch === revision) return;
  if (ifMatch === undefined) {
    if (aggregate.guards[command.type as C['type']] !== 'seen') return;
    throw new PreconditionRequired(
      `Say which revision of ${stream} this corrects (If-Match): it is now at ${revision}.`,
    );
  }
  const since = await store.readStream(stream, Math.max(ifMatch + 1, 0));
  const upcasts = upcastsOf([aggregate]);
  throw new StaleRevision(
    stream,
    ifMatch,
    revision,
    since.map((record) => decode(record, upcasts)),
  );
}
