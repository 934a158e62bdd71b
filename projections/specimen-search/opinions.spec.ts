import type { Identification, Terms } from '#domain/specimen/events.js';
import { historyOf } from '../../infra/testing/specimen-ledger.js';
import { given, type GivenEvent } from '../kernel/given.js';
import { specimenSearch } from './projection.js';
import type { SpecimenSearchRow } from './view.js';

const SHEET = 'MTL-1';
const happened = historyOf(SHEET);
const accessioned = (terms: Terms, more: object = {}, envelope: Partial<GivenEvent> = {}): GivenEvent =>
  happened('SpecimenAccessioned', { collectionId: 'MT', terms, released: false, ...more }, envelope);
const identified = (id: string, terms: Terms, more: Partial<Identification> & { accepted?: true } = {}): GivenEvent =>
  happened('SpecimenIdentified', { identificationId: id, terms, ...more });

const SHEET_TERMS: Terms = {
  catalogNumber: 'MT00012345',
  institutionCode: 'UdeM',
  collectionCode: 'MT',
  recordedBy: 'F. Marie-Victorin; E. Rouleau',
  recordNumber: '33211',
  eventDate: '1930-07-14',
  country: 'Canada',
  stateProvince: 'Québec',
  locality: 'Mont Albert, sur les serpentines',
  decimalLatitude: '48.92',
  decimalLongitude: '-66.18',
};

function documentAfter(...events: readonly GivenEvent[]): SpecimenSearchRow {
  const document = given(specimenSearch, ...events).documents.get(SHEET);
  if (!document) throw new Error('No row was made.');
  return document;
}
const rowAfter = (...events: readonly GivenEvent[]) => given(specimenSearch, ...events).row(SHEET);

describe('A row of specimen search', () => {
  describe('that is identified', () => {
    const salix = identified('one', { scientificName: 'Salix', family: 'Salicaceae' }, { accepted: true });
    const chlorolepis = identified('two', {
      scientificName: 'Salix chlorolepis',
      scientificNameAuthorship: 'Fernald',
      typeStatus: 'Isotypus',
    });

    it('shows the accepted determination, and the others beside it', () =>
      expect(documentAfter(accessioned(SHEET_TERMS), salix, chlorolepis)).toMatchObject({
        identification: { identificationId: 'one', scientificName: 'Salix' },
        otherIdentifications: [{ identificationId: 'two', scientificName: 'Salix chlorolepis Fernald' }],
      }));
    it('is a type under whatever name it stands', () =>
      expect(rowAfter(accessioned(SHEET_TERMS), salix, chlorolepis)).toMatchObject({
        scientificName: 'Salix',
        typeStatus: ['isotype'],
        identificationCount: 2,
        unidentified: 0,
      }));
    it('cites a name with its authorship once', () => {
      const cited = identified(
        'one',
        { scientificName: 'Salix alba L.', scientificNameAuthorship: 'L.' },
        { accepted: true },
      );
      expect(rowAfter(accessioned({}), cited)['scientificName']).toBe('Salix alba L.');
    });
    it('hands over when another determination is accepted', () =>
      expect(
        documentAfter(
          accessioned(SHEET_TERMS),
          salix,
          chlorolepis,
          happened('IdentificationAccepted', { identificationId: 'two', instead: 'one' }),
        ),
      ).toMatchObject({
        identification: { identificationId: 'two' },
        otherIdentifications: [{ identificationId: 'one' }],
      }));
    it('hands over to a new determination that is accepted at once', () =>
      expect(
        documentAfter(
          accessioned({}),
          salix,
          identified('three', { scientificName: 'Salix alba' }, { accepted: true }),
        ),
      ).toMatchObject({
        identification: { identificationId: 'three' },
        otherIdentifications: [{ identificationId: 'one' }],
      }));
    it('hands over to the successor of a withdrawn one', () => {
      const document = documentAfter(
        accessioned({}),
        salix,
        chlorolepis,
        happened('IdentificationWithdrawn', { identificationId: 'one', successor: 'two' }, { reason: 'superseded' }),
      );
      expect(document.identification?.identificationId).toBe('two');
      expect(document.otherIdentifications).toBeUndefined();
    });
    it('is unidentified again, and no type any more, when the last one is withdrawn', () => {
      const row = rowAfter(
        accessioned({}),
        identified('one', { scientificName: 'Salix alba', typeStatus: 'holotype' }, { accepted: true }),
        happened('IdentificationWithdrawn', { identificationId: 'one' }, { reason: 'wrong-specimen' }),
      );
      expect(row).toMatchObject({
        unidentified: 1,
        identificationCount: 0,
        scientificName: undefined,
        typeStatus: undefined,
      });
    });
    it('follows a nomenclatural change of the name, and of its authorship alone', () => {
      const update = (now: string, term: string): GivenEvent =>
        happened('IdentificationNomenclaturallyUpdated', { identificationId: 'two', changes: [{ term, now }] });
      const history = [accessioned({}), chlorolepis, update('(Fernald) Argus', 'scientificNameAuthorship')];
      expect(documentAfter(...history).otherIdentifications?.[0]?.scientificName).toBe(
        'Salix chlorolepis (Fernald) Argus',
      );
      expect(
        documentAfter(...history, update('Salix brachycarpa', 'scientificName')).otherIdentifications?.[0],
      ).toMatchObject({
        scientificName: 'Salix brachycarpa (Fernald) Argus',
        nameAsWritten: 'Salix brachycarpa',
      });
    });
  });

  describe('that is georeferenced', () => {
    const opinion = (id: string, longitude: string, accepted?: true): GivenEvent =>
      happened('SpecimenGeoreferenced', {
        georeferenceId: id,
        terms: { decimalLatitude: '48.9', decimalLongitude: longitude, coordinateUncertaintyInMeters: '500' },
        ...(accepted && { accepted }),
      });

    it('lies where the accepted georeference says', () =>
      expect(documentAfter(accessioned(SHEET_TERMS), opinion('near', '-66.2', true))).toMatchObject({
        point: [-66.2, 48.9],
        uncertaintyMetres: 500,
      }));
    it('stays where it is for an opinion that is not accepted', () =>
      expect(documentAfter(accessioned(SHEET_TERMS), opinion('near', '-66.2')).point).toEqual([-66.18, 48.92]));
    it('moves when another opinion is accepted, and stays there through a correction of the terms', () =>
      expect(
        documentAfter(
          accessioned(SHEET_TERMS),
          opinion('near', '-66.2', true),
          opinion('nearer', '-66.1'),
          happened('GeoreferenceAccepted', { georeferenceId: 'nearer' }),
          happened('SpecimenCorrected', { changes: [{ term: 'decimalLongitude', was: '-66.18', now: '-60' }] }),
        ).point,
      ).toEqual([-66.1, 48.9]));
  });
});
