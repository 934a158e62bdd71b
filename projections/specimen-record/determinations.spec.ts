import type { Identification, Terms } from '#domain/specimen/events.js';
import { historyOf } from '../../infra/testing/specimen-ledger.js';
import { given, type GivenEvent } from '../kernel/given.js';
import { specimenRecord } from './projection.js';
import type { RecordIdentification, SpecimenRecord } from './view.js';

const SHEET = 'MTL-1';
const MARIE = { id: 'marie', role: 'curator', via: 'session' } as const;
const JEAN = { id: 'jean', role: 'curator', via: 'session' } as const;
const happened = historyOf(SHEET);
const accessioned = (terms: Terms, more: object = {}, envelope: Partial<GivenEvent> = {}): GivenEvent =>
  happened(
    'SpecimenAccessioned',
    { collectionId: 'MT', terms, released: false, ...more },
    { actor: MARIE, ...envelope },
  );
const identified = (
  id: string,
  scientificName: string,
  more: Partial<Identification> & { accepted?: true } = {},
): GivenEvent =>
  happened('SpecimenIdentified', { identificationId: id, terms: { scientificName }, ...more }, { actor: MARIE });

function recordAfter(...events: readonly GivenEvent[]): SpecimenRecord {
  const record = given(specimenRecord, ...events).documents.get(SHEET);
  if (!record) throw new Error('No record was made.');
  return record;
}
/** Who did it at which second of the history, by its nth event. */
const stamp = (nth: number, by = 'marie', more: object = {}) => ({
  at: `2026-01-01T00:00:0${nth}.000Z`,
  by,
  eventId: `00000000-0000-5000-8000-${String(nth + 1).padStart(12, '0')}`,
  ...more,
});

describe('The record of a specimen', () => {
  describe('and its determinations', () => {
    const salix = identified('one', 'Salix', { accepted: true, identifiedBy: ['M. Raup'], unmapped: { Conf: '?' } });
    const chlorolepis = identified('two', 'Salix chlorolepis');
    const opinion = (record: SpecimenRecord, id: string): RecordIdentification =>
      record.identifications.find(({ identificationId }) => identificationId === id)!;

    it('lists the first as accepted by its own event', () => {
      const record = recordAfter(accessioned({}), salix);
      expect(record.acceptedIdentificationId).toBe('one');
      expect(record.identifications).toEqual([
        {
          identificationId: 'one',
          terms: { scientificName: 'Salix' },
          identifiedBy: ['M. Raup'],
          unmapped: { Conf: '?' },
          status: 'accepted',
          entered: stamp(1),
          accepted: [stamp(1)],
        },
      ]);
    });
    it('tells who handed over to which, and when', () => {
      const record = recordAfter(
        accessioned({}),
        salix,
        chlorolepis,
        happened(
          'IdentificationAccepted',
          { identificationId: 'two', instead: 'one', note: 'seen the type' },
          { actor: JEAN },
        ),
      );
      expect(record.acceptedIdentificationId).toBe('two');
      expect(opinion(record, 'one').status).toBe('standing');
      expect(opinion(record, 'two')).toMatchObject({
        status: 'accepted',
        accepted: [stamp(3, 'jean', { note: 'seen the type', instead: 'one' })],
      });
    });
    it('tells who withdrew one, why, and what took its place', () => {
      const record = recordAfter(
        accessioned({}),
        salix,
        chlorolepis,
        happened(
          'IdentificationWithdrawn',
          { identificationId: 'one', successor: 'two' },
          { actor: JEAN, reason: 'superseded' },
        ),
      );
      expect(opinion(record, 'one')).toMatchObject({
        status: 'withdrawn',
        withdrawn: stamp(3, 'jean', { reason: 'superseded', successor: 'two' }),
      });
      expect(opinion(record, 'two')).toMatchObject({
        status: 'accepted',
        accepted: [stamp(3, 'jean', { instead: 'one' })],
      });
      expect(record.acceptedIdentificationId).toBe('two');
    });
    it('has none accepted when the last one is withdrawn', () => {
      const record = recordAfter(
        accessioned({}),
        salix,
        happened('IdentificationWithdrawn', { identificationId: 'one' }),
      );
      expect(record).not.toHaveProperty('acceptedIdentificationId');
      expect(opinion(record, 'one').status).toBe('withdrawn');
    });
    it('keeps the accepted one when another is withdrawn', () =>
      expect(
        recordAfter(
          accessioned({}),
          salix,
          chlorolepis,
          happened('IdentificationWithdrawn', { identificationId: 'two' }),
        ).acceptedIdentificationId,
      ).toBe('one'));
    it('lists everyone who verified one', () => {
      const verified = happened(
        'IdentificationVerified',
        { identificationId: 'one', verifiedBy: ['G. Argus'] },
        { actor: JEAN },
      );
      expect(opinion(recordAfter(accessioned({}), salix, verified), 'one').verified).toEqual([
        stamp(2, 'jean', { verifiedBy: ['G. Argus'] }),
      ]);
    });
    it('shows the name of today, and what it was', () => {
      const changes = [{ term: 'scientificName', was: 'Salix', now: 'Salix L.' }];
      const update = happened(
        'IdentificationNomenclaturallyUpdated',
        { identificationId: 'one', changes },
        { reason: 'nomenclature', actor: JEAN },
      );
      expect(opinion(recordAfter(accessioned({}), salix, update), 'one')).toMatchObject({
        terms: { scientificName: 'Salix L.' },
        status: 'accepted',
        nomenclaturalUpdates: [stamp(2, 'jean', { reason: 'nomenclature', changes })],
      });
    });
  });
});
