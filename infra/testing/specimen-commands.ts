import fc from 'fast-check';
import { Rejection } from '../../backend/domain/kernel/decider.js';
import type { SpecimenCommand } from '../../backend/domain/specimen/commands.js';
import type { SpecimenEvent, Terms } from '../../backend/domain/specimen/events.js';
import { specimen } from '../../backend/domain/specimen/specimen.js';

// Made-up lives of a specimen with values that labels have, good and bad: whatever the rules accept.

const oneOf = (...values: readonly (string | undefined)[]): fc.Arbitrary<string | undefined> =>
  fc.constantFrom(...values);
const id = fc.constantFrom('a', 'b', 'c');
const reason = fc.constantFrom('typing-error' as const, 'source-updated' as const);
const VALUES: Readonly<Record<string, readonly (string | undefined)[]>> = {
  catalogNumber: ['MT 1', 'MT 2', undefined],
  eventDate: ['1930-07-14', '1930/1931', 's.d.', '2031', undefined],
  year: ['1930', '1931', undefined],
  country: ['Brazil', 'Canada', 'Atlantis', undefined],
  decimalLatitude: ['-15.8', '15.8', '0', 'north', undefined],
  decimalLongitude: ['-47.9', '0', undefined],
  recordedBy: ['Glaziou', 'Asplund & Dahl', undefined],
  locality: ['Mont Albert', undefined],
  rightsHolder: ['UdeM', undefined],
};
const change = fc
  .constantFrom(...Object.keys(VALUES))
  .chain((term) => fc.record({ term: fc.constant(term), was: oneOf(...VALUES[term]!), now: oneOf(...VALUES[term]!) }));
const specimenTerms = valuesOf(VALUES);
const opinionTerms = valuesOf({
  scientificName: ['Salix alba', 'Salix alba L.', '??', undefined],
  scientificNameAuthorship: ['L.', undefined],
  typeStatus: ['Holotype', 'isotype; paratype', 'blue', undefined],
  dateIdentified: ['1929', '1932', '2031', 's.d.', undefined],
  family: ['Salicaceae', undefined],
});
const nameChange = fc.record({
  term: fc.constantFrom('scientificName', 'scientificNameAuthorship', 'family'),
  was: oneOf('Salix alba', 'L.', undefined),
  now: oneOf('Salix alba', 'L.', undefined),
});
const coordinates = valuesOf({
  decimalLatitude: ['-15.8', '15.8'],
  decimalLongitude: ['-47.9'],
  coordinateUncertaintyInMeters: ['500', '0', undefined],
});
const opinion = { identificationId: id, terms: opinionTerms };

const accession = fc.record({
  type: fc.constant('AccessionSpecimen'),
  collectionId: fc.constant('k'),
  terms: specimenTerms,
  released: fc.boolean(),
  catalogNumberClash: oneOf('another', undefined),
  identification: fc.option(fc.record(opinion), { nil: undefined }),
});
const later = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('CorrectSpecimen'),
      changes: fc.array(change, { minLength: 1, maxLength: 1 }),
      reason,
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('IdentifySpecimen'), ...opinion, accept: fc.boolean() }) },
  fc.record({ type: fc.constant('AcceptIdentification'), identificationId: id }),
  fc.record({
    type: fc.constant('VerifyIdentification'),
    identificationId: id,
    verifiedBy: fc.constantFrom(undefined, ['A']),
  }),
  fc.record({
    type: fc.constant('WithdrawIdentification'),
    identificationId: id,
    reason,
    successor: fc.option(id, { nil: undefined }),
  }),
  fc.record({
    type: fc.constant('UpdateIdentificationNomenclature'),
    identificationId: id,
    changes: fc.array(nameChange, { minLength: 1, maxLength: 1 }),
    reason,
  }),
  fc.record({
    type: fc.constant('GeoreferenceSpecimen'),
    georeferenceId: id,
    terms: coordinates,
    accept: fc.boolean(),
  }),
  fc.record({ type: fc.constant('AcceptGeoreference'), georeferenceId: id }),
  fc.record({
    type: fc.constant('MeasureSpecimen'),
    measurements: fc.array(fc.record({ measurementId: id, terms: fc.constant({ measurementValue: '3' }) }), {
      maxLength: 2,
    }),
  }),
  fc.record({
    type: fc.constant('AttachMedia'),
    media: fc.array(fc.record({ mediaId: id, terms: fc.constant({ title: 'x' }) }), { maxLength: 2 }),
  }),
  fc.record({
    type: fc.constant('CorrectMedia'),
    mediaId: id,
    changes: fc.constantFrom([{ term: 'title', was: 'x', now: 'y' }], [{ term: 'title', was: 'y', now: 'x' }]),
    reason,
  }),
  fc.record({ type: fc.constant('WithdrawMeasurement'), measurementId: id, reason }),
  fc.record({ type: fc.constant('DetachMedia'), mediaId: id }),
  fc.record({ type: fc.constantFrom('ReleaseSpecimen', 'ReinstateSpecimenRecord') }),
  fc.record({ type: fc.constantFrom('WithholdSpecimen', 'VoidSpecimenRecord'), reason }),
);

/** Histories that the rules of a specimen accept: an accession and what follows. */
export const specimenHistories: fc.Arbitrary<readonly SpecimenEvent[]> = fc
  .tuple(accession, fc.array(later, { maxLength: 25, size: 'max' }))
  .map(([first, rest]) => accepted([first, ...rest]));

function accepted(commands: readonly SpecimenCommand[]): readonly SpecimenEvent[] {
  const history: SpecimenEvent[] = [];
  let state = specimen.initial;
  for (const command of commands) {
    const facts = decided(state, command);
    state = facts.reduce((folded, fact) => specimen.evolve(folded, fact), state);
    history.push(...facts);
  }
  return history;
}

function decided(state: typeof specimen.initial, command: SpecimenCommand): readonly SpecimenEvent[] {
  try {
    return specimen.decide(state, command);
  } catch (error) {
    if (error instanceof Rejection) return [];
    throw error;
  }
}

function valuesOf(values: Readonly<Record<string, readonly (string | undefined)[]>>): fc.Arbitrary<Terms> {
  const members = Object.fromEntries(Object.entries(values).map(([term, list]) => [term, oneOf(...list)]));
  return fc
    .record(members)
    .map((terms) => Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined)) as Terms);
}
