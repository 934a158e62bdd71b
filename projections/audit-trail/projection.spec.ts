import { historyOf } from '../../infra/testing/specimen-ledger.js';
import { given, ledgerOf, type GivenEvent } from '../kernel/given.js';
import { auditTrail } from './projection.js';
import type { AuditLine } from './view.js';

const happened = historyOf('MTL-1');
const lineOf = (event: GivenEvent): AuditLine => [...given(auditTrail, event).documents.values()][0]!;

describe('The audit trail', () => {
  it('has one line per event, of whatever category, in ledger order', () => {
    const events: GivenEvent[] = [
      { stream: 'account-a', type: 'AccountRegistered', data: { name: 'marie', displayName: 'Marie', kind: 'person' } },
      { stream: 'collection-c', type: 'CollectionEstablished', data: { name: 'Herbier' } },
      happened('SpecimenReleased', {}),
      { stream: 'somethingNew-x', type: 'SomethingNewHappened', data: {} },
    ];
    const ledger = ledgerOf(events);
    const lines = [...given(auditTrail, ...events).documents];
    expect(lines.map(([key]) => key)).toEqual(ledger.map(({ position }) => position));
    expect(lines.map(([, { type, category, subject }]) => `${category} ${subject}: ${type}`)).toEqual([
      'account a: AccountRegistered',
      'collection c: CollectionEstablished',
      'specimen MTL-1: SpecimenReleased',
      'somethingNew x: SomethingNewHappened',
    ]);
  });
  it('says who did what to which thing, when, why, on what ground and by which act', () => {
    const line = lineOf(
      happened(
        'SpecimenCorrected',
        { changes: [{ term: 'locality', was: 'a', now: 'b' }], note: 'seen under the lens' },
        {
          actor: { id: 'marie', role: 'curator', via: 'token' },
          onBehalfOf: 'jean',
          reason: 'misread-label',
          basis: 'letter of 1931',
          correlationId: 'act',
          source: { kind: 'import', row: 12 },
        },
      ),
    );
    expect(line).toEqual({
      position: '0000000000000001',
      eventId: '00000000-0000-5000-8000-000000000001',
      at: '2026-01-01T00:00:00.000Z',
      type: 'SpecimenCorrected',
      category: 'specimen',
      subject: 'MTL-1',
      revision: 0,
      actorId: 'marie',
      role: 'curator',
      via: 'token',
      onBehalfOf: 'jean',
      reason: 'misread-label',
      basis: 'letter of 1931',
      correlationId: 'act',
      sourceKind: 'import',
      importRow: 12,
      facts: { terms: ['locality'], note: 'seen under the lens' },
    });
  });
  it.each<[string, GivenEvent, AuditLine['facts']]>([
    [
      'the number of a new record',
      happened('SpecimenAccessioned', {
        collectionId: 'MT',
        terms: { catalogNumber: '77', locality: 'Percé' },
        released: false,
      }),
      { catalogNumber: '77' },
    ],
    [
      'the name of a determination',
      happened('SpecimenIdentified', { identificationId: 'one', terms: { scientificName: 'Salix' } }),
      { identificationId: 'one', scientificName: 'Salix' },
    ],
    [
      'which opinion took over from which',
      happened('IdentificationAccepted', { identificationId: 'two', instead: 'one' }),
      { identificationId: 'two', otherIdentificationId: 'one' },
    ],
    [
      'how many measurements',
      happened('SpecimenMeasured', { measurements: [{ measurementId: 'm', terms: {} }] }),
      { count: 1 },
    ],
    [
      'the role granted',
      { stream: 'account-a', type: 'AccountRoleGranted', data: { role: 'curator', collectionId: 'MT' } },
      { grantedRole: 'curator' },
    ],
    [
      'what was changed of a collection’s description',
      { stream: 'collection-c', type: 'CollectionDescribed', data: { changes: { name: 'x', description: 'y' } } },
      { terms: ['name', 'description'] },
    ],
    ['nothing where there is nothing short to say', happened('SpecimenReleased', {}), undefined],
  ])('tells %s', (_what, event, facts) => expect(lineOf(event).facts).toEqual(facts));
  it('gives what an opinion rests on as its basis', () => {
    const data = { identificationId: 'one', terms: { scientificName: 'Salix' }, basedOn: 'photograph', accepted: true };
    const line = lineOf(happened('SpecimenIdentified', data as never));
    expect([line.basis, line.facts?.accepted]).toEqual(['photograph', true]);
    expect(auditTrail.schema.text!(line)).toEqual(['photograph']);
  });
  it('names the collection where the event does', () => {
    expect(lineOf({ stream: 'importBatch-i', type: 'ImportStarted', data: { collectionId: 'MT' } }).collectionId).toBe(
      'MT',
    );
    expect(lineOf({ stream: 'collection-c', type: 'LoanPolicySet', data: {} }).collectionId).toBe('c');
  });
  it('stays short, however much an event says', () => {
    const changes = Array.from({ length: 40 }, (_, at) => ({ term: `term${at}`, now: 'x'.repeat(1_000) }));
    const line = lineOf(happened('SpecimenCorrected', { changes, note: 'n'.repeat(5_000) }));
    expect(line.facts).toMatchObject({ count: 40 });
    expect(line.facts?.terms).toHaveLength(8);
    expect(JSON.stringify(line).length).toBeLessThan(800);
  });
});
