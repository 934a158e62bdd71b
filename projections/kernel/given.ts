import { deepEqual } from 'node:assert/strict';
import type { Envelope } from '#ledger/record.js';
import type { LedgerEvent } from '#ledger/ledger-event.js';
import type { Projection } from './projection.js';

/** What a spec says of an event; the rest is filled in. `stream` is `{category}-{id}`. */
export interface GivenEvent extends Partial<Omit<LedgerEvent, 'category' | 'subject' | 'position'>> {
  readonly stream: string;
  readonly type: string;
}

const CLERK: Envelope['actor'] = { id: '5d3f0a52-6f0e-5d5c-9d55-0d6b6c8f1a01', role: 'curator', via: 'session' };

/** The ledger that a spec speaks of: positions in order, revisions per stream, one second between events. */
export function ledgerOf(events: readonly GivenEvent[]): LedgerEvent[] {
  const revisions = new Map<string, number>();
  return events.map((event, at) => {
    const revision = event.revision ?? (revisions.get(event.stream) ?? -1) + 1;
    revisions.set(event.stream, revision);
    const hyphen = event.stream.indexOf('-');
    const number = String(at + 1).padStart(12, '0');
    return {
      id: `00000000-0000-5000-8000-${number}`,
      schema: 1,
      data: {},
      at: new Date(Date.UTC(2026, 0, 1) + at * 1_000).toISOString(),
      actor: CLERK,
      commandId: `00000000-0000-5000-9000-${number}`,
      correlationId: `00000000-0000-5000-a000-${number}`,
      source: { kind: 'ui' },
      ...event,
      position: String(at + 1).padStart(16, '0'),
      category: event.stream.slice(0, hyphen),
      subject: event.stream.slice(hyphen + 1),
      revision,
    };
  });
}

/** The documents that a fold makes of events, by key. Each goes through JSON between two events, as in a store. */
export function documentsOf<Doc extends object>(
  projection: Projection<Doc>,
  events: readonly LedgerEvent[],
): ReadonlyMap<string, Doc> {
  const documents = new Map<string, Doc>();
  for (const event of events) {
    if (projection.types && !projection.types.includes(event.type)) continue;
    for (const key of projection.keysOf(event)) {
      const document = projection.evolve(documents.get(key), event, key);
      if (document === null) documents.delete(key);
      else documents.set(key, JSON.parse(JSON.stringify(document)) as Doc);
    }
  }
  return documents;
}

/**
 * `given(projection, ...events).then({key: document})`: the fold makes exactly these documents.
 * `.thenDocument(key, document)` looks at one of them, `.row(key)` at its columns.
 */
export function given<Doc extends object>(projection: Projection<Doc>, ...events: readonly GivenEvent[]) {
  const documents = documentsOf(projection, ledgerOf(events));
  return {
    documents,
    then: (expected: Readonly<Record<string, unknown>>): void => deepEqual(Object.fromEntries(documents), expected),
    thenDocument: (key: string, expected: unknown): void => deepEqual(documents.get(key), expected),
    row: (key: string) => {
      const document = documents.get(key);
      if (!document) throw new Error(`The fold made no document ${key}; it made ${[...documents.keys()].join(', ')}.`);
      return projection.schema.row(document);
    },
  };
}
