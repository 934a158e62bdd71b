import type { LedgerEvent } from '#ledger/ledger-event.js';
import type { ReasonedStamp, RecordImport, Stamp } from './view.js';

/** Who did it and when. */
export function stampOf(event: LedgerEvent, note?: string): Stamp {
  return { at: event.at, by: event.actor.id, eventId: event.id, ...(note !== undefined && { note }) };
}

/** Who did it, when and why. */
export function reasonedStamp(event: LedgerEvent, note?: string): ReasonedStamp {
  return { ...stampOf(event, note), ...(event.reason !== undefined && { reason: event.reason }) };
}

/** The row of the file that an event came from. */
export function visitOf(event: LedgerEvent): RecordImport {
  const { sha256, row } = event.source;
  return {
    importId: event.correlationId,
    at: event.at,
    ...(sha256 !== undefined && { sha256 }),
    ...(row !== undefined && { row }),
  };
}
