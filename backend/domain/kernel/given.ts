import { Rejection, type Command, type Decider, type Fact } from './decider.js';

/** What can be said of a decision after `given(...).when(...)`. */
export interface Outcome<F extends Fact> {
  /** The decision is exactly these facts. */
  then(...facts: readonly F[]): void;
  /** The decision is accepted and records nothing: it is already true. */
  thenNothing(): void;
  /** The decision is refused with this code and a sentence. */
  thenRejected(code: string): void;
}

/** A spec kit for one decider: `const given = givenFor(loan)`, then `given(...history).when(command).then(...facts)`. */
export function givenFor<State, C extends Command, F extends Fact>(decider: Decider<State, C, F>) {
  return (...history: readonly F[]) => ({
    when(...commands: readonly [C, ...C[]]): Outcome<F> {
      const state = history.reduce((folded, fact) => decider.evolve(folded, fact), decider.initial);
      return outcomeOf(() => decideAll(decider, state, commands));
    },
  });
}

/** The state after this history. */
export function stateAfter<State, C extends Command, F extends Fact>(
  decider: Decider<State, C, F>,
  history: readonly F[],
): State {
  return history.reduce((folded, fact) => decider.evolve(folded, fact), decider.initial);
}

function decideAll<State, C extends Command, F extends Fact>(
  decider: Decider<State, C, F>,
  state: State,
  commands: readonly C[],
): readonly F[] {
  const decided: F[] = [];
  let current = state;
  for (const command of commands) {
    const facts = decider.decide(current, command);
    decided.push(...facts);
    current = facts.reduce((folded, fact) => decider.evolve(folded, fact), current);
  }
  return decided;
}

function outcomeOf<F extends Fact>(decide: () => readonly F[]): Outcome<F> {
  return {
    then: (...facts) => expectFacts(decide(), facts),
    thenNothing: () => expectFacts(decide(), []),
    thenRejected: (code) => {
      const refusal = refusalOf(decide);
      if (refusal.code !== code) throw new Error(`Expected to be rejected with ${code}, not ${refusal.code}.`);
      if (!/\S.*[.:]/.test(refusal.message)) throw new Error(`The rejection ${code} needs a sentence.`);
    },
  };
}

function expectFacts(actual: readonly Fact[], expected: readonly Fact[]): void {
  const plain = (facts: readonly Fact[]): unknown => JSON.parse(JSON.stringify(facts));
  const [is, wanted] = [sorted(plain(actual)), sorted(plain(expected))];
  if (is !== wanted) throw new Error(`Expected the facts\n${wanted}\nbut the decision was\n${is}`);
}

function sorted(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, member: unknown) =>
      typeof member === 'object' && member !== null && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
        : member,
    2,
  );
}

function refusalOf(decide: () => readonly Fact[]): Rejection {
  try {
    const facts = decide();
    throw new Error(`Expected a rejection, but the decision was\n${JSON.stringify(facts, null, 2)}`);
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
}
