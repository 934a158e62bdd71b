import fc from 'fast-check';
import { envelopeText } from './envelope.js';
import type { Envelope } from './record.js';
import { SwiftEnvelopes, type ReadEnvelope } from './swift-envelope.js';

const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
const text = fc.oneof(
  fc.string(),
  fc.constantFrom('},"at":"', '"', '\\', '},"stream":"', '","commandId":"', '","revision":', 'é', '\n', '{}'),
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Envelopes as an import writes them, and any others. */
const envelopes = fc.record({
  v: fc.constant(1 as const),
  id: fc.uuid(),
  type: text,
  schema: fc.integer({ min: 1, max: 12 }),
  stream: text,
  revision: fc.nat(),
  prev: maybe(hash),
  commandId: fc.oneof(fc.uuid(), text, fc.constant(`"${'c'.repeat(34)}`)),
  correlationId: fc.oneof(fc.uuid(), text),
  causationId: maybe(fc.uuid()),
  actor: fc.record({ id: text, role: text, via: fc.constantFrom('cli', 'job') }),
  onBehalfOf: maybe(text),
  reason: maybe(text),
  basis: maybe(text),
  source: fc.record({
    kind: fc.constantFrom('ui', 'import'),
    ref: maybe(text),
    sha256: maybe(hash),
    row: maybe(fc.integer({ min: 1 })),
  }),
  at: fc.oneof(fc.constant('2026-05-06T07:08:09.010Z'), text),
  occurred: maybe(text),
  corrects: maybe(fc.array(fc.uuid())),
  dataHash: hash,
}) as fc.Arbitrary<Envelope>;
const plain = envelopes.map(
  ({ causationId: _1, onBehalfOf: _2, reason: _3, basis: _4, occurred: _5, corrects: _6, ...envelope }) =>
    ({
      ...envelope,
      at: '2026-05-06T07:08:09.010Z',
      commandId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
      correlationId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    }) satisfies Envelope,
);

const seen = (e: ReadEnvelope) => [
  [e.schema, e.at, e.actor, e.onBehalfOf, e.commandId, e.correlationId],
  [e.causationId, e.reason, e.basis, e.occurred, e.corrects, e.source],
];

describe('Envelopes read swiftly', () => {
  it('say the same as envelopes that are parsed, one after another', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(envelopes, plain), { maxLength: 6 }), (several) => {
        const reader = new SwiftEnvelopes();
        for (const text of several.map((envelope) => envelopeText(definedOnly(envelope)))) {
          expect(seen(reader.read(text))).toEqual(seen(JSON.parse(text) as Envelope));
        }
      }),
    );
  });

  it('of an import are not parsed as a whole', () => {
    const [envelope] = fc.sample(plain, { numRuns: 1, seed: 1 });
    const text = envelopeText(definedOnly(envelope!));
    const parsed: string[] = [];
    const { parse } = JSON;
    JSON.parse = (each: string) => (parsed.push(each), parse(each) as unknown);
    try {
      new SwiftEnvelopes().read(text);
    } finally {
      JSON.parse = parse;
    }
    expect(parsed).toHaveLength(2);
    expect(parsed).not.toContain(text);
  });
});

function definedOnly(envelope: Envelope): Envelope {
  return JSON.parse(JSON.stringify(envelope)) as Envelope;
}
