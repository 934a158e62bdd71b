import fc from 'fast-check';
import { keepsItsPromises } from '../../../infra/testing/aggregate-properties.js';
import { givenFor } from '../kernel/given.js';
import { collection } from './collection.js';
import type { CollectionCommand } from './commands.js';
import type { CollectionEvent } from './events.js';

const given = givenFor(collection);
const description = { institutionCode: 'MT', collectionCode: 'Vasc', name: 'Herbier Marie-Victorin' };
const establish: CollectionCommand = { type: 'EstablishCollection', ...description };
const established: CollectionEvent = { type: 'CollectionEstablished', data: description };
const describeAs = (changes: object): CollectionCommand => ({ type: 'DescribeCollection', changes });

describe('A collection', () => {
  it('is established once', () => given().when(establish, establish).then(established));
  it('is not established over another', () =>
    given(established)
      .when({ ...establish, name: 'Another' })
      .thenRejected('COLLECTION_EXISTS'));
  it('that is not there is not described', () =>
    given()
      .when(describeAs({ name: 'a' }))
      .thenRejected('COLLECTION_UNKNOWN'));
  it('keeps only what changed in its description', () =>
    given(established)
      .when(describeAs({ name: description.name, description: 'Vascular plants of Québec' }))
      .then({ type: 'CollectionDescribed', data: { changes: { description: 'Vascular plants of Québec' } } }));
  it('sets its loan policy once', () => {
    const policy = { defaultTermDays: 365, longestTermDays: 1825, approvalsNeeded: 1 };
    const set: CollectionCommand = { type: 'SetLoanPolicy', ...policy };
    given(established).when(set, set).then({ type: 'LoanPolicySet', data: policy });
  });
  it('does not lend longer than its longest term', () =>
    given(established)
      .when({ type: 'SetLoanPolicy', defaultTermDays: 400, longestTermDays: 365, approvalsNeeded: 1 })
      .thenRejected('LOAN_TERM_TOO_LONG'));
});

const name = fc.constantFrom('a', 'b');
const commands = fc.oneof(
  fc.record({ type: fc.constant('EstablishCollection' as const), institutionCode: name, collectionCode: name, name }),
  fc.record({
    type: fc.constant('DescribeCollection' as const),
    changes: fc.record({ name, description: name }, { requiredKeys: [] }),
  }),
  fc.record({
    type: fc.constant('SetLoanPolicy' as const),
    defaultTermDays: fc.integer({ min: 1, max: 5 }),
    longestTermDays: fc.integer({ min: 1, max: 5 }),
    approvalsNeeded: fc.constant(1),
  }),
) as fc.Arbitrary<CollectionCommand>;

describe('Any collection', () => keepsItsPromises(collection, commands));
