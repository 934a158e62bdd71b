import type { Fact } from '../kernel/decider.js';

/** What a collection says of itself. */
export interface CollectionDescription {
  readonly institutionCode: string;
  readonly collectionCode: string;
  readonly name: string;
  readonly institutionID?: string;
  readonly collectionID?: string;
  readonly description?: string;
  /** A regular expression that new catalogue numbers follow. */
  readonly catalogNumberPattern?: string;
  /** The collection this one is part of, by id. */
  readonly parentCollectionId?: string;
}
/** The collection exists from here on. */
export type CollectionEstablished = Fact<'CollectionEstablished', CollectionDescription & { readonly note?: string }>;
/** What the collection says of itself changed; only what changed is told. */
export type CollectionDescribed = Fact<
  'CollectionDescribed',
  { readonly changes: Partial<CollectionDescription>; readonly note?: string }
>;
/** Terms of lending: days, and how many people approve. */
export interface LoanPolicy {
  readonly defaultTermDays: number;
  readonly longestTermDays: number;
  readonly approvalsNeeded: number;
}
/** The terms on which the collection lends. */
export type LoanPolicySet = Fact<'LoanPolicySet', LoanPolicy & { readonly note?: string }>;
export type CollectionEvent = CollectionEstablished | CollectionDescribed | LoanPolicySet;
