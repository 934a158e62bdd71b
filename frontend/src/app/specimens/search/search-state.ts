import type { ParamMap, Params } from '@angular/router';
import type { Asked } from '../../ledger-client/ledger-http';

/** Columns that are counted and filtered by, in the order of the panel. */
export const FACETS = [
  'family',
  'genus',
  'country',
  'stateProvince',
  'recordedBy',
  'typeStatus',
  'decade',
  'issue',
  'collectionId',
] as const;
export type Facet = (typeof FACETS)[number];

/** Conditions that are on or off, or a bound. */
export const CONDITIONS = ['hasMedia', 'unidentified', 'voided', 'eventDate.from', 'eventDate.to', 'importId'] as const;
export type ConditionName = (typeof CONDITIONS)[number];

/** Orders that a list can have; without a choice, what was changed last comes first. */
export const SORTS = ['', 'catalogNumber', 'scientificName', 'collector', 'eventDate', '-eventDate'] as const;
export const USUAL_SORT = '-modifiedAt';

/** What is being searched: all of it is in the page's address, so that it can be kept, sent and gone back to. */
export interface SearchState {
  readonly q: string;
  readonly sort: string;
  readonly values: Readonly<Partial<Record<Facet, readonly string[]>>>;
  readonly conditions: Readonly<Partial<Record<ConditionName, string>>>;
}

/** Reads a page's address; what it does not know it leaves out. */
export function readState(params: ParamMap): SearchState {
  const values: Partial<Record<Facet, readonly string[]>> = {};
  for (const facet of FACETS) if (params.has(facet)) values[facet] = params.getAll(facet);
  const conditions: Partial<Record<ConditionName, string>> = {};
  for (const name of CONDITIONS) if (params.get(name)) conditions[name] = params.get(name) as string;
  return { q: params.get('q') ?? '', sort: params.get('sort') ?? '', values, conditions };
}

/** The address of a search. */
export function toAddress(state: SearchState): Params {
  return {
    ...(state.q && { q: state.q }),
    ...(state.sort && { sort: state.sort }),
    ...state.values,
    ...state.conditions,
  };
}

/** What the server is asked for a search, without paging. */
export function toAsked({ q, values, conditions }: SearchState): Asked {
  return { ...(q && { q }), ...values, ...conditions };
}

/** The search with one value of a facet added or taken away. */
export function toggled(state: SearchState, facet: Facet, value: string): SearchState {
  const before = state.values[facet] ?? [];
  const after = before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
  const values = { ...state.values, [facet]: after };
  if (after.length === 0) delete values[facet];
  return { ...state, values };
}

/** The search with one condition set, or taken away by an empty text. */
export function withCondition(state: SearchState, name: ConditionName, value: string): SearchState {
  const conditions = { ...state.conditions, [name]: value };
  if (!value) delete conditions[name];
  return { ...state, conditions };
}

/** Whether anything narrows the search. */
export function isNarrowed(state: SearchState): boolean {
  return Object.keys(state.values).length + Object.keys(state.conditions).length > 0;
}
