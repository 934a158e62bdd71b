import { Rejection, unreachable, type Aggregate } from '../kernel/decider.js';
import { fact, sameData } from '../kernel/fact.js';
import type { SavedSearchCommand, SaveSearch } from './commands.js';
import type {
  KeptSearch,
  SavedSearchChanged,
  SavedSearchDiscarded,
  SavedSearchEvent,
  SavedSearchRenamed,
  SavedSearchShared,
  SearchSaved,
} from './events.js';

/** A saved search that was kept once; `savedAs`: what a repeated request is compared with. */
export interface KnownSearch {
  readonly status: 'kept' | 'discarded';
  readonly search: KeptSearch;
  readonly savedAs: KeptSearch;
}
/** A saved search's state: not there yet, kept, or discarded. */
export type SavedSearchState = { readonly status: 'unknown' } | KnownSearch;

function decide(state: SavedSearchState, command: SavedSearchCommand): readonly SavedSearchEvent[] {
  if (command.type === 'SaveSearch') return save(state, command);
  if (state.status === 'unknown')
    throw new Rejection('SAVED_SEARCH_UNKNOWN', 'There is no such saved search: save it first.');
  if (command.type === 'DiscardSavedSearch')
    return state.status === 'discarded' ? [] : [fact<SavedSearchDiscarded>('SavedSearchDiscarded', {})];
  if (state.status === 'discarded')
    throw new Rejection('SAVED_SEARCH_DISCARDED', 'This saved search was taken off the list: save it anew.');
  const { name, search, shared } = state.search;
  switch (command.type) {
    case 'RenameSavedSearch':
      return command.name === name ? [] : [fact<SavedSearchRenamed>('SavedSearchRenamed', { name: command.name })];
    case 'ChangeSavedSearch':
      return command.search === search
        ? []
        : [fact<SavedSearchChanged>('SavedSearchChanged', { search: command.search })];
    case 'ShareSavedSearch':
      return command.shared === shared
        ? []
        : [fact<SavedSearchShared>('SavedSearchShared', { shared: command.shared })];
    default:
      return unreachable(command);
  }
}

function save(state: SavedSearchState, command: SaveSearch): readonly SavedSearchEvent[] {
  const { type: _type, ...search } = command;
  if (state.status === 'unknown') return [fact<SearchSaved>('SearchSaved', search)];
  if (sameData(state.savedAs, search)) return [];
  throw new Rejection(
    'SAVED_SEARCH_EXISTS',
    `This search is kept already as ${state.search.name}: change it instead.`,
    {
      name: state.search.name,
    },
  );
}

function evolve(state: SavedSearchState, fact: SavedSearchEvent): SavedSearchState {
  if (fact.type === 'SearchSaved') return { status: 'kept', search: fact.data, savedAs: fact.data };
  if (state.status === 'unknown') return state;
  switch (fact.type) {
    case 'SavedSearchRenamed':
    case 'SavedSearchChanged':
    case 'SavedSearchShared':
      return { ...state, search: { ...state.search, ...fact.data } };
    case 'SavedSearchDiscarded':
      return { ...state, status: 'discarded' };
    default:
      return state;
  }
}

/** A search that somebody keeps under a name, alone or for all. Stream `savedSearch-{savedSearchId}`. */
export const savedSearch: Aggregate<SavedSearchState, SavedSearchCommand, SavedSearchEvent> = {
  category: 'savedSearch',
  initial: { status: 'unknown' },
  decide,
  evolve,
  guards: {
    SaveSearch: 'rules',
    RenameSavedSearch: 'rules',
    ChangeSavedSearch: 'rules',
    ShareSavedSearch: 'rules',
    DiscardSavedSearch: 'rules',
  },
  events: {
    SearchSaved: 1,
    SavedSearchRenamed: 1,
    SavedSearchChanged: 1,
    SavedSearchShared: 1,
    SavedSearchDiscarded: 1,
  },
};
