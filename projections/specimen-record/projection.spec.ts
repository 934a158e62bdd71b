import type { Identification, Terms } from '#domain/specimen/events.js';
import { historyOf } from '../../infra/testing/specimen-ledger.js';
import { given, type GivenEvent } from '../kernel/given.js';
import { specimenRecord } from './projection.js';
import type { SpecimenRecord } from './view.js';

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
  it('tells terms as written beside what they are understood as, and who entered them', () => {
    const terms = {
      eventDate: '14.vii.1930',
      decimalLatitude: `48°55'N`,
      decimalLongitude: `66°15'W`,
      country: 'Canada',
    };
    given(specimenRecord, accessioned(terms, { note: 'from the cabinet' })).then({
      [SHEET]: {
        collectionId: 'MT',
        terms,
        interpreted: { collected: [19300714, 19300714], year: 1930, point: [-66.25, 48 + 55 / 60], countryCode: 'CA' },
        identifications: [],
        released: false,
        created: stamp(0, 'marie', { note: 'from the cabinet' }),
        modified: stamp(0, 'marie', { note: 'from the cabinet' }),
        revision: 0,
      },
    });
  });
  it('keeps what a source row had beside its terms, and the row it came from', () =>
    expect(
      recordAfter(
        accessioned(
          { locality: 'Percé' },
          { unmapped: { Armoire: '12' }, literalNulls: { NA: ['habitat'] }, sourceKey: { kind: 'coreId', value: '7' } },
          { correlationId: 'an-import', source: { kind: 'import', sha256: 'ab', row: 7 } },
        ),
      ),
    ).toMatchObject({
      unmapped: { Armoire: '12' },
      literalNulls: { NA: ['habitat'] },
      sourceKey: { kind: 'coreId', value: '7' },
      imports: [{ importId: 'an-import', at: '2026-01-01T00:00:00.000Z', sha256: 'ab', row: 7 }],
    }));

  it('lists each corrected term with what it was, why and by whom', () => {
    const record = recordAfter(
      accessioned({ locality: 'Mont Albrt', habitat: 'serpentine' }),
      happened(
        'SpecimenCorrected',
        {
          changes: [
            { term: 'locality', was: 'Mont Albrt', now: 'Mont Albert' },
            { term: 'habitat', was: 'serpentine' },
          ],
          note: 'lens',
        },
        { reason: 'misread-label', actor: JEAN },
      ),
    );
    expect(record.terms).toEqual({ locality: 'Mont Albert' });
    expect(record.corrections).toEqual([
      {
        term: 'locality',
        was: 'Mont Albrt',
        now: 'Mont Albert',
        ...stamp(1, 'jean', { note: 'lens', reason: 'misread-label' }),
      },
      { term: 'habitat', was: 'serpentine', ...stamp(1, 'jean', { note: 'lens', reason: 'misread-label' }) },
    ]);
    expect(record).toMatchObject({ revision: 1, modified: stamp(1, 'jean', { note: 'lens' }) });
  });

  it('keeps every georeference and follows the accepted one', () => {
    const opinion = (id: string, longitude: string, accepted?: true): GivenEvent =>
      happened('SpecimenGeoreferenced', {
        georeferenceId: id,
        terms: { decimalLatitude: '48.9', decimalLongitude: longitude },
        ...(accepted && { accepted }),
      });
    const record = recordAfter(
      accessioned({ decimalLatitude: '0', decimalLongitude: '0' }),
      opinion('first', '-66.2', true),
      opinion('second', '-66.1'),
      happened('GeoreferenceAccepted', { georeferenceId: 'second' }),
    );
    expect(record.interpreted.point).toEqual([-66.1, 48.9]);
    expect(record.acceptedGeoreferenceId).toBe('second');
    expect(record.georeferences?.map(({ accepted }) => accepted?.length)).toEqual([1, 1]);
    expect(record).not.toHaveProperty('issues');
  });

  it('shows each doubt with the terms it rests on, and forgets it when it is settled', () => {
    const doubtful = accessioned(
      { eventDate: '1930', year: '1931', locality: 'Percé' },
      { catalogNumberClash: 'MTL-0' },
    );
    expect(recordAfter(doubtful, identified('one', '??', { accepted: true })).issues).toEqual([
      { issue: 'CATALOG_NUMBER_DUPLICATED', terms: ['catalogNumber'] },
      { issue: 'RECORDED_DATE_MISMATCH', terms: ['eventDate', 'year'] },
      { issue: 'TAXON_NAME_UNPARSABLE', terms: ['scientificName'] },
    ]);
    const settled = happened('SpecimenCorrected', {
      changes: [
        { term: 'year', was: '1931', now: '1930' },
        { term: 'catalogNumber', now: '9' },
      ],
    });
    expect(recordAfter(doubtful, settled)).not.toHaveProperty('issues');
  });

  it('keeps measurements, pictures and rows of unknown extensions with who brought them', () => {
    const record = recordAfter(
      accessioned({}),
      happened(
        'SpecimenMeasured',
        { measurements: [{ measurementId: 'm', terms: { measurementValue: '3' } }] },
        { actor: JEAN },
      ),
      happened('SpecimenMediaAttached', { media: [{ mediaId: 'p', terms: { title: 'sheet' } }] }),
      happened('SpecimenMediaDetached', { mediaId: 'p', note: 'blurred' }, { actor: JEAN }),
      happened('SpecimenSupplemented', { rowType: 'http://example.org/Loan', rows: [{ blockedUntil: '2020' }] }),
    );
    expect(record.measurements).toEqual([
      { measurementId: 'm', terms: { measurementValue: '3' }, entered: stamp(1, 'jean') },
    ]);
    expect(record.media).toMatchObject([
      { mediaId: 'p', terms: { title: 'sheet' }, detached: stamp(3, 'jean', { note: 'blurred' }) },
    ]);
    expect(record.supplements).toEqual([{ rowType: 'http://example.org/Loan', rows: [{ blockedUntil: '2020' }] }]);
  });

  it('keeps what was taken back with an import, and follows what a source says anew', () => {
    const rowType = 'http://example.org/Loan';
    const rows = [{ blockedUntil: '2020' }, { blockedUntil: '2021' }];
    const undone = { actor: JEAN, reason: 'import-undone' } as const;
    const record = recordAfter(
      accessioned({ country: 'Canada' }),
      happened('SpecimenMeasured', { measurements: [{ measurementId: 'm', terms: { measurementValue: '3' } }] }),
      happened('SpecimenMediaAttached', { media: [{ mediaId: 'p', terms: { title: 'sheet' } }] }),
      happened('SpecimenSupplemented', { rowType, rows }),
      happened('MeasurementWithdrawn', { measurementId: 'm' }, undone),
      happened('SpecimenMediaCorrected', { mediaId: 'p', changes: [{ term: 'title', was: 'sheet', now: 'Sheet' }] }),
      happened('SpecimenSupplementWithdrawn', { rowType, rows: [rows[0]!] }, undone),
      happened('SpecimenCorrected', { changes: [], unmapped: [{ term: 'shelf', now: 'B 2' }] }),
    );
    const reason = 'import-undone';
    expect(record.measurements).toMatchObject([{ measurementId: 'm', withdrawn: stamp(4, 'jean', { reason }) }]);
    expect(record.media).toMatchObject([{ terms: { title: 'Sheet' } }]);
    expect(record.supplements).toEqual([
      { rowType, rows: [rows[1]] },
      { rowType, rows: [rows[0]], withdrawn: stamp(6, 'jean', { reason }) },
    ]);
    expect(record.unmapped).toEqual({ shelf: 'B 2' });
  });

  it('says why it is withheld while it is, and why it is struck through while it is', () => {
    const withheld = [
      accessioned({}),
      happened('SpecimenWithheld', { note: 'orchid' }, { reason: 'sensitive-locality', actor: JEAN }),
    ];
    expect(recordAfter(...withheld)).toMatchObject({
      released: false,
      withheld: stamp(1, 'jean', { note: 'orchid', reason: 'sensitive-locality' }),
    });
    expect(recordAfter(...withheld, happened('SpecimenReleased', {}))).not.toHaveProperty('withheld');
    const voided = [
      accessioned({}),
      happened('SpecimenRecordVoided', { duplicateOf: 'MTL-2' }, { reason: 'duplicate-record', actor: JEAN }),
    ];
    expect(recordAfter(...voided).voided).toEqual(
      stamp(1, 'jean', { reason: 'duplicate-record', duplicateOf: 'MTL-2' }),
    );
    expect(recordAfter(...voided, happened('SpecimenRecordReinstated', {}))).not.toHaveProperty('voided');
  });

  it('counts several events of one row as one visit of its import', () => {
    const row = { correlationId: 'an-import', source: { kind: 'import', row: 7 } } as const;
    const later = { correlationId: 'another', source: { kind: 'import', row: 9 } } as const;
    const changed = happened('SpecimenCorrected', { changes: [{ term: 'county', now: 'Gaspé' }] }, later);
    const record = recordAfter(
      accessioned({}, {}, row),
      { ...identified('one', 'Salix', { accepted: true }), ...row },
      changed,
    );
    expect(record.imports?.map(({ importId, row: number }) => [importId, number])).toEqual([
      ['an-import', 7],
      ['another', 9],
    ]);
    expect(record.corrections).toMatchObject([{ term: 'county', importId: 'another' }]);
  });
});
