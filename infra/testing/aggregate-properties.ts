import fc from 'fast-check';
import { Rejection, type Aggregate, type Command, type Fact } from '../../backend/domain/kernel/decider.js';
import { sameData } from '../../backend/domain/kernel/fact.js';

/**
 * Properties that every aggregate keeps, tried on made-up sequences of commands: what is decided folds without failing,
 * a refusal is a sentence, the same command asked again records nothing, and `invariant` holds after every command.
 */
export function keepsItsPromises<S, C extends Command, F extends Fact>(
  aggregate: Aggregate<S, C, F>,
  commands: fc.Arbitrary<C>,
  invariant: (state: S) => void = () => undefined,
): void {
  it('folds whatever it accepts, and records nothing when asked again', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 60, size: 'max' }), (list) => {
        let state = aggregate.initial;
        for (const command of list) {
          const facts = decideOrRefuse(aggregate, state, command);
          if (!facts) continue;
          state = facts.reduce((folded, fact) => aggregate.evolve(folded, fact), state);
          facts.forEach((fact) => seen.add(fact.type));
          expectDeclared(aggregate, facts);
          expectNothingAgain(aggregate, state, command);
          invariant(state);
        }
      }),
      { numRuns: 600 },
    );
    // A property that never sees an event proves nothing; commands must be such that each is seen in at least one run of 50.
    expect([...seen].sort()).toEqual(Object.keys(aggregate.events).sort());
  });

  it('does not mind an event from a newer version', () => {
    const unknown = { type: 'SomethingNewHappened', data: {} } as unknown as F;
    expect(aggregate.evolve(aggregate.initial, unknown)).toEqual(aggregate.initial);
  });
}

function decideOrRefuse<S, C extends Command, F extends Fact>(
  aggregate: Aggregate<S, C, F>,
  state: S,
  command: C,
): readonly F[] | undefined {
  try {
    return aggregate.decide(state, command);
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    expect(error.code).toMatch(/^[A-Z][A-Z_]+$/);
    expect(error.message).toMatch(/^\S.*\.$/s);
    return undefined;
  }
}

function expectDeclared(aggregate: { readonly events: object }, facts: readonly Fact[]): void {
  for (const fact of facts) {
    expect(Object.keys(aggregate.events)).toContain(fact.type);
    expect(sameData(JSON.parse(JSON.stringify(fact.data)), fact.data)).toBe(true);
    expect(Object.values(fact.data)).not.toContain(undefined);
  }
}

function expectNothingAgain<S, C extends Command, F extends Fact>(
  aggregate: Aggregate<S, C, F>,
  state: S,
  command: C,
): void {
  expect(aggregate.decide(state, command)).toEqual([]);
}
