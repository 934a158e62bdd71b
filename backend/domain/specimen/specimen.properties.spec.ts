import fc from 'fast-check';
import { keepsItsPromises } from '../../../infra/testing/aggregate-properties.js';
import type { SpecimenCommand } from './commands.js';
import { specimen } from './specimen.js';
import { standingIdentifications, type SpecimenState } from './state.js';

// Few ids, terms and values, so that commands often find what they are about.
const id = fc.constantFrom('a', 'b');
const text = fc.constantFrom('x', 'y', undefined);
const terms = (name: string): fc.Arbitrary<Record<string, string>> =>
  fc.constantFrom('x', 'y').map((value) => ({ [name]: value }));
// Mostly a term of the right kind, sometimes one that belongs elsewhere.
const termLike = (right: string, other: string): fc.Arbitrary<string> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: fc.constant(other) });
const change = (right: string, other: string) => fc.record({ term: termLike(right, other), was: text, now: text });
const reason = fc.constantFrom('typing-error' as const, 'source-updated' as const);
const opinion = { identificationId: id, terms: terms('scientificName') };

const accession = fc.record({
  type: fc.constant('AccessionSpecimen' as const),
  collectionId: fc.constant('k'),
  terms: terms('locality'),
  released: fc.boolean(),
  identification: fc.option(fc.record(opinion), { nil: undefined }),
});

const toAnySpecimen = fc.oneof(
  fc.record({
    type: fc.constant('CorrectSpecimen' as const),
    changes: fc.array(change('locality', 'scientificName'), { minLength: 1, maxLength: 2 }),
    reason,
  }),
  fc.record({ type: fc.constant('IdentifySpecimen' as const), ...opinion, accept: fc.boolean() }),
  fc.record({ type: fc.constant('AcceptIdentification' as const), identificationId: id }),
  fc.record({
    type: fc.constant('VerifyIdentification' as const),
    identificationId: id,
    verifiedBy: fc.constantFrom(undefined, ['A']),
  }),
  fc.record({
    type: fc.constant('WithdrawIdentification' as const),
    identificationId: id,
    reason,
    successor: fc.option(id, { nil: undefined }),
  }),
  fc.record({
    type: fc.constant('UpdateIdentificationNomenclature' as const),
    identificationId: id,
    changes: fc.array(change('scientificName', 'dateIdentified'), { minLength: 1, maxLength: 2 }),
    reason,
  }),
  fc.record({
    type: fc.constant('GeoreferenceSpecimen' as const),
    georeferenceId: id,
    terms: terms('decimalLatitude'),
    accept: fc.boolean(),
  }),
  fc.record({ type: fc.constant('AcceptGeoreference' as const), georeferenceId: id }),
  fc.record({
    type: fc.constant('MeasureSpecimen' as const),
    measurements: fc.array(fc.record({ measurementId: id, terms: terms('measurementValue') }), { maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('AttachMedia' as const),
    media: fc.array(fc.record({ mediaId: id, terms: terms('title') }), { maxLength: 3 }),
  }),
  fc.record({ type: fc.constant('WithdrawMeasurement' as const), measurementId: id, reason }),
  fc.record({
    type: fc.constant('CorrectMedia' as const),
    mediaId: id,
    changes: fc.array(change('title', 'rights'), { minLength: 1, maxLength: 1 }),
    reason,
  }),
  fc.record({
    type: fc.constant('WithdrawSupplement' as const),
    rowType: fc.constantFrom('r', 's'),
    rows: fc.array(terms('a'), { maxLength: 2 }),
  }),
  fc.record({ type: fc.constant('DetachMedia' as const), mediaId: id }),
  fc.record({
    type: fc.constant('SupplementSpecimen' as const),
    rowType: fc.constantFrom('r', 's'),
    rows: fc.array(terms('a'), { maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('ConfirmFinding' as const),
    issue: fc.constantFrom('ZERO_COORDINATE', 'COUNTRY_INVALID'),
    values: terms('country'),
  }),
  fc.record({ type: fc.constant('ReleaseSpecimen' as const) }),
  fc.record({ type: fc.constant('WithholdSpecimen' as const), reason }),
);

// A record that is not there, or is void, takes next to nothing: it is begun and reinstated often, voided rarely.
const command = fc.oneof(
  { weight: 6, arbitrary: accession },
  { weight: 40, arbitrary: toAnySpecimen },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('ReinstateSpecimenRecord' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('VoidSpecimenRecord' as const), reason }) },
) as fc.Arbitrary<SpecimenCommand>;

function exactlyOneAccepted(state: SpecimenState): void {
  if (state.status === 'unknown') return;
  const standing = standingIdentifications(state);
  expect(standing.filter((one) => one === state.acceptedIdentification)).toHaveLength(standing.length > 0 ? 1 : 0);
  expect(state.acceptedGeoreference === undefined).toBe(state.georeferences.size === 0);
}

describe('Any specimen', () => keepsItsPromises(specimen, command, exactlyOneAccepted));
