import type { Terms } from '#domain/specimen/events.js';
import { historyOf } from '../../infra/testing/specimen-ledger.js';
import { given, type GivenEvent } from '../kernel/given.js';
import { specimenSearch } from './projection.js';
import type { SpecimenSearchRow } from './view.js';

const SHEET = 'MTL-1';
const happened = historyOf(SHEET);
const accessioned = (terms: Terms, more: object = {}, envelope: Partial<GivenEvent> = {}): GivenEvent =>
  happened('SpecimenAccessioned', { collectionId: 'MT', terms, released: false, ...more }, envelope);

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
    it('tells the words of labels, not numbers of degrees', () => {
      const texts = specimenSearch.schema.text?.(documentAfter(accessioned(SHEET_TERMS)));
      expect(texts).toContain('Mont Albert, sur les serpentines');
      expect(texts).not.toContain('48.92');
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
        happened('SpecimenRecordVoided', {}, { correlationId: 'undo', source: { kind: 'import', ref: 'second' } }),
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
