import type { ParamMap, Params } from '@angular/router';
import type { Asked } from '../../ledger-client/address';
import { columnNamed } from './columns';

/** Columns that are counted in the panel, in its order; those behind the first line when somebody asks for more. */
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
export const MORE_FACETS = [
  'order',
  'identifiedBy',
  'institutionCode',
  'basisOfRecord',
  'preparations',
  'sex',
  'lifeStage',
] as const;
export type Facet = (typeof FACETS)[number] | (typeof MORE_FACETS)[number];

/** How the found ones are shown. */
export const VIEWS = ['list', 'table', 'cards', 'map'] as const;
export type SearchView = (typeof VIEWS)[number];

const OPERATORS: ReadonlySet<string> = new Set(['not', 'prefix', 'contains', 'from', 'to', 'exists']);
const AREAS: ReadonlySet<string> = new Set(['bbox', 'polygon', 'where']);

/** Orders that the list offers; without a choice, what was changed last comes first. */
export const SORTS = ['', 'catalogNumber', 'scientificName', 'collector', 'eventDate', '-eventDate'] as const;
export const USUAL_SORT = '-modifiedAt';

/** What is being searched: all of it is in the page's address, so that it can be kept, sent and gone back to. */
export interface SearchState {
  readonly q: string;
  readonly sort: string;
  readonly view: SearchView;
  /** By parameter of the address, which the server's are too: `family`, `eventDate.from`, `bbox`, `polygon`, `where`. */
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

/** Reads a page's address; what it does not know it leaves out. */
export function readState(params: Omit<ParamMap, 'has'>): SearchState {
  const filters: Record<string, readonly string[]> = {};
  for (const name of params.keys) {
    const values = params.getAll(name).filter((value) => value !== '');
    if (values.length > 0 && isFilter(name)) filters[name] = values;
  }
  const view = VIEWS.find((one) => one === params.get('view')) ?? 'list';
  return { q: params.get('q') ?? '', sort: params.get('sort') ?? '', view, filters };
}

function isFilter(name: string): boolean {
  const [column = '', operator, ...more] = name.split('.');
  if (AREAS.has(name)) return true;
  return columnNamed(column) !== undefined && more.length === 0 && (operator === undefined || OPERATORS.has(operator));
}

/** The address of a search. */
export function toAddress(state: SearchState): Params {
  return {
    ...(state.q && { q: state.q }),
    ...(state.sort && { sort: state.sort }),
    ...(state.view !== 'list' && { view: state.view }),
    ...state.filters,
  };
}

/** What the server is asked for a search, without order and paging. */
export function toAsked({ q, filters }: SearchState): Asked {
  return { ...(q && { q }), ...filters };
}

/** The search as a query string of `GET /specimens`. */
export function toQuery(state: SearchState): string {
  return printed(toAsked(state));
}

/** The search as the query string of its page: order and view as well. */
export function queryOf(state: SearchState): string {
  return printed(toAddress(state));
}

function printed(params: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params))
    for (const one of Array.isArray(value) ? (value as readonly string[]) : [String(value)]) query.append(name, one);
  return query.toString();
}

/** The search with one value of a filter added or taken away. */
export function toggled(state: SearchState, filter: string, value: string): SearchState {
  const before = state.filters[filter] ?? [];
  return withFilter(state, filter, before.includes(value) ? before.filter((one) => one !== value) : [...before, value]);
}

/** The search with one filter set, or taken away when there are no values. */
export function withFilter(state: SearchState, filter: string, values: readonly string[]): SearchState {
  const filters = { ...state.filters, [filter]: values };
  if (values.length === 0 || values.every((value) => value === '')) delete filters[filter];
  return { ...state, filters };
}

/** Whether anything narrows the search. */
export function isNarrowed(state: SearchState): boolean {
  return Object.keys(state.filters).length > 0;
}
