import type { Command } from '../kernel/decider.js';

/** An event as policies see it; `stream` and `data` as in the ledger, already of the newest shape. */
export interface Happening {
  readonly id: string;
  readonly type: string;
  readonly category: string;
  readonly subject: string;
  readonly revision: number;
  readonly reason?: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- narrowed by `type` in each policy
  readonly data: any;
}

/** A request that follows from an event, to the thing whose id is told or whose key is. */
export interface Request {
  readonly category: string;
  /** The thing's id, or the text whose UUIDv5 it is. */
  readonly subject: { readonly id: string } | { readonly key: string };
  readonly command: Command;
}

/**
 * When X happened, ask for Y. Pure: it may fold what came before in the same stream (`before`, oldest first), nothing
 * else. Asking twice must do no harm, since a policy may run again from the beginning.
 */
export interface Policy {
  readonly name: string;
  readonly types: readonly string[];
  requests(event: Happening, before: readonly Happening[]): readonly Request[];
}
