import type { ViewSchema } from './view-store.js';

/** Who acted; see the envelope. */
export interface Actor {
  readonly id: string;
  readonly role: string;
  readonly via: 'session' | 'token' | 'cli' | 'job' | 'policy';
}

/** One ledger event as folds see it: the envelope's members, the data already brought to its newest shape. */
export interface LedgerEvent {
  readonly position: string;
  readonly stream: string;
  /** The part of the stream's name before the first hyphen, and the part after it. */
  readonly category: string;
  readonly subject: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly schema: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- narrowed by `type` in each fold
  readonly data: any;
  readonly at: string;
  readonly actor: Actor;
  readonly onBehalfOf?: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly reason?: string;
  readonly basis?: string;
  readonly occurred?: string;
  readonly corrects?: readonly string[];
  readonly source: { readonly kind: string; readonly ref?: string; readonly sha256?: string; readonly row?: number };
}

/**
 * A pure fold per key. It never looks up, never asks the time, never rejects, and folds to facts and sets, not to
 * running counters. Changing what it makes means a new `version`, which is built beside the old one.
 */
export interface Projection<Doc extends object = object> {
  readonly name: string;
  readonly version: number;
  /** Event types it reads; others are skipped unparsed. Absent: all. */
  readonly types?: readonly string[];
  /** Ids of the documents this event touches; none when it is not of interest. */
  keysOf(event: LedgerEvent): readonly string[];
  /** The document after the event; null when there is none any more. */
  evolve(document: Doc | undefined, event: LedgerEvent, key: string): Doc | null;
  readonly schema: ViewSchema<Doc>;
}
