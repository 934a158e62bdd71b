import { fact } from '../kernel/fact.js';
import type { ReinstateSpecimenRecord, ReleaseSpecimen, VoidSpecimenRecord, WithholdSpecimen } from './commands.js';
import type { SpecimenRecordReinstated, SpecimenRecordVoided, SpecimenReleased, SpecimenWithheld } from './events.js';
import type { AccessionedSpecimen } from './state.js';

/** Shows the record to the public. */
export function release(specimen: AccessionedSpecimen, { note }: ReleaseSpecimen): readonly SpecimenReleased[] {
  return specimen.released ? [] : [fact<SpecimenReleased>('SpecimenReleased', { note })];
}

/** Hides the record from the public. */
export function withhold(
  specimen: AccessionedSpecimen,
  { note, reason }: WithholdSpecimen,
): readonly SpecimenWithheld[] {
  return specimen.released ? [fact<SpecimenWithheld>('SpecimenWithheld', { note }, reason)] : [];
}

/** Strikes the record through. */
export function voidRecord({ duplicateOf, note, reason }: VoidSpecimenRecord): readonly SpecimenRecordVoided[] {
  return [fact<SpecimenRecordVoided>('SpecimenRecordVoided', { duplicateOf, note }, reason)];
}

/** Brings a struck-through record back. */
export function reinstate(
  specimen: AccessionedSpecimen,
  { note, reason }: ReinstateSpecimenRecord,
): readonly SpecimenRecordReinstated[] {
  return specimen.status === 'standing'
    ? []
    : [fact<SpecimenRecordReinstated>('SpecimenRecordReinstated', { note }, reason)];
}
