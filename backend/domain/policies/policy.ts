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
 * When X happened, ask for Y. Pure: it sees the event and what else is known of the same thing, nothing more. Asking twice
 * must do no harm, since a policy may run again from the beginning, and late.
 */
export interface Policy {
  readonly name: string;
  readonly types: readonly string[];
  /** Whether this event can ask for anything; the thing's history is read only then. */
  concerns(event: Happening): boolean;
  /** What follows. `history` is all that happened to the same thing until now, oldest first, the event and later ones included. */
  requests(event: Happening, history: readonly Happening[]): readonly Request[];
}
