import type { Aggregate, Command, Fact } from '#domain/kernel/decider.js';
import { decode, upcastsOf } from '#ledger/decode.js';
import { NO_STREAM, type EventStore } from '#ledger/event-store.js';
import { eventId } from '#ledger/record-facts.js';

/** A thing as it stands now. */
export interface Seen<State> {
  readonly state: State;
  /** Revision of its last event; −1 when it has none. */
  readonly revision: number;
  /** When its last event was recorded (ISO 8601); '' when it has none. */
  readonly at: string;
  /** Whether a command with this id has been carried out on it. */
  carriedOut(commandId: string): boolean;
}

/** Reads one thing's stream and folds it. */
export async function look<State, C extends Command, F extends Fact>(
  store: EventStore,
  aggregate: Aggregate<State, C, F>,
  id: string,
): Promise<Seen<State>> {
  const upcasts = upcastsOf([aggregate]);
  const events = (await store.readStream(`${aggregate.category}-${id}`)).map((record) => decode(record, upcasts));
  return {
    state: events.reduce((state, event) => aggregate.evolve(state, event as unknown as F), aggregate.initial),
    revision: events.at(-1)?.revision ?? NO_STREAM,
    at: events.at(-1)?.at ?? '',
    carriedOut: (commandId) => events.some((event) => event.id === eventId(commandId, 0)),
  };
}
