import { catalogNumber } from '#domain/catalog-number/catalog-number.js';
import type { CatalogNumberEvent } from '#domain/catalog-number/events.js';
import { catalogNumberKey } from '#domain/terms/catalog-number.js';
import { decode } from '#ledger/decode.js';
import type { EventStore, StoredRecord } from '#ledger/event-store.js';
import { idOfKey } from '#ledger/keyed-id.js';
import { type FoundRecord, foldFound } from './known-record.js';
import type { KnownSpecimens } from './known-specimens.js';
import { type PlannableRow, planRow, specimenIdOf } from './plan-row.js';
import type { RowPlan } from './row-plan.js';
import { valueOf } from './row-reading.js';
import type { Staging } from './staging/staging.js';

/** A row with what it says and what the collection has of it. */
export interface MatchedRow {
  readonly plan: RowPlan;
  readonly found: FoundRecord;
}

/** Where rows are matched. */
export interface MatchScope {
  readonly events: Pick<EventStore, 'readStreams'>;
  readonly known: Pick<KnownSpecimens, 'withOccurrenceIDs'>;
  readonly collectionId: string;
  /** Absent in a preview. */
  readonly importId?: string;
  /** The collection had nothing when this began, so that nothing can match. */
  readonly empty: boolean;
}

const NOTHING: FoundRecord = { done: false };

/** Plans rows and finds the records that they are (domain: Import batch, "the same record"). */
export async function matchRows(
  scope: MatchScope,
  staging: Staging,
  rows: readonly PlannableRow[],
): Promise<readonly MatchedRow[]> {
  const plan = (row: PlannableRow, known?: string): RowPlan =>
    planRow(scope.collectionId, staging.ready, row, staging.extensionsOf(row), known);
  if (scope.empty) return rows.map((row) => ({ plan: plan(row), found: NOTHING }));
  const byOwnId = await readSpecimens(
    scope,
    rows.map((row) => specimenIdOf(scope.collectionId, row.key)),
  );
  const strangers = rows.filter((row) => !byOwnId.has(specimenIdOf(scope.collectionId, row.key)));
  const others = await findOthers(scope, staging, strangers);
  return rows.map((row) => {
    const own = byOwnId.get(specimenIdOf(scope.collectionId, row.key));
    if (own) return { plan: plan(row), found: own };
    const other = others.get(row.row);
    return other ? { plan: plan(row, other.id), found: other.found } : { plan: plan(row), found: NOTHING };
  });
}

interface OtherRecord {
  readonly id: string;
  readonly found: FoundRecord;
}

// A record that was entered by hand, or recognised by something else when it came, has an id of its own.
async function findOthers(
  scope: MatchScope,
  staging: Staging,
  rows: readonly PlannableRow[],
): Promise<Map<number, OtherRecord>> {
  const named = rows.filter((row) => row.key.kind === 'occurrenceID');
  const known = await scope.known.withOccurrenceIDs(
    scope.collectionId,
    named.map((row) => row.key.value),
  );
  const byName = named.filter((row) => known.has(row.key.value));
  const byNumber = rows.filter((row) => !byName.includes(row) && !row.sharedKeys.includes('catalogNumber'));
  const holders = await findHolders(scope, staging, byNumber);
  const found = await readSpecimens(scope, [...known.values(), ...holders.values()]);
  const others = new Map<number, OtherRecord>();
  for (const row of byName) add(others, row.row, known.get(row.key.value), found);
  for (const row of byNumber) {
    const holder = found.get(holders.get(row.row) ?? '')?.known;
    // A number that two records with occurrenceIDs of their own want is a clash, not a match.
    const clash = row.key.kind === 'occurrenceID' && holder?.state.terms['occurrenceID'] !== undefined;
    if (!clash) add(others, row.row, holders.get(row.row), found);
  }
  return others;
}

function add(
  others: Map<number, OtherRecord>,
  row: number,
  id: string | undefined,
  all: ReadonlyMap<string, FoundRecord>,
): void {
  const found = id === undefined ? undefined : all.get(id);
  if (id !== undefined && found?.known) others.set(row, { id, found });
}

async function findHolders(
  scope: MatchScope,
  staging: Staging,
  rows: readonly PlannableRow[],
): Promise<Map<number, string>> {
  const core = staging.ready[0];
  const streams = new Map<number, string>();
  for (const row of core ? rows : []) {
    const parts = Object.fromEntries(
      ['catalogNumber', 'institutionCode', 'collectionCode']
        .map((term) => [term, valueOf(core as never, term, row.cells)])
        .filter(([, value]) => value !== undefined),
    ) as { catalogNumber?: string };
    const stream = numberStream(scope.collectionId, parts);
    if (stream) streams.set(row.row, stream);
  }
  const found = await scope.events.readStreams([...new Set(streams.values())]);
  const holders = new Map<number, string>();
  for (const [row, stream] of streams) {
    const holder = holderOf(found.get(stream) ?? []);
    if (holder) holders.set(row, holder);
  }
  return holders;
}

/** The stream of a catalogue number; undefined where there is no number. */
export function numberStream(collectionId: string, parts: Parameters<typeof catalogNumberKey>[1]): string | undefined {
  const key = catalogNumberKey(collectionId, parts);
  return key === undefined ? undefined : `catalogNumber-${idOfKey(key)}`;
}

/** Who holds a number, from the records of its stream. */
export function holderOf(records: readonly StoredRecord[]): string | undefined {
  const state = records
    .map((record) => decode(record))
    .reduce(
      (before, event) => catalogNumber.evolve(before, event as unknown as CatalogNumberEvent),
      catalogNumber.initial,
    );
  return state.status === 'reserved' ? state.specimenId : undefined;
}

async function readSpecimens(scope: MatchScope, ids: readonly string[]): Promise<Map<string, FoundRecord>> {
  const streams = await scope.events.readStreams([...new Set(ids)].map((id) => `specimen-${id}`));
  const found = new Map<string, FoundRecord>();
  for (const [stream, records] of streams) {
    const id = stream.slice('specimen-'.length);
    found.set(id, foldFound(id, records, scope.importId));
  }
  return found;
}
