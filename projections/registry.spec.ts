import fc from 'fast-check';
import type { SpecimenEvent } from '#domain/specimen/events.js';
import { specimen } from '#domain/specimen/specimen.js';
import type { LedgerEvent } from '#ledger/ledger-event.js';
import { specimenHistories } from '../infra/testing/specimen-commands.js';
import { ledgerOf } from './kernel/given.js';
import type { Projection } from './kernel/projection.js';
import { PROJECTIONS } from './registry.js';
import { specimenRecord } from './specimen-record/projection.js';
import type { SpecimenRecord } from './specimen-record/view.js';
import { specimenSearch } from './specimen-search/projection.js';
import type { SpecimenSearchRow } from './specimen-search/view.js';

const eventsOf = (history: readonly SpecimenEvent[]): LedgerEvent[] =>
  ledgerOf(
    history.map((fact, at) => ({
      ...fact,
      stream: 'specimen-s',
      source: at % 2 ? { kind: 'ui' } : { kind: 'import', row: at },
    })),
  );

/** Documents as a projector makes them when its batches end at these places; between batches they are in the store. */
function folded<Doc extends object>(
  projection: Projection<Doc>,
  events: readonly LedgerEvent[],
  ends: (at: number) => boolean,
): Map<string, string> {
  const stored = new Map<string, string>();
  let batch = new Map<string, Doc | null>();
  const commit = (): void => {
    for (const [key, document] of batch) {
      if (document === null) stored.delete(key);
      else stored.set(key, JSON.stringify(document));
    }
    batch = new Map();
  };
  events.forEach((event, at) => {
    if (projection.types && !projection.types.includes(event.type)) return;
    for (const key of projection.keysOf(event)) {
      const kept = stored.get(key);
      const before = batch.has(key) ? batch.get(key) : kept && (JSON.parse(kept) as Doc);
      batch.set(key, projection.evolve(before || undefined, event, key));
    }
    if (ends(at)) commit();
  });
  commit();
  return stored;
}

function documentOf<Doc extends object>(projection: Projection<Doc>, events: readonly LedgerEvent[]): Doc {
  return JSON.parse(folded(projection, events, () => false).get('s')!) as Doc;
}

/** Those that histories of specimens say something to. */
const OF_SPECIMENS = PROJECTIONS.filter(({ types }) => !types || types.includes('SpecimenAccessioned'));

describe('Every read model', () => {
  it.each(OF_SPECIMENS.map((projection) => [projection.name, projection] as const))(
    'makes the same text of a history, however it is cut into batches: %s',
    (_name, projection) =>
      fc.assert(
        fc.property(specimenHistories, fc.integer({ min: 1, max: 5 }), (history, size) => {
          const events = eventsOf(history);
          const whole = folded(projection, events, () => false);
          expect(folded(projection, events, () => true)).toEqual(whole);
          expect(folded(projection, events, (at) => at % size === 0)).toEqual(whole);
        }),
        { numRuns: 150 },
      ),
  );
  it.each(OF_SPECIMENS.map((projection) => [projection.name, projection] as const))(
    'never changes a document or an event that it was given: %s',
    (_name, projection) =>
      fc.assert(
        fc.property(specimenHistories, (history) => {
          let document: object | undefined;
          for (const event of deepFrozen(eventsOf(history))) {
            if (projection.types && !projection.types.includes(event.type)) continue;
            document = deepFrozen(projection.evolve(document, event, event.subject) ?? undefined);
          }
        }),
        { numRuns: 50 },
      ),
  );
  it.each(OF_SPECIMENS.map((projection) => [projection.name, projection] as const))(
    'fills exactly the columns it declares, and indexes only those: %s',
    (_name, projection) => {
      const { schema } = projection;
      const declared = schema.columns.map(({ name }) => name);
      expect(new Set(declared).size).toBe(declared.length);
      for (const index of schema.indexes) expect(declared).toEqual(expect.arrayContaining([...index]));
      const document = projection.evolve(undefined, eventsOf(specimenHistory())[0]!, 's')!;
      expect(Object.keys(schema.row(document)).sort()).toEqual([...declared].sort());
    },
  );
  it('has a name and a version of its own', () => {
    expect(new Set(PROJECTIONS.map(({ name }) => name)).size).toBe(PROJECTIONS.length);
    for (const { version } of PROJECTIONS) expect(Number.isInteger(version) && version >= 1).toBe(true);
  });
});

describe('Search and record of a specimen', () => {
  it('say the same, and what the rules say', () =>
    fc.assert(
      fc.property(specimenHistories, (history) => {
        const events = eventsOf(history);
        const row = documentOf(specimenSearch, events);
        const record = documentOf(specimenRecord, events);
        const state = history.reduce((folded, fact) => specimen.evolve(folded, fact), specimen.initial);
        if (state.status === 'unknown') throw new Error('A history begins with an accession.');
        expect(record.terms).toEqual(state.terms);
        expect(record.acceptedIdentificationId).toBe(state.acceptedIdentification);
        expect(record.acceptedGeoreferenceId).toBe(state.acceptedGeoreference);
        expect([record.released, record.voided !== undefined]).toEqual([state.released, state.status === 'void']);
        expect(summaryOf(row)).toEqual(summaryOf(searchedOf(record)));
      }),
      { numRuns: 300 },
    ));
});

/** What both tell, from the row's side. */
function summaryOf(row: Partial<SpecimenSearchRow>) {
  return {
    released: row.released,
    voided: row.voided,
    issues: row.issues ?? [],
    accepted: row.identification?.identificationId,
    names: [row.identification, ...(row.otherIdentifications ?? [])]
      .map((one) => one?.nameAsWritten ?? one?.scientificName)
      .sort(),
    understood: [row.collected, row.year, row.point, row.uncertaintyMetres, row.countryCode, row.typeStatus],
    media: row.media?.map(({ mediaId }) => mediaId).sort() ?? [],
    imports: row.imports,
    clash: row.catalogNumberClash,
    locality: row.terms?.['locality'],
    modifiedAt: row.modifiedAt,
  };
}

/** The row that a record should have. */
function searchedOf(record: SpecimenRecord): Partial<SpecimenSearchRow> {
  const standing = record.identifications.filter(({ status }) => status !== 'withdrawn');
  const search = standing.map((one) => ({
    identificationId: one.identificationId,
    scientificName: one.terms['scientificName'],
    enteredAt: '',
  }));
  const accepted = search.find(({ identificationId }) => identificationId === record.acceptedIdentificationId);
  return {
    ...record.interpreted,
    terms: record.terms,
    released: record.released,
    ...(record.voided && { voided: true }),
    issues: (record.issues ?? []).map(({ issue }) => issue),
    ...(accepted && { identification: accepted }),
    otherIdentifications: search.filter((one) => one !== accepted),
    media: (record.media ?? []).filter(({ detached }) => !detached),
    imports: [...new Set(record.imports?.map(({ importId }) => importId))],
    ...(record.catalogNumberClash !== undefined && { catalogNumberClash: record.catalogNumberClash }),
    modifiedAt: record.modified.at,
  };
}

function specimenHistory(): readonly SpecimenEvent[] {
  return fc.sample(specimenHistories, { numRuns: 1, seed: 7 })[0]!;
}

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFrozen);
  }
  return value;
}
