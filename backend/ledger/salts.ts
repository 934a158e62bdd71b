import { randomFillSync } from 'node:crypto';

/** Bytes of a salt. */
export const SALT_BYTES = 32;

/** Gives 32 fresh bytes at each call. They are valid until the next call. */
export type SaltSource = () => Uint8Array;

/** Salts from the system's random generator, fetched by the thousand since each fetch costs more than it brings. */
export function randomSalts(): SaltSource {
  const pool = Buffer.alloc(SALT_BYTES * 1024);
  let next = pool.length;
  return () => {
    if (next === pool.length) {
      randomFillSync(pool);
      next = 0;
    }
    return pool.subarray(next, (next += SALT_BYTES));
  };
}
