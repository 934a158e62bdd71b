/** One event of a record's history, as told by the server. */
export interface HistoryEntry {
  readonly id: string;
  readonly type: string;
  readonly revision: number;
  readonly position: string;
  readonly at: string;
  readonly actor: { readonly id: string; readonly role: string; readonly via: string; readonly name: string };
  readonly reason?: string;
  readonly basis?: string;
  readonly occurred?: string;
  readonly source: { readonly kind: string; readonly ref?: string; readonly sha256?: string; readonly row?: number };
  readonly correlationId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What happened to a record since somebody saw it: `details.changedBy` of a 412. */
export interface ChangedBy {
  readonly revision: number;
  readonly type: string;
  readonly at: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly reason?: string;
  readonly changes?: readonly { readonly term: string; readonly was?: string; readonly now?: string }[];
}
