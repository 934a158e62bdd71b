import { collection } from '#domain/collection/collection.js';
import { Rejection } from '#domain/kernel/decider.js';
import { numberHeldBy } from '#domain/policies/number-held.js';
import type {
  AccessionSpecimen,
  CorrectSpecimen,
  ReinstateSpecimenRecord,
  SpecimenCommand,
} from '#domain/specimen/commands.js';
import type { SpecimenEvent } from '#domain/specimen/events.js';
import { specimen } from '#domain/specimen/specimen.js';
import type { SpecimenState } from '#domain/specimen/state.js';
import { handle, type CommandLedger, type HandleOptions, type Receipt } from '#ledger/handle.js';
import type { CommandContext } from '#ledger/record.js';
import { withCatalogNumber } from './catalog-numbers.js';
import { look } from './look.js';

// Commands on a specimen that touch its catalogue number, a thing of its own. Each takes what `handle` takes and gives what
// `handle` gives; a crash in between leaves at most a reservation that is found abandoned later.

/**
 * Enters a specimen; its number is reserved first. Fails with CATALOG_NUMBER_TAKEN, CATALOG_NUMBER_MALFORMED (the
 * collection's pattern), COLLECTION_UNKNOWN, and as `handle` does. The same command id again gives the same receipt.
 */
export async function accessionSpecimen(
  ledger: CommandLedger,
  specimenId: string,
  command: AccessionSpecimen,
  context: CommandContext,
  options: HandleOptions<SpecimenState> = {},
): Promise<Receipt> {
  return withNumberOf(ledger, specimenId, command, context, options, async () => {
    await assertCollectionTakes(ledger, command.collectionId, command.terms['catalogNumber']);
  });
}

/** Corrects a specimen; when its number changes, the new one is reserved first, and a policy gives the old one back. */
export async function correctSpecimen(
  ledger: CommandLedger,
  specimenId: string,
  command: CorrectSpecimen,
  context: CommandContext,
  options: HandleOptions<SpecimenState> = {},
): Promise<Receipt> {
  return withNumberOf(ledger, specimenId, command, context, options, async (state) => {
    const number = command.changes.find(({ term }) => term === 'catalogNumber')?.now;
    if (state.status !== 'unknown') await assertCollectionTakes(ledger, state.collectionId, number);
  });
}

/** Brings a struck-through record back, with its number. Fails with CATALOG_NUMBER_TAKEN when another has got it meanwhile. */
export async function reinstateSpecimen(
  ledger: CommandLedger,
  specimenId: string,
  command: ReinstateSpecimenRecord,
  context: CommandContext,
  options: HandleOptions<SpecimenState> = {},
): Promise<Receipt> {
  return withNumberOf(ledger, specimenId, command, context, options, async () => undefined);
}

async function withNumberOf(
  ledger: CommandLedger,
  specimenId: string,
  command: SpecimenCommand,
  context: CommandContext,
  options: HandleOptions<SpecimenState>,
  assertFit: (state: SpecimenState) => Promise<void>,
): Promise<Receipt> {
  const act = (): Promise<Receipt> => handle(ledger, specimen, specimenId, command, context, options);
  const seen = await look(ledger.store, specimen, specimenId);
  if (seen.carriedOut(context.commandId)) return act();
  options.authorize?.(seen.state);
  // What somebody has not seen is refused by `handle`; nothing is reserved for it.
  const expected = options.ifMatch ?? (specimen.guards[command.type] === 'seen' ? undefined : seen.revision);
  if (expected !== seen.revision) return act();
  const facts = specimen.decide(seen.state, command);
  const after = facts.reduce((state: SpecimenState, fact: SpecimenEvent) => specimen.evolve(state, fact), seen.state);
  const wanted = numberHeldBy(after);
  if (after.status === 'unknown' || wanted === undefined || wanted === numberHeldBy(seen.state)) {
    if (facts.length > 0) await assertFit(seen.state);
    return act();
  }
  await assertFit(seen.state);
  const number = { specimenId, collectionId: after.collectionId, parts: after.terms };
  return withCatalogNumber(ledger, number, context, act);
}

async function assertCollectionTakes(
  ledger: CommandLedger,
  collectionId: string,
  number: string | undefined,
): Promise<void> {
  const { state } = await look(ledger.store, collection, collectionId);
  if (state.status === 'unknown')
    throw new Rejection('COLLECTION_UNKNOWN', 'There is no such collection: choose one that exists, or establish it.');
  const pattern = state.description.catalogNumberPattern;
  if (number === undefined || pattern === undefined || new RegExp(pattern, 'u').test(number)) return;
  throw new Rejection(
    'CATALOG_NUMBER_MALFORMED',
    `Catalogue number ${number} does not look like this collection's numbers (${pattern}): check it for a slip.`,
    { catalogNumber: number, pattern },
  );
}
