import { Rejection } from '../kernel/decider.js';
import { fact, sameData } from '../kernel/fact.js';
import { isNomenclaturalTerm } from '../terms/darwin-core.js';
import { opinionData } from './accession.js';
import type {
  AcceptIdentification,
  IdentifySpecimen,
  UpdateIdentificationNomenclature,
  VerifyIdentification,
  WithdrawIdentification,
} from './commands.js';
import { changesToMake } from './corrections.js';
import type {
  IdentificationAccepted,
  IdentificationNomenclaturallyUpdated,
  IdentificationVerified,
  IdentificationWithdrawn,
  SpecimenEvent,
  SpecimenIdentified,
} from './events.js';
import { verifierKey } from './evolve.js';
import { standingIdentifications, type AccessionedSpecimen, type IdentificationState } from './state.js';

/** Adds an opinion; the first that stands is accepted by its own event, a later one by a second event when asked. */
export function identify(specimen: AccessionedSpecimen, command: IdentifySpecimen): readonly SpecimenEvent[] {
  const { identificationId, unmapped, literalNulls } = command;
  const known = specimen.identifications.get(identificationId);
  if (known) return identifyAgain(known, command);
  const accepted = specimen.acceptedIdentification;
  const data = { ...opinionData(command), unmapped, literalNulls };
  if (accepted === undefined) return [fact<SpecimenIdentified>('SpecimenIdentified', { ...data, accepted: true })];
  const identified = fact<SpecimenIdentified>('SpecimenIdentified', data);
  return command.accept ? [identified, acceptance(identificationId, accepted)] : [identified];
}

function identifyAgain(known: IdentificationState, command: IdentifySpecimen): readonly SpecimenEvent[] {
  const { terms, identifiedBy, identifiedByID, taxonId, basedOn } = command;
  const said = { terms, identifiedBy, identifiedByID, taxonId, basedOn };
  const stands = { ...said, ...pick(known), terms: known.given };
  if (sameData(said, stands)) return [];
  throw new Rejection(
    'IDENTIFICATION_EXISTS',
    `Identification ${command.identificationId} exists already with other values: add another one under a new id.`,
    { identificationId: command.identificationId },
  );
}

function pick({ identifiedBy, identifiedByID, taxonId, basedOn }: IdentificationState): object {
  return { identifiedBy, identifiedByID, taxonId, basedOn };
}

/** Makes an opinion the accepted one. */
export function acceptIdentification(
  specimen: AccessionedSpecimen,
  { identificationId, note }: AcceptIdentification,
): readonly SpecimenEvent[] {
  standing(specimen, identificationId);
  if (specimen.acceptedIdentification === identificationId) return [];
  return [acceptance(identificationId, specimen.acceptedIdentification, note)];
}

function acceptance(identificationId: string, instead?: string, note?: string): IdentificationAccepted {
  return fact<IdentificationAccepted>('IdentificationAccepted', { identificationId, instead, note });
}

/** Confirms an opinion, once per verifier. */
export function verify(
  specimen: AccessionedSpecimen,
  { identificationId, verifiedBy, note }: VerifyIdentification,
): readonly IdentificationVerified[] {
  const opinion = standing(specimen, identificationId);
  if (opinion.verifiedBy.includes(verifierKey(verifiedBy))) return [];
  return [fact<IdentificationVerified>('IdentificationVerified', { identificationId, verifiedBy, note })];
}

/** Takes an opinion back and says which is accepted from then on. */
export function withdraw(
  specimen: AccessionedSpecimen,
  command: WithdrawIdentification,
): readonly IdentificationWithdrawn[] {
  const { identificationId, note, reason } = command;
  if (known(specimen, identificationId).withdrawn) return [];
  const successor = successorOf(specimen, command);
  return [fact<IdentificationWithdrawn>('IdentificationWithdrawn', { identificationId, successor, note }, reason)];
}

function successorOf(specimen: AccessionedSpecimen, command: WithdrawIdentification): string | undefined {
  const { identificationId, successor } = command;
  if (successor !== undefined) standing(specimen, successor);
  if (specimen.acceptedIdentification !== identificationId) return unneeded(specimen, successor);
  const remaining = standingIdentifications(specimen).filter((id) => id !== identificationId);
  const heir = successor ?? (remaining.length === 1 ? remaining[0] : undefined);
  if (remaining.length === 0 && heir === undefined) return undefined;
  if (heir !== undefined && remaining.includes(heir)) return heir;
  throw new Rejection(
    'SUCCESSOR_NEEDED',
    `The accepted identification is withdrawn and ${remaining.length} others remain: name the one that is accepted now.`,
    { identificationId, remaining: remaining.length },
  );
}

function unneeded(specimen: AccessionedSpecimen, successor: string | undefined): undefined {
  if (successor === undefined || successor === specimen.acceptedIdentification) return undefined;
  throw new Rejection(
    'SUCCESSOR_NOT_NEEDED',
    'The identification withdrawn was not the accepted one, so that nothing succeeds it: accept another one by itself.',
  );
}

/** Follows a change of name; the opinion and who holds it stay. */
export function updateNomenclature(
  specimen: AccessionedSpecimen,
  command: UpdateIdentificationNomenclature,
): readonly IdentificationNomenclaturallyUpdated[] {
  const { identificationId, note, reason } = command;
  const opinion = standing(specimen, identificationId);
  const other = command.changes.find(({ term }) => !isNomenclaturalTerm(term));
  if (other)
    throw new Rejection(
      'NOT_NOMENCLATURE',
      `${other.term} is not part of the name: withdraw the identification and add it again as it should be.`,
      { term: other.term },
    );
  const changes = changesToMake(opinion.terms, command.changes);
  if (changes.length === 0) return [];
  const data = { identificationId, changes, note };
  return [fact<IdentificationNomenclaturallyUpdated>('IdentificationNomenclaturallyUpdated', data, reason)];
}

function known(specimen: AccessionedSpecimen, identificationId: string): IdentificationState {
  const opinion = specimen.identifications.get(identificationId);
  if (opinion) return opinion;
  throw new Rejection(
    'IDENTIFICATION_UNKNOWN',
    `This specimen has no identification ${identificationId}: choose one of its own.`,
    { identificationId },
  );
}

function standing(specimen: AccessionedSpecimen, identificationId: string): IdentificationState {
  const opinion = known(specimen, identificationId);
  if (!opinion.withdrawn) return opinion;
  throw new Rejection(
    'IDENTIFICATION_WITHDRAWN',
    `Identification ${identificationId} was withdrawn: add it anew if the opinion is held again.`,
    { identificationId },
  );
}
