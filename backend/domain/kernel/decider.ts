import type { ReasonCode } from '../terms/reason-code.js';

/**
 * Something that has happened, as the domain states it: type, data, and the few envelope members that only a decision
 * can know. Who, when and by which command is stamped by the ledger.
 */
export interface Fact<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  /** Shape of `data`, an integer from 1; absent means 1. */
  readonly schema?: number;
  readonly data: Data;
  readonly reason?: ReasonCode;
  /** What the statement rests on: a reference such as a document or decision number. */
  readonly basis?: string;
  /** When it happened in the world: EDTF text, never a Date. */
  readonly occurred?: string;
  /** Ids of the events that this one corrects. */
  readonly corrects?: readonly string[];
}

/** A request to change one thing. `type` is the imperative name, paired with an event: `DispatchLoan` → `LoanDispatched`. */
export interface Command<Type extends string = string> {
  readonly type: Type;
}

/**
 * The rules of one aggregate as pure functions: no clock, no randomness, no I/O.
 * `decide` returns the facts that follow (none when already true) or throws a {@link Rejection}; `evolve` never throws.
 */
export interface Decider<State, C extends Command = Command, F extends Fact = Fact> {
  readonly initial: State;
  decide(state: State, command: C): readonly F[];
  evolve(state: State, fact: F): State;
}

/** How a lost race is treated: `rules` decides again on the newer state; `seen` is refused, since the person saw an older one. */
export type Guard = 'rules' | 'seen';

/**
 * One aggregate as the registry lists it. `category` is the part of a stream's name before the first hyphen and has no
 * hyphen itself; the stream of a thing is `{category}-{id}`.
 */
export interface Aggregate<State = unknown, C extends Command = Command, F extends Fact = Fact> extends Decider<
  State,
  C,
  F
> {
  readonly category: string;
  /** Every command by its type, with its guard. */
  readonly guards: Readonly<Record<C['type'], Guard>>;
  /** Event types this aggregate records, with the newest schema of each. */
  readonly events: Readonly<Record<F['type'], number>>;
  /** Brings the data of an older schema to the newest; absent until an old shape exists. */
  upcast?(type: string, schema: number, data: object): object;
}

/** A rule of the domain said no. `code` is stable (SCREAMING_SNAKE_CASE), `message` says what, which, and what now. */
export class Rejection extends Error {
  override readonly name = 'Rejection';
  constructor(
    readonly code: string,
    message: string,
    /** Values for translating the message, by name. */
    readonly details: Readonly<Record<string, string | number>> = {},
  ) {
    super(message);
  }
}

/** Ends a switch over a union: the compiler proves that nothing is left. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
}
