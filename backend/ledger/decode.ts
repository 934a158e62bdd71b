import type { Aggregate } from '#domain/kernel/decider.js';
import type { FactRecord } from './event-store.js';
import type { LedgerEvent } from './ledger-event.js';
import type { Envelope } from './record.js';
import type { ReadEnvelope } from './swift-envelope.js';

/** Brings data of an older schema to the newest shape. */
export type Upcast = (type: string, schema: number, data: object) => object;

/** Upcasts by the category of the stream; categories without old shapes are absent. */
export type Upcasts = ReadonlyMap<string, Upcast>;

/** How envelopes are read; parsing, unless told otherwise. */
export interface EnvelopeReader {
  read(text: string): ReadEnvelope;
}

const PARSING: EnvelopeReader = { read: (text) => JSON.parse(text) as Envelope };

/** The upcasts of a registry's aggregates. */
export function upcastsOf(aggregates: readonly Pick<Aggregate, 'category' | 'upcast'>[]): Upcasts {
  const upcasts = new Map<string, Upcast>();
  for (const aggregate of aggregates)
    if (aggregate.upcast)
      upcasts.set(aggregate.category, (type, schema, data) => aggregate.upcast!(type, schema, data));
  return upcasts;
}

/** A stored record as deciders and folds see it: parsed, its data in the newest shape. The stored bytes stay as they are. */
export function decode(record: FactRecord, upcasts?: Upcasts, envelopes: EnvelopeReader = PARSING): LedgerEvent {
  const hyphen = record.stream.indexOf('-');
  const category = hyphen < 0 ? record.stream : record.stream.slice(0, hyphen);
  const envelope = envelopes.read(record.envelope);
  const data = JSON.parse(record.data) as object;
  const upcast = upcasts?.get(category);
  return {
    position: record.position,
    stream: record.stream,
    category,
    subject: hyphen < 0 ? '' : record.stream.slice(hyphen + 1),
    revision: record.revision,
    id: record.id,
    type: record.type,
    schema: envelope.schema,
    data: upcast ? upcast(record.type, envelope.schema, data) : data,
    at: envelope.at,
    actor: envelope.actor,
    onBehalfOf: envelope.onBehalfOf,
    commandId: envelope.commandId,
    correlationId: envelope.correlationId,
    causationId: envelope.causationId,
    reason: envelope.reason,
    basis: envelope.basis,
    occurred: envelope.occurred,
    corrects: envelope.corrects,
    source: envelope.source,
  };
}
