import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogNumber } from '#domain/catalog-number/catalog-number.js';
import { collection } from '#domain/collection/collection.js';
import { specimen } from '#domain/specimen/specimen.js';
import { catalogNumberKey } from '#domain/terms/catalog-number.js';
import { openSqliteEventStore } from '#ledger/adapters/sqlite/sqlite-event-store.js';
import { LedgerUnavailable, type EventStore } from '#ledger/event-store.js';
import { handle, PreconditionRequired, StaleRevision, type CommandLedger, type Receipt } from '#ledger/handle.js';
import { idOfKey } from '#ledger/keyed-id.js';
import type { CommandContext } from '#ledger/record.js';
import { randomSalts } from '#ledger/salts.js';
import { randomId } from '#ledger/uuid.js';
import { openSqliteViewStore } from '#projections/adapters/sqlite/sqlite-view-store.js';
import type { ViewStore } from '#projections/kernel/view-store.js';
import { catchUpPolicies } from '../policy-runner.js';
import { look } from './look.js';
import { accessionSpecimen, correctSpecimen, reinstateSpecimen } from './specimen-acts.js';

const MINUTE = 60_000;
let folder: string;
let store: EventStore;
let views: ViewStore;
let ledger: CommandLedger;
let time = Date.UTC(2026, 0, 1);
const now = (): number => time;
const COLLECTION = randomId();

const context = (commandId = randomId()): CommandContext => ({
  commandId,
  correlationId: commandId,
  actor: { id: randomId(), role: 'curator', via: 'session' },
  source: { kind: 'ui' },
  at: time,
});
const accession = (
  id: string,
  number: string | undefined,
  stamp = context(),
  collectionId = COLLECTION,
): Promise<Receipt> =>
  accessionSpecimen(
    ledger,
    id,
    { type: 'AccessionSpecimen', collectionId, terms: number === undefined ? {} : { catalogNumber: number } },
    stamp,
  );
const renumber = (id: string, was: string, to: string, ifMatch?: number, stamp = context()): Promise<Receipt> =>
  correctSpecimen(
    ledger,
    id,
    { type: 'CorrectSpecimen', changes: [{ term: 'catalogNumber', was, now: to }], reason: 'typing-error' },
    stamp,
    ifMatch === undefined ? {} : { ifMatch },
  );
const strikeThrough = (id: string): Promise<Receipt> =>
  handle(ledger, specimen, id, { type: 'VoidSpecimenRecord', reason: 'entered-by-mistake' }, context());
const reinstate = (id: string): Promise<Receipt> =>
  reinstateSpecimen(ledger, id, { type: 'ReinstateSpecimenRecord' }, context());
const numberId = (number: string): string => idOfKey(catalogNumberKey(COLLECTION, { catalogNumber: number })!);
const holderOf = async (number: string): Promise<string | undefined> => {
  const { state } = await look(store, catalogNumber, numberId(number));
  return state.status === 'reserved' ? state.specimenId : undefined;
};
const policies = (): Promise<void> =>
  catchUpPolicies({ ledger: store, views, salts: ledger.salts, now, newId: randomId });
let serial = 0;
const fresh = (): { id: string; number: string } => ({ id: randomId(), number: `QFA ${++serial}` });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'acts-'));
  store = await openSqliteEventStore({ file: join(folder, 'ledger.db'), writer: 'here' });
  views = await openSqliteViewStore({ folder: join(folder, 'views'), readers: 0 });
  ledger = { store, salts: randomSalts() };
  const command = {
    type: 'EstablishCollection',
    institutionCode: 'QFA',
    collectionCode: 'Vasc',
    name: 'Herbier',
    catalogNumberPattern: '^QFA \\d+$',
  } as const;
  await handle(ledger, collection, COLLECTION, command, context());
});
afterAll(async () => {
  await store.close();
  await views.close();
  rmSync(folder, { recursive: true });
});

