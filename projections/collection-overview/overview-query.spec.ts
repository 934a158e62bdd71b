import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Terms } from '#domain/specimen/events.js';
import { historyOf } from '../../infra/testing/specimen-ledger.js';
import { openSqliteViewStore } from '../adapters/sqlite/sqlite-view-store.js';
import { documentsOf, ledgerOf, type GivenEvent } from '../kernel/given.js';
import type { View, ViewStore } from '../kernel/view-store.js';
import { specimenSearch } from '../specimen-search/projection.js';
import type { SpecimenSearchRow } from '../specimen-search/view.js';
import { collectionNumbers } from './overview-query.js';

const folder = mkdtempSync(join(tmpdir(), 'overview-'));
let store: ViewStore;
let specimens: View<SpecimenSearchRow>;

const sheet = (
  id: string,
  terms: Terms,
  at: string,
  more: { collectionId?: string; released?: boolean } = {},
): GivenEvent =>
  historyOf(id)(
    'SpecimenAccessioned',
    { collectionId: 'MT', terms, released: false, ...more },
    { at: `${at}T08:00:00.000Z` },
  );
const named = (id: string, terms: Terms): GivenEvent =>
  historyOf(id)(
    'SpecimenIdentified',
    { identificationId: `${id}-1`, terms, accepted: true },
    { at: '2026-03-01T08:00:00.000Z' },
  );

const HELD: readonly GivenEvent[] = [
  sheet('a', { country: 'Canada', eventDate: '1931-07' }, '2026-01-05', { released: true }),
  named('a', { scientificName: 'Salix alba', family: 'Salicaceae', typeStatus: 'holotype' }),
  sheet(
    'b',
    { country: 'Canada', eventDate: '1938', decimalLatitude: '48.9', decimalLongitude: '-66.2' },
    '2026-01-05',
  ),
  named('b', { scientificName: 'Salix nigra', family: 'Salicaceae' }),
  sheet('c', { country: 'Atlantis' }, '2026-01-06'),
  historyOf('c')('SpecimenMediaAttached', { media: [{ mediaId: 'm', terms: {} }] }, { at: '2026-03-01T08:00:00.000Z' }),
  sheet('struck', { country: 'Atlantis' }, '2026-01-07', { released: true }),
  historyOf('struck')('SpecimenRecordVoided', {}, { at: '2026-03-01T08:00:00.000Z' }),
  sheet('elsewhere', { country: 'Brazil' }, '2026-01-08', { collectionId: 'QFA' }),
];

beforeAll(async () => {
  store = await openSqliteViewStore({ folder, readers: 0 });
  specimens = await store.open(specimenSearch.name, specimenSearch.version, specimenSearch.schema);
  const documents = [...documentsOf(specimenSearch, ledgerOf(HELD))];
  const writes = documents.map(([id, document]) => ({ id, document, revision: 0 }));
  await specimens.commit(writes, { position: '0009', storeId: 's', parked: {} });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

describe('The numbers of a collection', () => {
  it('count what it holds, and apart from that what is struck through', async () =>
    expect(await collectionNumbers(specimens, 'MT')).toEqual({
      total: 3,
      released: 1,
      voided: 1,
      unidentified: 1,
      types: 1,
      withIssue: 1,
      withMedia: 1,
      georeferenced: 1,
      families: [{ value: 'Salicaceae', count: 2 }],
      countries: [
        { value: 'Canada', count: 2 },
        { value: 'Atlantis', count: 1 },
      ],
      decades: [{ value: 1930, count: 2 }],
      typeStatuses: [{ value: 'holotype', count: 1 }],
      issues: [{ value: 'COUNTRY_INVALID', count: 1 }],
      growth: [
        { value: '2026-01-05', count: 2 },
        { value: '2026-01-06', count: 1 },
      ],
      position: '0009',
    }));
  it('count all collections when none is named', async () =>
    expect(await collectionNumbers(specimens)).toMatchObject({ total: 4, voided: 1 }));
  it('are nothing for a collection that holds nothing', async () =>
    expect(await collectionNumbers(specimens, 'nowhere')).toMatchObject({ total: 0, families: [], growth: [] }));
});
