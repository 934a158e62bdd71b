import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collection } from '#domain/collection/collection.js';
import { specimen } from '#domain/specimen/specimen.js';
import { catalogNumber } from '#domain/catalog-number/catalog-number.js';
import { catalogNumberKey } from '#domain/terms/catalog-number.js';
import { openSqliteEventStore } from '#ledger/adapters/sqlite/sqlite-event-store.js';
import type { EventStore } from '#ledger/event-store.js';
import { handle, type CommandLedger, type Receipt } from '#ledger/handle.js';
import { idOfKey } from '#ledger/keyed-id.js';
import type { CommandContext } from '#ledger/record.js';
import { randomSalts } from '#ledger/salts.js';
import { randomId } from '#ledger/uuid.js';
import { openSqliteViewStore } from '#projections/adapters/sqlite/sqlite-view-store.js';
import type { ViewStore } from '#projections/kernel/view-store.js';
import { catchUpPolicies, runPolicies } from './policy-runner.js';
import { look } from './specimens/look.js';
import { accessionSpecimen } from './specimens/specimen-acts.js';

const COLLECTION = randomId();
const now = (): number => Date.UTC(2026, 0, 1);
let folder: string;
let store: EventStore;
let views: ViewStore;
let ledger: CommandLedger;

const context = (): CommandContext => ({
  commandId: randomId(),
  correlationId: randomId(),
  actor: { id: randomId(), role: 'curator', via: 'session' },
  source: { kind: 'ui' },
  at: now(),
});
const numberId = (number: string): string => idOfKey(catalogNumberKey(COLLECTION, { catalogNumber: number })!);
const isFree = async (number: string): Promise<boolean> =>
  (await look(store, catalogNumber, numberId(number))).state.status === 'free';
const policies = (): Promise<void> =>
  catchUpPolicies({ ledger: store, views, salts: ledger.salts, now, newId: randomId });
const struckThrough = async (number: string): Promise<Receipt> => {
  const id = randomId();
  const accession = { type: 'AccessionSpecimen', collectionId: COLLECTION, terms: { catalogNumber: number } } as const;
  await accessionSpecimen(ledger, id, accession, context());
  return handle(ledger, specimen, id, { type: 'VoidSpecimenRecord', reason: 'entered-by-mistake' }, context());
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'policies-'));
  store = await openSqliteEventStore({ file: join(folder, 'ledger.db'), writer: 'here' });
  views = await openSqliteViewStore({ folder: join(folder, 'views'), readers: 0 });
  ledger = { store, salts: randomSalts() };
  const named = { institutionCode: 'QFA', collectionCode: 'Vasc', name: 'Herbier' };
  await handle(ledger, collection, COLLECTION, { type: 'EstablishCollection', ...named }, context());
});
afterAll(async () => {
  await store.close();
  await views.close();
  rmSync(folder, { recursive: true });
});

describe('The runner of policies', () => {
  it('repeats nothing when it runs again from the beginning', async () => {
    await struckThrough('QFA 1');
    await policies();
    expect(await isFree('QFA 1')).toBe(true);
    const head = await store.head();
    await views.drop('policies', 1);
    await policies();
    expect(await store.head()).toBe(head);
  });

  it('names the event that made it act', async () => {
    const voided = await struckThrough('QFA 2');
    await policies();
    const released = (await store.readStream(`catalogNumber-${numberId('QFA 2')}`)).at(-1)!;
    expect(JSON.parse(released.envelope)).toMatchObject({
      type: 'CatalogNumberReleased',
      causationId: voided.events[0]!.id,
      actor: { via: 'policy' },
      source: { kind: 'policy', ref: 'release-catalog-number' },
    });
  });

  it('acts by itself while it runs, and ends when told', async () => {
    const ending = new AbortController();
    const troubles: unknown[] = [];
    const onError = (_what: string, error: unknown): void => void troubles.push(error);
    const tools = { ledger: store, views, salts: ledger.salts, now, newId: randomId, onError, signal: ending.signal };
    const running = runPolicies(tools);
    await struckThrough('QFA 3');
    while (!(await isFree('QFA 3'))) await new Promise((resolve) => setTimeout(resolve, 10));
    ending.abort();
    await running;
    expect(troubles).toEqual([]);
  });
});
