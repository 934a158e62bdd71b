import { Rejection } from '../kernel/decider.js';
import { fact, sameData } from '../kernel/fact.js';
import type { AcceptGeoreference, GeoreferenceSpecimen } from './commands.js';
import type { GeoreferenceAccepted, SpecimenEvent, SpecimenGeoreferenced } from './events.js';
import type { AccessionedSpecimen } from './state.js';

/** Adds an opinion of the place; the first is accepted by its own event, a later one by a second event when asked. */
export function georeference(specimen: AccessionedSpecimen, command: GeoreferenceSpecimen): readonly SpecimenEvent[] {
  const { georeferenceId, terms, note } = command;
  const known = specimen.georeferences.get(georeferenceId);
  if (known && sameData(known, terms)) return [];
  if (known)
    throw new Rejection(
      'GEOREFERENCE_EXISTS',
      `Georeference ${georeferenceId} exists already with other values: add another one under a new id.`,
      { georeferenceId },
    );
  const data = { georeferenceId, terms: { ...terms }, note };
  if (specimen.acceptedGeoreference === undefined)
    return [fact<SpecimenGeoreferenced>('SpecimenGeoreferenced', { ...data, accepted: true })];
  const georeferenced = fact<SpecimenGeoreferenced>('SpecimenGeoreferenced', data);
  return command.accept ? [georeferenced, acceptance(georeferenceId)] : [georeferenced];
}

/** Makes a georeference the accepted one. */
export function acceptGeoreference(
  specimen: AccessionedSpecimen,
  { georeferenceId, note }: AcceptGeoreference,
): readonly GeoreferenceAccepted[] {
  if (!specimen.georeferences.has(georeferenceId))
    throw new Rejection(
      'GEOREFERENCE_UNKNOWN',
      `This specimen has no georeference ${georeferenceId}: choose one of its own.`,
      { georeferenceId },
    );
  return specimen.acceptedGeoreference === georeferenceId ? [] : [acceptance(georeferenceId, note)];
}

function acceptance(georeferenceId: string, note?: string): GeoreferenceAccepted {
  return fact<GeoreferenceAccepted>('GeoreferenceAccepted', { georeferenceId, note });
}
