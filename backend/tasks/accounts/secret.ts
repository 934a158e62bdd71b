import { hash, randomBytes } from 'node:crypto';

/** A new secret of 256 random bits, as base64url. Shown or sent once; only its hash is kept. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * What is kept of a secret: lower-case hex SHA-256. A plain hash is enough, since 256 random bits cannot be guessed;
 * passwords, which can, go through `password.ts`.
 */
export function hashOfSecret(secret: string): string {
  return hash('sha256', secret, 'hex');
}
