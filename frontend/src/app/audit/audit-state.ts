import type { ParamMap, Params } from '@angular/router';
import type { Asked } from '../ledger-client/address';

/** What the audit trail is narrowed by: all of it is in the page's address. */
export const AUDIT_FILTERS = [
  'q',
  'actorId',
  'type',
  'from',
  'to',
  'catalogNumber',
  'reason',
  'basis',
  'correlationId',
  'subject',
  'numbers',
] as const;
export type AuditFilter = (typeof AUDIT_FILTERS)[number];
export type AuditState = Readonly<Partial<Record<AuditFilter, string>>>;

/** Reads a page's address. */
export function readAudit(params: ParamMap): AuditState {
  return Object.fromEntries(AUDIT_FILTERS.map((name) => [name, params.get(name)]).filter(([, value]) => value));
}

/** The same with one filter set, or taken away by an empty text. */
export function withFilter(state: AuditState, name: AuditFilter, value: string): Params {
  const kept = Object.fromEntries(Object.entries(state).filter(([other]) => other !== name));
  return value ? { ...kept, [name]: value } : kept;
}

/** What the server is asked. The book-keeping of catalogue numbers, a line per record, is left out unless wanted. */
export function askedOf({ numbers, basis, ...asked }: AuditState): Asked {
  const wantsNumbers = numbers === 'true' || asked.type?.startsWith('CatalogNumber') || asked.subject !== undefined;
  return {
    ...asked,
    ...(basis && { 'basis.prefix': basis }),
    ...(!wantsNumbers && { 'category.not': 'catalogNumber' }),
  };
}

/** First and last day of a month, `back` months before the one of `now`, in UTC. */
export function monthOf(now: Date, back: number): { from: string; to: string } {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth() - back];
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  return { from: day(Date.UTC(year, month, 1)), to: day(Date.UTC(year, month + 1, 0)) };
}
