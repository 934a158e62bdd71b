import type { VaultRecord } from '../../vault.js';

/** An entry in the collection `vault_entries`; its id is drawer and key as a JSON list. */
export interface Stored {
  readonly _id: string;
  readonly drawer: string;
  readonly key: string;
  /** JSON text. */
  readonly value: string;
  readonly version: number;
  readonly owner: string | null;
  /** Milliseconds since 1970; null: kept until removed. */
  readonly expires: number | null;
}

type Entry = Extract<VaultRecord, { kind: 'entry' }>;

export const idOf = (drawer: string, key: string): string => JSON.stringify([drawer, key]);

/** An entry as it goes into another vault. */
export function recordOf({ drawer, key, value, version, owner, expires }: Stored): Entry {
  return {
    kind: 'entry',
    drawer,
    key,
    value: JSON.parse(value) as unknown,
    version,
    ...(owner !== null && { owner }),
    ...(expires !== null && { expiresAt: expires }),
  };
}

/** An entry that came from another vault. */
export function storedOf({ drawer, key, value, version, owner, expiresAt }: Entry): Stored {
  const about = { _id: idOf(drawer, key), drawer, key, value: JSON.stringify(value), version };
  return { ...about, owner: owner ?? null, expires: expiresAt ?? null };
}
