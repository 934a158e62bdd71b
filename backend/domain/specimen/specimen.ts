import { Rejection, unreachable, type Aggregate } from '../kernel/decider.js';
import { accession } from './accession.js';
import {
  attachMedia,
  correctMedia,
  detachMedia,
  measure,
  supplement,
  withdrawMeasurement,
  withdrawSupplement,
} from './attachments.js';
import type { SpecimenCommand } from './commands.js';
import { correct } from './corrections.js';
import type { SpecimenEvent } from './events.js';
import { evolve } from './evolve.js';
import { confirmFinding } from './findings.js';
import { acceptGeoreference, georeference } from './georeferences.js';
import { acceptIdentification, identify, updateNomenclature, verify, withdraw } from './identifications.js';
import { reinstate, release, voidRecord, withhold } from './publication.js';
import type { AccessionedSpecimen, SpecimenState } from './state.js';

function decide(state: SpecimenState, command: SpecimenCommand): readonly SpecimenEvent[] {
  if (command.type === 'AccessionSpecimen') return accession(state, command);
  if (state.status === 'unknown')
    throw new Rejection('SPECIMEN_UNKNOWN', 'There is no such specimen: check its number, or enter it first.');
  if (command.type === 'ReinstateSpecimenRecord') return reinstate(state, command);
  if (command.type === 'VoidSpecimenRecord') return state.status === 'void' ? [] : voidRecord(command);
  if (state.status === 'void')
    throw new Rejection('RECORD_VOID', 'This record is struck through: reinstate it before changing anything in it.');
  return decideOnStanding(state, command);
}

type ChangeOfStanding = Exclude<
  SpecimenCommand,
  { type: 'AccessionSpecimen' | 'VoidSpecimenRecord' | 'ReinstateSpecimenRecord' }
>;

// eslint-disable-next-line complexity -- a flat dispatch: one line for each command
function decideOnStanding(specimen: AccessionedSpecimen, command: ChangeOfStanding): readonly SpecimenEvent[] {
  switch (command.type) {
    case 'CorrectSpecimen':
      return correct(specimen, command);
    case 'IdentifySpecimen':
      return identify(specimen, command);
    case 'AcceptIdentification':
      return acceptIdentification(specimen, command);
    case 'VerifyIdentification':
      return verify(specimen, command);
    case 'WithdrawIdentification':
      return withdraw(specimen, command);
    case 'UpdateIdentificationNomenclature':
      return updateNomenclature(specimen, command);
    case 'GeoreferenceSpecimen':
      return georeference(specimen, command);
    case 'AcceptGeoreference':
      return acceptGeoreference(specimen, command);
    case 'MeasureSpecimen':
      return measure(specimen, command);
    case 'WithdrawMeasurement':
      return withdrawMeasurement(specimen, command);
    case 'AttachMedia':
      return attachMedia(specimen, command);
    case 'CorrectMedia':
      return correctMedia(specimen, command);
    case 'DetachMedia':
      return detachMedia(specimen, command);
    case 'SupplementSpecimen':
      return supplement(specimen, command);
    case 'ConfirmFinding':
      return confirmFinding(specimen, command);
    case 'WithdrawSupplement':
      return withdrawSupplement(specimen, command);
    case 'ReleaseSpecimen':
      return release(specimen, command);
    case 'WithholdSpecimen':
      return withhold(specimen, command);
    default:
      return unreachable(command);
  }
}

/**
 * A specimen and everything said about it: its label, determinations, places, measurements, media, and whether the record
 * stands. Stream `specimen-{specimenId}`.
 */
export const specimen: Aggregate<SpecimenState, SpecimenCommand, SpecimenEvent> = {
  category: 'specimen',
  initial: { status: 'unknown' },
  decide,
  evolve,
  guards: {
    AccessionSpecimen: 'rules',
    CorrectSpecimen: 'seen',
    IdentifySpecimen: 'rules',
    AcceptIdentification: 'rules',
    VerifyIdentification: 'rules',
    WithdrawIdentification: 'rules',
    UpdateIdentificationNomenclature: 'seen',
    GeoreferenceSpecimen: 'rules',
    AcceptGeoreference: 'rules',
    MeasureSpecimen: 'rules',
    WithdrawMeasurement: 'rules',
    AttachMedia: 'rules',
    CorrectMedia: 'seen',
    DetachMedia: 'rules',
    SupplementSpecimen: 'rules',
    WithdrawSupplement: 'rules',
    ConfirmFinding: 'rules',
    ReleaseSpecimen: 'rules',
    WithholdSpecimen: 'rules',
    VoidSpecimenRecord: 'rules',
    ReinstateSpecimenRecord: 'rules',
  },
  events: {
    SpecimenAccessioned: 1,
    SpecimenCorrected: 1,
    SpecimenGeoreferenced: 1,
    GeoreferenceAccepted: 1,
    SpecimenMeasured: 1,
    MeasurementWithdrawn: 1,
    SpecimenMediaAttached: 1,
    SpecimenMediaCorrected: 1,
    SpecimenMediaDetached: 1,
    SpecimenSupplemented: 1,
    SpecimenSupplementWithdrawn: 1,
    SpecimenIdentified: 1,
    IdentificationAccepted: 1,
    IdentificationVerified: 1,
    IdentificationWithdrawn: 1,
    IdentificationNomenclaturallyUpdated: 1,
    SpecimenFindingConfirmed: 1,
    SpecimenReleased: 1,
    SpecimenWithheld: 1,
    SpecimenRecordVoided: 1,
    SpecimenRecordReinstated: 1,
  },
};
