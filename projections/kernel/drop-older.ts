import { ViewHeld, type ViewStore } from './view-store.js';

/**
 * Throws away the versions of a view before the given one. What a program of an older version still writes is left for the
 * next building to clear away.
 */
export async function dropOlder(views: ViewStore, name: string, version: number): Promise<void> {
  const { all } = await views.versions(name);
  for (const old of all) if (old < version) await views.drop(name, old).catch(leaveHeld);
}

function leaveHeld(error: unknown): void {
  if (!(error instanceof ViewHeld)) throw error;
}
