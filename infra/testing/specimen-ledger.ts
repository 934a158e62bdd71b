import type { SpecimenEvent } from '../../backend/domain/specimen/events.js';
import type { GivenEvent } from '../../projections/kernel/given.js';

type DataOf<Type extends SpecimenEvent['type']> = Extract<SpecimenEvent, { type: Type }>['data'];

/** Events of one specimen for the specs of read models; the compiler holds type and data together. */
export function historyOf(specimenId: string) {
  return <Type extends SpecimenEvent['type']>(
    type: Type,
    data: DataOf<Type>,
    envelope: Partial<GivenEvent> = {},
  ): GivenEvent => ({ ...envelope, stream: `specimen-${specimenId}`, type, data });
}
