import { uuidV5 } from '#ledger/uuid.js';

const NAMESPACE = '6f1c9c50-5d0e-4c0b-8f5c-3f6b7a1f0a6e';

/**
 * The id of the account with this name. It follows from the name (case and composition do not tell names apart), so that
 * a name is unique because its stream is.
 */
export function accountIdOf(name: string): string {
  return uuidV5(NAMESPACE, foldedName(name));
}

/** The form in which names are compared. */
export function foldedName(name: string): string {
  return name.trim().normalize('NFKC').toLowerCase();
}
