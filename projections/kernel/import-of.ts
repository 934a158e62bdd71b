import type { LedgerEvent } from '#ledger/ledger-event.js';

/**
 * The import of which an event tells; undefined for all others. An import's events are correlated by its id; the
 * compensations of an undone import come from an import too, but name it as their reference and are an act of their own.
 */
export function importOf({ source, correlationId }: LedgerEvent): string | undefined {
  return source.kind === 'import' && source.ref === undefined ? correlationId : undefined;
}