describe('Accessioning a specimen', () => {
  it('reserves its number first', async () => {
    const { id, number } = fresh();
    const receipt = await accession(id, number);
    expect(receipt).toMatchObject({ id, revision: 0, events: [{ type: 'SpecimenAccessioned' }] });
    expect(await holderOf(number)).toBe(id);
  });

  it('is refused when another has the number, in whatever spacing, and leaves nothing behind', async () => {
    const { id, number } = fresh();
    await accession(id, number);
    const other = randomId();
    await expect(accession(other, number.toLowerCase().replace(' ', '  '))).rejects.toMatchObject({
      code: 'CATALOG_NUMBER_MALFORMED',
    });
    await expect(accession(other, number)).rejects.toMatchObject({
      code: 'CATALOG_NUMBER_TAKEN',
      details: { specimenId: id },
    });
    expect(await store.readStream(`specimen-${other}`)).toEqual([]);
  });

  it('needs no number', async () => {
    expect(await accession(randomId(), undefined)).toMatchObject({ revision: 0 });
  });

  it('gives the same receipt for the same command, also after the number was given back', async () => {
    const { id, number } = fresh();
    const stamp = context();
    const first = await accession(id, number, stamp);
    expect(await accession(id, number, stamp)).toEqual({ ...first, repeated: true });
    await strikeThrough(id);
    await policies();
    expect(await accession(id, number, stamp)).toEqual({ ...first, repeated: true });
    expect(await holderOf(number)).toBeUndefined();
  });

  it('goes on after a crash between number and specimen', async () => {
    const { id, number } = fresh();
    const stamp = context();
    const failing = {
      ...store,
      storeId: store.storeId,
      append: failOn(`specimen-${id}`),
      readStream: store.readStream.bind(store),
    };
    await expect(
      accessionSpecimen(
        { ...ledger, store: failing },
        id,
        { type: 'AccessionSpecimen', collectionId: COLLECTION, terms: { catalogNumber: number } },
        stamp,
      ),
    ).rejects.toThrow(LedgerUnavailable);
    expect(await holderOf(number)).toBe(id);
    expect(await accession(id, number, stamp)).toMatchObject({ revision: 0 });
    expect(await holderOf(number)).toBe(id);
  });

  it('takes over a number that a crash left behind, a minute later', async () => {
    const { id, number } = fresh();
    await handle(
      ledger,
      catalogNumber,
      numberId(number),
      { type: 'ReserveCatalogNumber', specimenId: randomId(), collectionId: COLLECTION, catalogNumber: number },
      context(),
    );
    await expect(accession(id, number)).rejects.toMatchObject({ code: 'CATALOG_NUMBER_TAKEN' });
    time += MINUTE;
    await accession(id, number);
    expect(await holderOf(number)).toBe(id);
  });

  it('is refused in a collection that is not there', async () => {
    const { id, number } = fresh();
    await expect(accession(id, number, context(), randomId())).rejects.toMatchObject({ code: 'COLLECTION_UNKNOWN' });
  });

  it('lets exactly one of many have a number', async () => {
    const { number } = fresh();
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => accession(randomId(), number)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('Correcting a catalogue number', () => {
  it('reserves the new one, and the policy gives the old one back', async () => {
    const [{ id, number: old }, { number: next }] = [fresh(), fresh()];
    await accession(id, old);
    await renumber(id, old, next, 0);
    expect([await holderOf(old), await holderOf(next)]).toEqual([id, id]);
    await policies();
    expect([await holderOf(old), await holderOf(next)]).toEqual([undefined, id]);
  });

  it('is refused when another has it, and when it was not seen', async () => {
    const [one, other] = [fresh(), fresh()];
    await accession(one.id, one.number);
    await accession(other.id, other.number);
    await expect(renumber(one.id, one.number, other.number, 0)).rejects.toMatchObject({ code: 'CATALOG_NUMBER_TAKEN' });
    const { number: next } = fresh();
    await expect(renumber(one.id, one.number, next)).rejects.toThrow(PreconditionRequired);
    await expect(renumber(one.id, one.number, next, 7)).rejects.toThrow(StaleRevision);
    expect(await holderOf(next)).toBeUndefined();
  });

  it('and back again keeps the number, however late the policy comes', async () => {
    const [{ id, number: old }, { number: next }] = [fresh(), fresh()];
    await accession(id, old);
    await renumber(id, old, next, 0);
    await renumber(id, next, old, 1);
    await policies();
    expect([await holderOf(old), await holderOf(next)]).toEqual([id, undefined]);
  });
});

describe('A record that is struck through', () => {
  it('gives its number back, and takes it again when it is reinstated', async () => {
    const { id, number } = fresh();
    await accession(id, number);
    await strikeThrough(id);
    await policies();
    expect(await holderOf(number)).toBeUndefined();
    await reinstate(id);
    await policies();
    expect(await holderOf(number)).toBe(id);
  });

  it('is not reinstated while another has its number', async () => {
    const [{ id, number }, other] = [fresh(), randomId()];
    await accession(id, number);
    await strikeThrough(id);
    await policies();
    await accession(other, number);
    await expect(reinstate(id)).rejects.toMatchObject({ code: 'CATALOG_NUMBER_TAKEN' });
  });
});

function failOn(stream: string): EventStore['append'] {
  return (append) =>
    append.stream === stream ? Promise.reject(new LedgerUnavailable('The disk is gone.')) : store.append(append);
}
