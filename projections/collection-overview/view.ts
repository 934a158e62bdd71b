import type { CollectionDescription, LoanPolicy } from '#domain/collection/events.js';

/** One collection as it describes itself; the document's id is the collection's. Its numbers: `overview-query.ts`. */
export interface CollectionOverview extends CollectionDescription {
  readonly loanPolicy?: LoanPolicy;
  readonly foundedAt: string;
  /** Account id. */
  readonly foundedBy: string;
  readonly modifiedAt: string;
  readonly revision: number;
}

/** Value and how many specimens have it, most first. */
export interface OverviewCount {
  readonly value: string | number;
  readonly count: number;
}

/** What a collection holds, counted over specimen search; records that are struck through count as `voided` only. */
export interface CollectionNumbers {
  readonly total: number;
  readonly released: number;
  readonly voided: number;
  readonly unidentified: number;
  readonly types: number;
  readonly withIssue: number;
  readonly withMedia: number;
  readonly georeferenced: number;
  readonly families: readonly OverviewCount[];
  readonly countries: readonly OverviewCount[];
  /** By first year, oldest first. */
  readonly decades: readonly OverviewCount[];
  readonly typeStatuses: readonly OverviewCount[];
  readonly issues: readonly OverviewCount[];
  /** Records entered per day (YYYY-MM-DD), oldest first: the newest 366 days that have any. */
  readonly growth: readonly OverviewCount[];
  /** Ledger position that the numbers reflect. */
  readonly position?: string;
}
