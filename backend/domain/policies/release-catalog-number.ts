import type { ReleaseCatalogNumber } from '../catalog-number/commands.js';
import { NUMBER_TERMS } from '../specimen/evolve.js';
import type { SpecimenEvent } from '../specimen/events.js';
import { specimen } from '../specimen/specimen.js';
import type { SpecimenState } from '../specimen/state.js';
import { numberHeldBy } from './number-held.js';
import type { Happening, Policy, Request } from './policy.js';

/** A record that is struck through, or that got another number, gives its old number back; unless it has it again by now. */
export const releaseCatalogNumber: Policy = {
  name: 'release-catalog-number',
  types: ['SpecimenRecordVoided', 'SpecimenCorrected'],
  concerns(event) {
    if (event.type === 'SpecimenCorrected') return changesNumber(event);
    // The importer gives back the numbers of a whole import by itself, before they may be taken again.
    return event.reason !== 'import-undone';
  },
  requests(event, history) {
    const held = numberHeldBy(fold(history.filter(({ revision }) => revision < event.revision)));
    const now = numberHeldBy(fold(history));
    return held === undefined || held === now ? [] : [release(held, event.subject)];
  },
};

function changesNumber(event: Happening): boolean {
  const { changes } = event.data as { readonly changes: readonly { readonly term: string }[] };
  return changes.some(({ term }) => NUMBER_TERMS.has(term));
}

function fold(events: readonly Happening[]): SpecimenState {
  return events.reduce((state, event) => specimen.evolve(state, event as unknown as SpecimenEvent), specimen.initial);
}

function release(key: string, specimenId: string): Request {
  const command: ReleaseCatalogNumber = { type: 'ReleaseCatalogNumber', specimenId };
  return { category: 'catalogNumber', subject: { key }, command };
}
