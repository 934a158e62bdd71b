import type { LedgerEvent } from '#ledger/ledger-event.js';
import type { Projection } from '../kernel/projection.js';
import type { ViewSchema } from '../kernel/view-store.js';
import { factsOf } from './facts.js';
import type { AuditLine } from './view.js';

/**
 * Ledger order is the order of an audit: positions are the ids, so a line is always written at the end. Filters that an
 * import answers with one value for all its lines cost next to nothing to keep; category and source kind have few
 * values and are read along the ledger order.
 */
const schema: ViewSchema<AuditLine> = {
  appendOnly: true,
  columns: [
    { name: 'position', kind: 'text' },
    { name: 'at', kind: 'text' },
    { name: 'actorId', kind: 'text' },
    { name: 'type', kind: 'text' },
    { name: 'category', kind: 'text' },
    { name: 'subject', kind: 'text' },
    { name: 'reason', kind: 'text' },
    { name: 'correlationId', kind: 'text' },
    { name: 'sourceKind', kind: 'text' },
    { name: 'collectionId', kind: 'text' },
    { name: 'basis', kind: 'text' },
  ],
  indexes: [
    ['position'],
    ['at'],
    ['actorId', 'position'],
    ['type', 'position'],
    ['subject', 'position'],
    ['reason', 'position'],
    ['correlationId', 'position'],
  ],
  row: (line) => ({
    position: line.position,
    at: line.at,
    actorId: line.actorId,
    type: line.type,
    category: line.category,
    subject: line.subject,
    reason: line.reason,
    correlationId: line.correlationId,
    sourceKind: line.sourceKind,
    collectionId: line.collectionId,
    basis: line.basis,
  }),
  // What people gave as their grounds; imports give none, and cost nothing here.
  text: ({ basis, facts }) => [basis, facts?.note].filter((text) => text !== undefined),
};

/** Every event of every category as one line that says who did what to which thing, when and why. */
export const auditTrail: Projection<AuditLine> = {
  name: 'audit-trail',
  version: 3,
  keysOf: (event) => [event.position],
  evolve: (_line, event) => lineOf(event),
  schema,
};

type Mutable = { -readonly [Member in keyof AuditLine]: AuditLine[Member] };

function lineOf(event: LedgerEvent): AuditLine {
  const { actor, source } = event;
  const line: Mutable = {
    position: event.position,
    eventId: event.id,
    at: event.at,
    type: event.type,
    category: event.category,
    subject: event.subject,
    revision: event.revision,
    actorId: actor.id,
    role: actor.role,
    via: actor.via,
    correlationId: event.correlationId,
    sourceKind: source.kind,
  };
  if (event.onBehalfOf !== undefined) line.onBehalfOf = event.onBehalfOf;
  if (event.reason !== undefined) line.reason = event.reason;
  const basis = event.basis ?? (event.data as { readonly basedOn?: unknown }).basedOn;
  if (typeof basis === 'string') line.basis = basis;
  if (source.row !== undefined) line.importRow = source.row;
  const collectionId = collectionOf(event);
  if (collectionId !== undefined) line.collectionId = collectionId;
  const facts = factsOf(event);
  if (facts) line.facts = facts;
  return line;
}

function collectionOf(event: LedgerEvent): string | undefined {
  if (event.category === 'collection') return event.subject;
  const { collectionId } = event.data as { readonly collectionId?: unknown };
  return typeof collectionId === 'string' ? collectionId : undefined;
}
