import type { ReleaseCatalogNumber } from '../catalog-number/commands.js';
import { catalogNumberKey } from '../terms/catalog-number.js';
import type { SpecimenEvent } from '../specimen/events.js';
import { specimen } from '../specimen/specimen.js';
import type { SpecimenState } from '../specimen/state.js';
import type { Happening, Policy, Request } from './policy.js';

/** A record that is struck through, or that got another number, gives its old number back. */
export const releaseCatalogNumber: Policy = {
  name: 'release-catalog-number',
  types: ['SpecimenRecordVoided', 'SpecimenCorrected'],
  requests(event, before) {
    // The importer gives back the numbers of a whole import by itself, before they may be taken again.
    if (event.type === 'SpecimenRecordVoided' && event.reason === 'import-undone') return [];
    const state = fold(before);
    const [was, now] = [keyIn(state), keyIn(fold([event], state))];
    if (was === undefined || (event.type === 'SpecimenCorrected' && was === now)) return [];
    return [release(was, event.subject)];
  },
};

function fold(events: readonly Happening[], from: SpecimenState = specimen.initial): SpecimenState {
  return events.reduce((state, event) => specimen.evolve(state, event as unknown as SpecimenEvent), from);
}

function keyIn(state: SpecimenState): string | undefined {
  return state.status === 'unknown' ? undefined : catalogNumberKey(state.collectionId, state.terms);
}

function release(key: string, specimenId: string): Request {
  const command: ReleaseCatalogNumber = { type: 'ReleaseCatalogNumber', specimenId };
  return { category: 'catalogNumber', subject: { key }, command };
}
