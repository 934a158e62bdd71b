import type { Fact } from '../kernel/decider.js';

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
export type CollectionEstablished = Fact<'CollectionEstablished', CollectionDescription & { readonly note?: string }>;
export type CollectionDescribed = Fact<
  'CollectionDescribed',
  { readonly changes: Partial<CollectionDescription>; readonly note?: string }
>;
export interface LoanPolicy {
  readonly defaultTermDays: number;
  readonly longestTermDays: number;
  readonly approvalsNeeded: number;
}
export type LoanPolicySet = Fact<'LoanPolicySet', LoanPolicy & { readonly note?: string }>;
export type CollectionEvent = CollectionEstablished | CollectionDescribed | LoanPolicySet;
