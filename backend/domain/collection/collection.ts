import { Rejection, unreachable, type Aggregate } from '../kernel/decider.js';
import { fact, present, sameData } from '../kernel/fact.js';
import type { CollectionCommand, DescribeCollection, EstablishCollection, SetLoanPolicy } from './commands.js';
import type {
  CollectionDescribed,
  CollectionDescription,
  CollectionEstablished,
  CollectionEvent,
  LoanPolicy,
  LoanPolicySet,
} from './events.js';

/** A collection that exists. */
export interface EstablishedCollection {
  readonly status: 'established';
  readonly description: CollectionDescription;
  /** As first described: what a repeated request is compared with. */
  readonly establishedAs: CollectionDescription;
  readonly loanPolicy?: LoanPolicy;
}
/** A collection's state: not there yet, or established. */
export type CollectionState = { readonly status: 'unknown' } | EstablishedCollection;

function decide(state: CollectionState, command: CollectionCommand): readonly CollectionEvent[] {
  if (command.type === 'EstablishCollection') return establish(state, command);
  if (state.status === 'unknown')
    throw new Rejection('COLLECTION_UNKNOWN', 'There is no such collection: choose one that exists, or establish it.');
  switch (command.type) {
    case 'DescribeCollection':
      return describe(state, command);
    case 'SetLoanPolicy':
      return setLoanPolicy(state, command);
    default:
      return unreachable(command);
  }
}

function establish(state: CollectionState, command: EstablishCollection): readonly CollectionEvent[] {
  const { type: _type, note, ...description } = command;
  if (state.status === 'unknown')
    return [fact<CollectionEstablished>('CollectionEstablished', { ...description, note })];
  if (sameData(state.establishedAs, description)) return [];
  throw new Rejection(
    'COLLECTION_EXISTS',
    `This collection exists already as ${state.description.institutionCode} ${state.description.collectionCode}: describe it instead.`,
    { institutionCode: state.description.institutionCode, collectionCode: state.description.collectionCode },
  );
}

function describe(state: EstablishedCollection, command: DescribeCollection): readonly CollectionEvent[] {
  const current = state.description as unknown as Record<string, unknown>;
  const news = Object.entries(command.changes).filter(([key, now]) => now !== undefined && current[key] !== now);
  if (news.length === 0) return [];
  const changes = Object.fromEntries(news) as Partial<CollectionDescription>;
  return [fact<CollectionDescribed>('CollectionDescribed', { changes, note: command.note })];
}

function setLoanPolicy(state: EstablishedCollection, command: SetLoanPolicy): readonly CollectionEvent[] {
  const { defaultTermDays, longestTermDays, approvalsNeeded, note } = command;
  if (defaultTermDays > longestTermDays)
    throw new Rejection(
      'LOAN_TERM_TOO_LONG',
      `The usual term of ${defaultTermDays} days is longer than the longest of ${longestTermDays}: shorten the one or lengthen the other.`,
      { defaultTermDays, longestTermDays },
    );
  const policy = { defaultTermDays, longestTermDays, approvalsNeeded };
  if (sameData(state.loanPolicy, policy)) return [];
  return [fact<LoanPolicySet>('LoanPolicySet', { ...policy, note })];
}

function evolve(state: CollectionState, fact: CollectionEvent): CollectionState {
  if (fact.type === 'CollectionEstablished') {
    const { note: _note, ...description } = fact.data;
    return { status: 'established', description, establishedAs: description };
  }
  if (state.status === 'unknown') return state;
  switch (fact.type) {
    case 'CollectionDescribed':
      return { ...state, description: present({ ...state.description, ...fact.data.changes }) };
    case 'LoanPolicySet': {
      const { note: _note, ...loanPolicy } = fact.data;
      return { ...state, loanPolicy };
    }
    default:
      return state;
  }
}

/** A collection of an institution: what it is called, how its numbers look, on what terms it lends. Stream `collection-{collectionId}`. */
export const collection: Aggregate<CollectionState, CollectionCommand, CollectionEvent> = {
  category: 'collection',
  initial: { status: 'unknown' },
  decide,
  evolve,
  guards: { EstablishCollection: 'rules', DescribeCollection: 'seen', SetLoanPolicy: 'rules' },
  events: { CollectionEstablished: 1, CollectionDescribed: 1, LoanPolicySet: 1 },
};
