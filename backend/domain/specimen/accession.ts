import { Rejection } from '../kernel/decider.js';
import { fact, sameData } from '../kernel/fact.js';
import type { AccessionSpecimen, IdentificationEntry } from './commands.js';
import type { SpecimenAccessioned, SpecimenEvent, SpecimenIdentified } from './events.js';
import type { SpecimenState } from './state.js';

/** Enters the specimen, and its first determination as the accepted one. */
export function accession(state: SpecimenState, command: AccessionSpecimen): readonly SpecimenEvent[] {
  if (state.status !== 'unknown') return accessionAgain(state, command);
  const { collectionId, terms, unmapped, literalNulls, catalogNumberClash, sourceKey, note, identification } = command;
  const accessioned = fact<SpecimenAccessioned>('SpecimenAccessioned', {
    collectionId,
    terms: { ...terms },
    unmapped,
    literalNulls,
    catalogNumberClash,
    sourceKey,
    released: command.released ?? false,
    note,
  });
  return identification ? [accessioned, firstIdentification(identification)] : [accessioned];
}

function accessionAgain(
  state: Exclude<SpecimenState, { status: 'unknown' }>,
  command: AccessionSpecimen,
): readonly SpecimenEvent[] {
  const same = state.collectionId === command.collectionId && sameData(state.accessionedAs, command.terms);
  if (same) return [];
  throw new Rejection(
    'SPECIMEN_ALREADY_ACCESSIONED',
    'This specimen is in the collection already with other values: correct it instead of entering it again.',
  );
}

function firstIdentification(entry: IdentificationEntry): SpecimenIdentified {
  return fact<SpecimenIdentified>('SpecimenIdentified', { ...opinionData(entry), accepted: true });
}

/** The members of a determination as the event keeps them. */
export function opinionData(entry: IdentificationEntry): SpecimenIdentified['data'] {
  const { identificationId, terms, identifiedBy, identifiedByID, taxonId, basedOn, note } = entry;
  return { identificationId, terms: { ...terms }, identifiedBy, identifiedByID, taxonId, basedOn, note };
}
