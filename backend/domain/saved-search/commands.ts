import { IsBoolean, IsIn } from 'class-validator';
import { Id, Text } from '../kernel/fields.js';

/** The longest query that is kept, in UTF-16 units. */
const LONGEST_SEARCH = 20_000;
const LONGEST_NAME = 200;

/** Keeps a search under a name. */
export class SaveSearch {
  @IsIn(['SaveSearch']) readonly type = 'SaveSearch';
  /** Account that keeps it. */
  @Id() readonly ownerId: string;
  /** What it is called in the list. */
  @Text(LONGEST_NAME) readonly name: string;
  /** Query string of the search page: words, filters, order, view. */
  @Text(LONGEST_SEARCH) readonly search: string;
  /** Whether everybody who may search sees it. */
  @IsBoolean() readonly shared: boolean;
}

/** Gives a saved search another name. */
export class RenameSavedSearch {
  @IsIn(['RenameSavedSearch']) readonly type = 'RenameSavedSearch';
  /** What it is called from now on. */
  @Text(LONGEST_NAME) readonly name: string;
}

/** Puts another query under the name. */
export class ChangeSavedSearch {
  @IsIn(['ChangeSavedSearch']) readonly type = 'ChangeSavedSearch';
  /** Query string of the search page: words, filters, order, view. */
  @Text(LONGEST_SEARCH) readonly search: string;
}

/** Shows a saved search to everybody who may search, or to its owner only. */
export class ShareSavedSearch {
  @IsIn(['ShareSavedSearch']) readonly type = 'ShareSavedSearch';
  /** Whether everybody who may search sees it. */
  @IsBoolean() readonly shared: boolean;
}

/** Takes a saved search off the list. */
export class DiscardSavedSearch {
  @IsIn(['DiscardSavedSearch']) readonly type = 'DiscardSavedSearch';
}

/** Everything that may be asked of a saved search. */
export type SavedSearchCommand =
  SaveSearch | RenameSavedSearch | ChangeSavedSearch | ShareSavedSearch | DiscardSavedSearch;
