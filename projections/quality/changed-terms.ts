import type { TermChange, Terms } from '#domain/specimen/events.js';

/** The terms after these changes; a change to nothing takes the term away. */
export function changedTerms(terms: Terms, changes: readonly TermChange[]): Terms {
  const changed: Record<string, string> = { ...terms };
  for (const { term, now } of changes) {
    if (now === undefined) delete changed[term];
    else changed[term] = now;
  }
  return changed;
}
