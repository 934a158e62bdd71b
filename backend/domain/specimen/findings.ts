import { fact, sameData } from '../kernel/fact.js';
import type { ConfirmFinding } from './commands.js';
import type { SpecimenFindingConfirmed } from './events.js';
import type { AccessionedSpecimen } from './state.js';

/** Confirms once, for these values, that the label says so. */
export function confirmFinding(
  specimen: AccessionedSpecimen,
  { issue, values, note }: ConfirmFinding,
): readonly SpecimenFindingConfirmed[] {
  const known = specimen.confirmedFindings.get(issue);
  if (known && sameData(known, values)) return [];
  return [fact<SpecimenFindingConfirmed>('SpecimenFindingConfirmed', { issue, values: { ...values }, note })];
}
