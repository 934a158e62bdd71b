import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { Dialog } from '../../ui/dialog';
import { Words } from '../../words/words';
import { ColumnChooser } from './column-chooser';
import { ExportPanel } from './export-panel';
import { FacetPanel } from './facet-panel';
import { Found } from './found';
import { QueryBuilder } from './query-builder';
import { SavedSearchesPanel } from './saved-searches-panel';
import { queryOf, type SearchState } from './search-state';

/** What opens above the page of a search. */
export type SearchDialog = 'filters' | 'query' | 'columns' | 'saved' | 'export' | 'exportSelected';

/** The dialog that is open above the page of a search. Its code comes when the first of them is opened. */
@Component({
  selector: 'app-search-dialogs',
  imports: [ColumnChooser, Dialog, ExportPanel, FacetPanel, QueryBuilder, SavedSearchesPanel],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './search-dialogs.html',
  styles: `
    .show {
      position: sticky;
      bottom: 0;
      width: 100%;
      margin-top: 12px;
    }
  `,
})
export class SearchDialogs {
  protected readonly words = inject(Words);
  protected readonly found = inject(Found);
  readonly what = input.required<SearchDialog>();
  readonly state = input.required<SearchState>();
  /** Another search, by the filters. */
  readonly narrowed = output<SearchState>();
  /** A query as the builder writes it; empty for none. */
  readonly asked = output<string>();
  /** The address of a saved search. */
  readonly opened = output<string>();
  readonly closed = output<void>();
  protected readonly address = computed(() => queryOf(this.state()));
}
