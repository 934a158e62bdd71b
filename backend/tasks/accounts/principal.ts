import type { Grant } from '#domain/terms/permissions.js';

/** Who asks: an open account, by which means it signed in, and what it was granted. */
export interface Principal {
  readonly accountId: string;
  readonly name: string;
  readonly displayName: string;
  readonly grants: readonly Grant[];
  readonly via: 'session' | 'token';
  /** The session, or the token's id. */
  readonly sessionId: string;
}
