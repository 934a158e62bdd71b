import type { LedgerEvent } from '#ledger/ledger-event.js';
import type { ViewSchema } from './view-store.js';

/**
 * A pure fold per key. It never looks up, never asks the time, never rejects, and folds to facts and sets, not to
 * running counters. Changing what it makes means a new `version`, which is built beside the old one.
 */
export interface Projection<Doc extends object = object> {
  readonly name: string;
  readonly version: number;
  /** Event types it reads; others are skipped unparsed. Absent: all. */
  readonly types?: readonly string[];
  /** Event types that begin a document: nothing stands under their keys before, so nothing is looked up. */
  readonly begins?: readonly string[];
  /** Ids of the documents this event touches; none when it is not of interest. */
  keysOf(event: LedgerEvent): readonly string[];
  /** The document after the event; null when there is none any more. */
  evolve(document: Doc | undefined, event: LedgerEvent, key: string): Doc | null;
  readonly schema: ViewSchema<Doc>;
}
