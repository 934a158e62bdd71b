import type { SpecimenState } from '../specimen/state.js';
import { catalogNumberKey } from '../terms/catalog-number.js';

/** The key of the catalogue number that a specimen has a right to: none while its record is void, or while another holds it. */
export function numberHeldBy(state: SpecimenState): string | undefined {
  if (state.status !== 'standing' || state.catalogNumberClash !== undefined) return undefined;
  return catalogNumberKey(state.collectionId, state.terms);
}
