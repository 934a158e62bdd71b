import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  type ElementRef,
  inject,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { Session } from '../../ledger-client/session';
import { Shortcuts } from '../../shell/shortcuts';
import { Icon, type IconName } from '../../ui/icon';
import { ProblemNote } from '../../ui/problem-note';
import { Words } from '../../words/words';
import { FacetPanel } from './facet-panel';
import { Found } from './found';
import { ResultMap } from './map/result-map';
import { ResultCards } from './result-cards';
import { ResultTable } from './result-table';
import {
  isNarrowed,
  readState,
  type SearchState,
  type SearchView,
  SORTS,
  toAddress,
  queryOf,
  toggled,
  VIEWS,
  withFilter,
} from './search-state';
import { type SearchDialog, SearchDialogs } from './search-dialogs';
import { SelectionBar } from './selection-bar';
import { ValueNames } from './value-names';

const TYPING_PAUSE = 180;
const ICONS: Readonly<Record<SearchView, IconName>> = { list: 'list', table: 'table', cards: 'cards', map: 'map' };

interface Chip {
  readonly filter: string;
  readonly value: string;
  readonly label: string;
}

/** Finding specimens: by words, narrowed by what the found ones have in common. The whole search is in the address. */
@Component({
  selector: 'app-search-page',
  imports: [
    FacetPanel,
    Icon,
    ProblemNote,
    ResultCards,
    ResultMap,
    ResultTable,
    RouterLink,
    SearchDialogs,
    SelectionBar,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './search.page.html',
  styleUrl: './search.page.scss',
  host: { '(document:keydown)': 'reach($event)' },
})
export class SearchPage {
  protected readonly words = inject(Words);
  protected readonly found = inject(Found);
  protected readonly session = inject(Session);
  private readonly shortcuts = inject(Shortcuts);
  private readonly names = inject(ValueNames);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box');

  private readonly params = toSignal(this.route.queryParamMap, { requireSync: true });
  protected readonly state = computed(() => readState(this.params()));
  /** The usual orders, and the one that a column of the table was sorted by. */
  protected readonly sorts = computed(() => {
    const { sort } = this.state();
    const usual = SORTS.map((value) => ({ value: value as string, name: this.words.say(`search.sortBy.${value}`) }));
    if (usual.some(({ value }) => value === sort)) return usual;
    const name = `${this.names.column(sort.replace(/^-/, ''))} ${sort.startsWith('-') ? '↓' : '↑'}`;
    return [...usual, { value: sort, name }];
  });
  protected readonly views = VIEWS;
  protected readonly icons = ICONS;
  protected readonly open = signal<SearchDialog | undefined>(undefined);
  protected readonly isNarrowed = computed(() => isNarrowed(this.state()));
  protected readonly chips = computed(() => this.chipsOf(this.state()));
  protected readonly skeletons = Array.from({ length: 8 }, (_, index) => index);
  private typing: ReturnType<typeof setTimeout> | undefined;
  /** The search that was asked for before the address says it. */
  private asked: string | undefined;

  constructor() {
    effect(() => {
      const state = this.state();
      if (queryOf(state) !== this.asked) untracked(() => void this.found.search(state));
      this.asked = undefined;
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(this.typing));
  }

  protected type(event: Event): void {
    const q = (event.target as HTMLInputElement).value;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => {
      const state = { ...this.state(), q };
      // Asked at once: the address may follow.
      this.asked = queryOf(state);
      void this.found.search(state);
      this.show(state, true);
    }, TYPING_PAUSE);
  }

  protected show(state: SearchState, replaceUrl = false): void {
    void this.router.navigate([], { relativeTo: this.route, queryParams: toAddress(state), replaceUrl });
  }

  protected showAs(view: SearchView): void {
    this.show({ ...this.state(), view }, true);
  }

  protected sortBy(sort: string): void {
    this.show({ ...this.state(), sort });
  }

  protected sortChosen(event: Event): void {
    this.sortBy((event.target as HTMLSelectElement).value);
  }

  protected ask(where: string): void {
    this.open.set(undefined);
    this.show(withFilter(this.state(), 'where', [where]));
  }

  /** Opens a saved search. */
  protected openSaved(search: string): void {
    this.open.set(undefined);
    void this.router.navigateByUrl(`/specimens?${search}`);
  }

  protected remove({ filter, value }: Chip): void {
    this.show(toggled(this.state(), filter, value));
  }

  protected clear(): void {
    this.show({ ...this.state(), filters: {} });
  }

  /** A slash goes to the search box, from anywhere but a field. */
  protected reach(event: KeyboardEvent): void {
    if (event.key !== '/' || !this.shortcuts.mayAct(event)) return;
    event.preventDefault();
    this.box().nativeElement.focus();
    this.box().nativeElement.select();
  }

  private chipsOf({ filters }: SearchState): readonly Chip[] {
    return Object.entries(filters).flatMap(([filter, values]) =>
      values.map((value) => ({ filter, value, label: this.names.filter(filter, value) })),
    );
  }
}
