/** One saved search; the document's id is its own. */
export interface SavedSearch {
  /** Account that keeps it. */
  readonly ownerId: string;
  readonly name: string;
  /** Query string of the search page. */
  readonly search: string;
  /** Whether everybody who may search sees it. */
  readonly shared: boolean;
  readonly savedAt: string;
  readonly changedAt: string;
}
