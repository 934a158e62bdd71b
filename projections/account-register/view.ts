import type { Grant } from '#domain/terms/permissions.js';

/** One account; the document's id is the account's. Secrets are in the vault. */
export interface Account {
  /** What it signs in with. */
  readonly name: string;
  readonly displayName: string;
  readonly kind: 'person' | 'program';
  readonly grants: readonly Grant[];
  readonly closed?: true;
  readonly registeredAt: string;
  readonly revision: number;
}
