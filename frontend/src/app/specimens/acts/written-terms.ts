import type { Terms } from '#domain/specimen/events.js';

/** Of these terms those in which something is written, in this order, without the blanks around it. */
export function writtenTerms(order: readonly string[], typed: Readonly<Partial<Record<string, string>>>): Terms {
  const written = order.map((term) => [term, typed[term]?.trim() ?? '']).filter(([, value]) => value);
  return Object.fromEntries(written) as Terms;
}
