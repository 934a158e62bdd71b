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
  describe('of a new record', () => {
    it('says what, who, when and where, as written and as understood', () =>
      given(specimenSearch, accessioned(SHEET_TERMS)).then({
        [SHEET]: {
          collectionId: 'MT',
          terms: SHEET_TERMS,
          released: false,
          collected: [19300714, 19300714],
          year: 1930,
          point: [-66.18, 48.92],
          countryCode: 'CA',
          enteredAt: '2026-01-01',
          modifiedAt: '2026-01-01T00:00:00.000Z',
        },
      }));
    it('is found by each of its collectors, and sorted by all of them', () =>
      expect(rowAfter(accessioned(SHEET_TERMS))).toMatchObject({
        recordedBy: ['F. Marie-Victorin', 'E. Rouleau'],
        collector: 'F. Marie-Victorin; E. Rouleau',
        eventDate: [19300714, 19300714],
        year: 1930,
        decade: 1930,
        month: 7,
        unidentified: 1,
        identificationCount: 0,
        released: 0,
        voided: 0,
        hasMedia: 0,
      }));
    it('leaves out terms that no list and no search looks at', () =>
      expect(documentAfter(accessioned({ ...SHEET_TERMS, rightsHolder: 'UdeM' })).terms).toEqual(SHEET_TERMS));
    it('has neither month nor year when it may have been any of several', () => {
      const row = rowAfter(accessioned({ eventDate: '1929-12-30/1930-01-02', locality: 'Percé' }));
      expect(row).toMatchObject({
        eventDate: [19291230, 19300102],
        year: undefined,
        decade: undefined,
        month: undefined,
      });
    });
    it('is found by a number however it is typed', () => {
      const [one, other] = ['MT 00012345', 'mt00012345'].map((catalogNumber) =>
        rowAfter(accessioned({ ...SHEET_TERMS, catalogNumber })),
      );
      expect(one?.['catalogNumberKey']).toBe(other?.['catalogNumberKey']);
    });
    it('keeps the key of its source when it has no better one', () =>
      expect(rowAfter(accessioned({}, { sourceKey: { kind: 'coreId', value: '77' } }))).toMatchObject({
        sourceKey: 'coreId:77',
      }));
    it('tells the words of labels, not numbers of degrees', () => {
      const texts = specimenSearch.schema.text?.(documentAfter(accessioned(SHEET_TERMS)));
      expect(texts).toContain('Mont Albert, sur les serpentines');
      expect(texts).not.toContain('48.92');
    });
  });

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

  describe('that is corrected', () => {
    it('understands the date anew', () =>
      expect(
        documentAfter(
          accessioned(SHEET_TERMS),
          happened('SpecimenCorrected', { changes: [{ term: 'eventDate', was: '1930-07-14', now: '1931' }] }),
        ),
      ).toMatchObject({ collected: [19310101, 19311231], year: 1931, correctedAt: '2026-01-01' }));
    it('loses a term that is taken away, and what followed from it', () => {
      const document = documentAfter(
        accessioned(SHEET_TERMS),
        happened('SpecimenCorrected', {
          changes: [
            { term: 'decimalLatitude', was: '48.92' },
            { term: 'decimalLongitude', was: '-66.18' },
          ],
        }),
      );
      expect(document).not.toHaveProperty('point');
      expect(document.terms).not.toHaveProperty('decimalLatitude');
    });
    it('has no doubt about its number any more once it has another', () => {
      const clash = accessioned(SHEET_TERMS, { catalogNumberClash: 'MTL-0' });
      expect(documentAfter(clash).issues).toEqual(['CATALOG_NUMBER_DUPLICATED']);
      const renumbered = happened('SpecimenCorrected', {
        changes: [{ term: 'catalogNumber', was: 'MT00012345', now: 'MT00012346' }],
      });
      expect(documentAfter(clash, renumbered)).not.toHaveProperty('issues');
      expect(documentAfter(clash, renumbered)).not.toHaveProperty('catalogNumberClash');
    });
    it('keeps that doubt through corrections of other terms', () => {
      const other = happened('SpecimenCorrected', { changes: [{ term: 'locality', now: 'Percé' }] });
      expect(documentAfter(accessioned(SHEET_TERMS, { catalogNumberClash: 'MTL-0' }), other).issues).toEqual([
        'CATALOG_NUMBER_DUPLICATED',
      ]);
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

  describe('in its life', () => {
    it('is released and withheld again', () => {
      const released = [accessioned({}), happened('SpecimenReleased', {})];
      expect(rowAfter(...released)).toMatchObject({ released: 1 });
      expect(rowAfter(...released, happened('SpecimenWithheld', {}, { reason: 'sensitive-locality' }))).toMatchObject({
        released: 0,
      });
    });
    it('is struck through and reinstated', () => {
      const voided = [accessioned({}), happened('SpecimenRecordVoided', {}, { reason: 'entered-by-mistake' })];
      expect(rowAfter(...voided)).toMatchObject({ voided: 1 });
      expect(rowAfter(...voided, happened('SpecimenRecordReinstated', {}))).toMatchObject({ voided: 0 });
    });
    it('shows its pictures until they are detached', () => {
      const pictured = [
        accessioned({}),
        happened('SpecimenMediaAttached', {
          media: [
            { mediaId: 'held', terms: { title: 'sheet' }, sha256: 'ab'.repeat(32) },
            { mediaId: 'linked', terms: { identifier: 'https://example.org/1.jpg' } },
          ],
        }),
      ];
      expect(documentAfter(...pictured).media).toEqual([
        { mediaId: 'held', sha256: 'ab'.repeat(32) },
        { mediaId: 'linked', url: 'https://example.org/1.jpg' },
      ]);
      const detached = ['held', 'linked'].map((mediaId) => happened('SpecimenMediaDetached', { mediaId }));
      expect(rowAfter(...pictured, ...detached)).toMatchObject({ hasMedia: 0 });
    });
    it('names every import it came from or was changed by, once', () => {
      const of = (correlationId: string): Partial<GivenEvent> => ({
        correlationId,
        source: { kind: 'import', row: 4 },
      });
      const document = documentAfter(
        accessioned({}, {}, of('first')),
        happened('SpecimenCorrected', { changes: [{ term: 'locality', now: 'Percé' }] }, of('second')),
        happened('SpecimenCorrected', { changes: [{ term: 'county', now: 'Gaspé' }] }, of('second')),
        happened('SpecimenReleased', {}),
      );
      expect(document.imports).toEqual(['first', 'second']);
    });
    it('tells when it was changed last, by whatever event', () =>
      expect(documentAfter(accessioned({}), happened('SpecimenMeasured', { measurements: [] })).modifiedAt).toBe(
        '2026-01-01T00:00:01.000Z',
      ));
    it('makes no row of events before an accession', () =>
      given(specimenSearch, happened('SpecimenReleased', {})).then({}));
  });
});
