import fc from 'fast-check';
import { keepsItsPromises } from '../../../infra/testing/aggregate-properties.js';
import type { SpecimenCommand } from './commands.js';
import { specimen } from './specimen.js';
import { standingIdentifications, type SpecimenState } from './state.js';

const id = fc.constantFrom('a', 'b', 'c');
const text = fc.option(fc.constantFrom('x', 'y'), { nil: undefined });
const terms = (name: string): fc.Arbitrary<Record<string, string>> =>
  fc.constantFrom('x', 'y').map((value) => ({ [name]: value }));
const change = fc.record({ term: fc.constantFrom('locality', 'county', 'scientificName'), was: text, now: text });
const nameChange = fc.record({
  term: fc.constantFrom('scientificName', 'genus', 'dateIdentified'),
  was: fc.constantFrom('x', 'y', undefined),
  now: fc.constantFrom('x', 'y', undefined),
});
const reason = fc.constantFrom('typing-error' as const, 'source-updated' as const);
const opinion = { identificationId: id, terms: terms('scientificName') };

const command = fc.oneof(
  fc.record({
    type: fc.constant('AccessionSpecimen' as const),
    collectionId: fc.constant('k'),
    terms: terms('locality'),
    released: fc.boolean(),
    identification: fc.option(fc.record(opinion), { nil: undefined }),
  }),
  fc.record({
    type: fc.constant('CorrectSpecimen' as const),
    changes: fc.array(change, { minLength: 1, maxLength: 2 }),
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
    changes: fc.array(nameChange, { minLength: 1, maxLength: 2 }),
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
    changes: fc.array(fc.record({ term: fc.constant('title'), was: text, now: text }), { minLength: 1, maxLength: 1 }),
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
  fc.record({ type: fc.constant('VoidSpecimenRecord' as const), reason }),
  fc.record({ type: fc.constant('ReinstateSpecimenRecord' as const) }),
) as fc.Arbitrary<SpecimenCommand>;

function exactlyOneAccepted(state: SpecimenState): void {
  if (state.status === 'unknown') return;
  const standing = standingIdentifications(state);
  expect(standing.filter((one) => one === state.acceptedIdentification)).toHaveLength(standing.length > 0 ? 1 : 0);
  expect(state.acceptedGeoreference === undefined).toBe(state.georeferences.size === 0);
}

describe('Any specimen', () => keepsItsPromises(specimen, command, exactlyOneAccepted));
