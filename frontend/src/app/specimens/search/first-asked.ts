import { addressOf, type Asked } from '../../ledger-client/address';
import { FACETS, MORE_FACETS, type SearchState, toAsked, USUAL_SORT } from './search-state';

/** As many as fill a window and what is drawn ahead of it: the sooner they are here. */
export const FIRST_PAGE = 60;
const FACET_VALUES = 30;

/** What is asked for a page of a search: `GET /specimens`. */
export function pageAsked(state: SearchState, limit: number): Asked {
  return { ...toAsked(state), sort: state.sort || USUAL_SORT, limit };
}

/** What is asked for the counts beside it: `GET /specimens/facets`. */
export function facetsAsked(state: SearchState, withRarer: boolean): Asked {
  const names = [...FACETS, ...(withRarer ? MORE_FACETS : [])];
  return { ...toAsked(state), facets: names.join(','), facetLimit: FACET_VALUES };
}

/** Addresses that the page of a search asks for as soon as it is opened. */
export function firstAsked(state: SearchState): readonly string[] {
  const page = { ...pageAsked(state, FIRST_PAGE), count: true };
  return [addressOf('/specimens', page), addressOf('/specimens/facets', facetsAsked(state, false))];
}
