import type { Fact } from '../kernel/decider.js';

/** A search under a name. */
export interface KeptSearch {
  /** Account that keeps it. */
  readonly ownerId: string;
  readonly name: string;
  /** Query string of the search page. */
  readonly search: string;
  /** Whether everybody who may search sees it. */
  readonly shared: boolean;
}

/** The search is kept from here on. */
export type SearchSaved = Fact<'SearchSaved', KeptSearch>;
/** It has another name. */
export type SavedSearchRenamed = Fact<'SavedSearchRenamed', { readonly name: string }>;
/** It finds something else. */
export type SavedSearchChanged = Fact<'SavedSearchChanged', { readonly search: string }>;
/** Everybody who may search sees it, or only its owner does. */
export type SavedSearchShared = Fact<'SavedSearchShared', { readonly shared: boolean }>;
/** It is off the list. */
export type SavedSearchDiscarded = Fact<'SavedSearchDiscarded', Record<string, never>>;

export type SavedSearchEvent =
  SearchSaved | SavedSearchRenamed | SavedSearchChanged | SavedSearchShared | SavedSearchDiscarded;
