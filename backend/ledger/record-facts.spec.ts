import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Fact } from '#domain/kernel/decider.js';
import { canonicalize } from './canonical-json.js';
import { envelopeText } from './envelope.js';
import type { CommandContext, Envelope } from './record.js';
import { EMPTY_STREAM, eventId, recordFacts, tailAfter } from './record-facts.js';
import { randomSalts } from './salts.js';

const ACTOR = '0b0e7f6e-5f0b-4a3e-9d43-6f1f6f3c1a11';
const context: CommandContext = {
  commandId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  correlationId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  actor: { id: ACTOR, role: 'curator', via: 'session' },
  source: { kind: 'ui' },
  at: Date.UTC(2026, 4, 6, 7, 8, 9, 10),
};
const fixedSalts = () => Uint8Array.from({ length: 32 }, (_, i) => i);
const sha256 = (...parts: (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

describe('The record of a fact', () => {
  const fact: Fact = {
    type: 'SpecimenWithheld',
    data: { note: 'à vérifier', b: [1], a: {} },
    reason: 'other',
  };
  const { records, tail } = recordFacts('specimen-1', EMPTY_STREAM, [fact], context, fixedSalts);
  const [record] = records;

  // The storage format: this text may never change. Computed independently of this program.
  it('is this text, for ever', () => {
    expect(record).toEqual({
      id: '9633fb53-2467-5601-90dd-75ee949dd2c2',
      type: 'SpecimenWithheld',
      envelope:
        '{"actor":{"id":"0b0e7f6e-5f0b-4a3e-9d43-6f1f6f3c1a11","role":"curator","via":"session"},"at":"2026-05-06T07:08:09.010Z","commandId":"7c9e6679-7425-40de-944b-e07fc1f90ae7","correlationId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","dataHash":"6e222e501e211230c6ded808b0a7aa860721c5ccbe11b9aa8425bfd992e1bce7","id":"9633fb53-2467-5601-90dd-75ee949dd2c2","reason":"other","revision":0,"schema":1,"source":{"kind":"ui"},"stream":"specimen-1","type":"SpecimenWithheld","v":1}',
      data: '{"a":{},"b":[1],"note":"à vérifier"}',
      salt: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
      leaf: '88ee3209664133182a0d2f3690ba1c8f5c744d8dfaea41ef49229655d90bfa5d',
    });
  });

  it('commits to its data by the salted hash, and to its envelope by the leaf hash', () => {
    const envelope = JSON.parse(record!.envelope) as Envelope;
    expect(envelope.dataHash).toBe(sha256(fixedSalts(), record!.data));
    expect(record!.leaf).toBe(sha256(Uint8Array.of(0), record!.envelope));
    expect(tail).toEqual({ revision: 0, prev: record!.leaf, at: envelope.at });
  });

  it('has no member that is absent', () => {
    expect(record!.envelope).not.toMatch(/null|undefined|prev|causationId|occurred|corrects|onBehalfOf|basis/);
  });
});

describe('The records of a command', () => {
  const facts: Fact[] = ['A', 'B', 'C'].map((type) => ({ type, data: { type } }));

  it('are numbered and chained', () => {
    const { records, tail } = recordFacts(
      'x-1',
      { revision: 4, prev: 'ff', at: '2020-01-01T00:00:00.000Z' },
      facts,
      context,
      randomSalts(),
    );
    const envelopes = records.map(({ envelope }) => JSON.parse(envelope) as Envelope);
    expect(envelopes.map(({ revision }) => revision)).toEqual([5, 6, 7]);
    expect(envelopes.map(({ prev }) => prev)).toEqual(['ff', records[0]!.leaf, records[1]!.leaf]);
    expect(envelopes.map(({ id }) => id)).toEqual([0, 1, 2].map((n) => eventId(context.commandId, n)));
    expect(tail).toEqual({ revision: 7, prev: records[2]!.leaf, at: '2026-05-06T07:08:09.010Z' });
    expect(tailAfter({ ...records[2]!, revision: 7 })).toEqual(tail);
  });

  it('are never dated before the event before them', () => {
    const { records } = recordFacts(
      'x-1',
      { revision: 0, prev: 'ff', at: '2031-01-01T00:00:00.000Z' },
      facts,
      context,
      randomSalts(),
    );
    expect(records.map(({ envelope }) => (JSON.parse(envelope) as Envelope).at)).toEqual(
      Array(3).fill('2031-01-01T00:00:00.000Z'),
    );
  });

  it('can go on where an earlier step of the same command ended', () => {
    const salts = randomSalts();
    const first = recordFacts('x-1', EMPTY_STREAM, facts.slice(0, 2), context, salts);
    const second = recordFacts('x-1', first.tail, facts.slice(2), context, salts, 2);
    const ids = [...first.records, ...second.records].map(({ id }) => id);
    expect(ids).toEqual(recordFacts('x-1', EMPTY_STREAM, facts, context, salts).records.map(({ id }) => id));
  });

  it('have the same ids when asked again, and other salts', () => {
    const salts = randomSalts();
    const [once, again] = [1, 2].map(() => recordFacts('x-1', EMPTY_STREAM, facts, context, salts).records);
    expect(again!.map(({ id }) => id)).toEqual(once!.map(({ id }) => id));
    expect(new Set([...once!, ...again!].map(({ salt }) => salt)).size).toBe(6);
  });

  it.each([
    ['data', { ...facts[0]!, data: { terms: { 7: 'x' } } }, context, 'data.terms.7'],
    ['a null role', facts[0]!, { ...context, actor: { ...context.actor, role: null as never } }, 'envelope.actor.role'],
    ['half a character', { ...facts[0]!, basis: '\ud83d' }, context, 'envelope.basis'],
    ['a row before the first', facts[0]!, { ...context, source: { kind: 'import', row: 0 } }, 'envelope.source.row'],
    ['a null correction', { ...facts[0]!, corrects: [null as never] }, context, 'envelope.corrects[0]'],
  ] as [string, Fact, CommandContext, string][])('are refused for %s, which is named', (_, fact, asked, path) => {
    expect(() => recordFacts('x-1', EMPTY_STREAM, [fact], asked, randomSalts())).toThrow(path);
  });
});

describe('The text of an envelope', () => {
  const word = fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => text.isWellFormed());
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const envelopes = fc.record({
    v: fc.constant(1),
    id: word,
    type: word,
    schema: fc.integer({ min: 1 }),
    stream: word,
    revision: fc.nat(),
    prev: maybe(word),
    commandId: word,
    correlationId: word,
    causationId: maybe(word),
    actor: fc.record({ id: word, role: word, via: word }),
    onBehalfOf: maybe(word),
    reason: maybe(word),
    basis: maybe(word),
    source: fc.record({ kind: word, ref: maybe(word), sha256: maybe(word), row: maybe(fc.integer({ min: 1 })) }),
    at: word,
    occurred: maybe(word),
    corrects: maybe(fc.array(word, { maxLength: 3 })),
    dataHash: word,
  });

  it('is the canonical JSON of the envelope', () => {
    fc.assert(
      fc.property(envelopes, (envelope) => {
        expect(envelopeText(envelope as Envelope)).toBe(canonicalize(envelope));
      }),
    );
  });
});
