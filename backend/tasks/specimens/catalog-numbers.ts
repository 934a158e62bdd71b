import { catalogNumber, type CatalogNumberState } from '#domain/catalog-number/catalog-number.js';
import type { CatalogNumberCommand } from '#domain/catalog-number/commands.js';
import { numberHeldBy } from '#domain/policies/number-held.js';
import { specimen } from '#domain/specimen/specimen.js';
import { catalogNumberKey, type CatalogNumberParts } from '#domain/terms/catalog-number.js';
import { LedgerUnavailable } from '#ledger/event-store.js';
import { handle, type CommandLedger, type Receipt } from '#ledger/handle.js';
import { idOfKey } from '#ledger/keyed-id.js';
import type { CommandContext } from '#ledger/record.js';
import { uuidV5 } from '#ledger/uuid.js';
import { look, type Seen } from './look.js';

/** A catalogue number that a specimen wants to hold. */
export interface WantedNumber {
  readonly specimenId: string;
  readonly collectionId: string;
  readonly parts: Partial<CatalogNumberParts>;
}

/** A reservation whose specimen does not have the number after this long was left behind by a crash. */
const ABANDONED_MILLISECONDS = 60_000;

/**
 * Does something while the specimen holds the number, which is reserved first. Fails with CATALOG_NUMBER_TAKEN before
 * anything is done; when the act fails, a number reserved for it is given back (unless the act's outcome is unknown).
 */
export async function withCatalogNumber(
  ledger: CommandLedger,
  wanted: WantedNumber,
  context: CommandContext,
  act: () => Promise<Receipt>,
): Promise<Receipt> {
  const key = catalogNumberKey(wanted.collectionId, wanted.parts);
  if (key === undefined) return act();
  const numberId = idOfKey(key);
  const { events, revision } = await reserve(ledger, numberId, key, wanted, context);
  const receipt = await act().catch(async (error: unknown) => {
    if (events.length > 0 && !(error instanceof LedgerUnavailable))
      await release(ledger, numberId, wanted.specimenId, context, `release after ${revision}`);
    throw error;
  });
  // A number that the specimen still held from before may have been given back by the policy in this moment.
  if (events.length === 0) await reserve(ledger, numberId, key, wanted, context);
  return receipt;
}

async function reserve(
  ledger: CommandLedger,
  numberId: string,
  key: string,
  wanted: WantedNumber,
  context: CommandContext,
): Promise<Receipt> {
  const seen = await look(ledger.store, catalogNumber, numberId);
  await releaseIfAbandoned(ledger, numberId, key, seen, wanted, context);
  const { specimenId, collectionId, parts } = wanted;
  const { institutionCode, collectionCode, catalogNumber: written = '' } = parts;
  const command = {
    type: 'ReserveCatalogNumber',
    specimenId,
    collectionId,
    ...(institutionCode !== undefined && { institutionCode }),
    ...(collectionCode !== undefined && { collectionCode }),
    catalogNumber: written,
  } as const;
  return onNumber(ledger, numberId, command, context, `reserve after ${seen.revision}`);
}

// A specimen that was struck through or renumbered a moment ago may still hold its number, until the policy has run; one
// that never came to be may hold it for ever. Either way the number is free, once nobody can be in the middle of it.
async function releaseIfAbandoned(
  ledger: CommandLedger,
  numberId: string,
  key: string,
  seen: Seen<CatalogNumberState>,
  { specimenId }: WantedNumber,
  context: CommandContext,
): Promise<void> {
  if (seen.state.status === 'free' || seen.state.specimenId === specimenId) return;
  if (context.at - Date.parse(seen.at) < ABANDONED_MILLISECONDS) return;
  const holder = await look(ledger.store, specimen, seen.state.specimenId);
  if (numberHeldBy(holder.state) === key) return;
  await release(ledger, numberId, seen.state.specimenId, context, `abandoned at ${seen.revision}`);
}

async function release(
  ledger: CommandLedger,
  numberId: string,
  specimenId: string,
  context: CommandContext,
  name: string,
): Promise<void> {
  await onNumber(ledger, numberId, { type: 'ReleaseCatalogNumber', specimenId }, context, name);
}

/** The rules make these commands harmless when repeated; their ids only have to differ for each thing that is asked. */
function onNumber(
  ledger: CommandLedger,
  numberId: string,
  command: CatalogNumberCommand,
  context: CommandContext,
  name: string,
): Promise<Receipt> {
  const commandId = uuidV5(context.commandId, `${name} ${numberId}`);
  return handle(ledger, catalogNumber, numberId, command, { ...context, commandId });
}
