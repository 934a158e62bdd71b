/** What is neither event, view nor job, and must never be rebuilt from them: small JSON records in named drawers. */
export interface VaultEntry<Value = unknown> {
  readonly key: string;
  readonly value: Value;
  /** Counts up with each change of this key. */
  readonly version: number;
  /** Milliseconds since 1970; absent: kept until removed. */
  readonly expiresAt?: number;
}

/** An entry or a line of a log, as it goes from one vault into another. */
export type VaultRecord =
  | {
      readonly kind: 'entry';
      readonly drawer: string;
      readonly key: string;
      readonly value: unknown;
      readonly version: number;
      readonly owner?: string;
      readonly expiresAt?: number;
    }
  | { readonly kind: 'line'; readonly log: string; readonly line: object };

/** Password hashes, sessions, tokens, contact details, the security log, idempotency fingerprints. */
export interface Vault {
  get<Value>(drawer: string, key: string): Promise<VaultEntry<Value> | undefined>;
  /**
   * Writes one entry. With `expectedVersion` (0: must not exist) fails with {@link VaultConflict} when another was
   * quicker. Durable when it resolves, unless `lazy`: then this process sees it at once, and others and the disk within
   * a second. An entry whose time is over counts as not
   * existing.
   */
  put(
    drawer: string,
    key: string,
    value: unknown,
    options?: { expiresAt?: number; expectedVersion?: number; owner?: string; lazy?: boolean },
  ): Promise<void>;
  remove(drawer: string, key: string): Promise<boolean>;
  /** Entries of an owner (`put`'s `owner`), for instance all sessions of an account. */
  ofOwner<Value>(drawer: string, owner: string): Promise<readonly VaultEntry<Value>[]>;
  removeOwner(drawer: string, owner: string): Promise<number>;
  /** Adds a line to a log that is only ever added to; durable when it resolves. */
  log(log: string, line: object): Promise<void>;
  /** Newest first; `before` is the id of a line, for the next page; `limit` defaults to 100. */
  readLog(log: string, options?: { before?: number; limit?: number }): Promise<readonly { id: number; line: object }[]>;
  /** Forgets what has expired; called now and then. */
  sweep(): Promise<number>;
  /**
   * Everything it keeps, in no order but that of the lines of each log; what has expired is left out. Of what changes
   * meanwhile each entry is as it was at some moment.
   */
  records(): AsyncIterable<VaultRecord>;
  /**
   * Takes in what {@link records} of another vault gave: versions, owners and times as they were, lines in their order under
   * numbers of its own. Nobody else may use it meanwhile. Fails with {@link VaultNotEmpty} when it keeps anything already; when
   * it fails otherwise it is empty again.
   */
  fill(records: AsyncIterable<VaultRecord>): Promise<void>;
  close(): Promise<void>;
}

export class VaultConflict extends Error {
  override readonly name = 'VaultConflict';
}

/** Only an empty vault can be filled with what another one keeps. */
export class VaultNotEmpty extends Error {
  override readonly name = 'VaultNotEmpty';
}

/** The store of the vault does not answer: ask again in a moment. */
export class VaultUnavailable extends Error {
  override readonly name = 'VaultUnavailable';
}
