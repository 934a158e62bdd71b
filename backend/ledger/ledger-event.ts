import type { Envelope } from './record.js';

/** One ledger event as deciders and folds see it: the envelope's members, the data already brought to its newest shape. */
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
  readonly actor: Envelope['actor'];
  readonly onBehalfOf?: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly reason?: string;
  readonly basis?: string;
  readonly occurred?: string;
  readonly corrects?: readonly string[];
  readonly source: Envelope['source'];
}
