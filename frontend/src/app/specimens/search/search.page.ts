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
import { MatButtonModule } from '@angular/material/button';
import { ActivatedRoute, Router } from '@angular/router';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { ProblemNote } from '../../ui/problem-note';
import { Words } from '../../words/words';
import { FacetPanel } from './facet-panel';
import { Found } from './found';
import { ResultRow } from './result-row';
import {
  type ConditionName,
  type Facet,
  isNarrowed,
  readState,
  type SearchState,
  SORTS,
  toAddress,
  toggled,
  withCondition,
} from './search-state';
import { ValueNames } from './value-names';

const TYPING_PAUSE = 180;

interface Chip {
  readonly facet?: Facet;
  readonly condition?: ConditionName;
  readonly value: string;
  readonly label: string;
}

/** Finding specimens: by words, narrowed by what the found ones have in common. The whole search is in the address. */
@Component({
  selector: 'app-search-page',
  imports: [FacetPanel, ResultRow, ProblemNote, Icon, Dialog, MatButtonModule],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './search.page.html',
  styleUrl: './search.page.scss',
  host: { '(document:keydown)': 'reach($event)' },
})
export class SearchPage {
  protected readonly words = inject(Words);
  protected readonly found = inject(Found);
  private readonly names = inject(ValueNames);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box');

  private readonly params = toSignal(this.route.queryParamMap, { requireSync: true });
  protected readonly state = computed(() => readState(this.params()));
  protected readonly sorts = SORTS;
  protected readonly isDrawerOpen = signal(false);
  protected readonly isNarrowed = computed(() => isNarrowed(this.state()));
  protected readonly chips = computed(() => this.chipsOf(this.state()));
  protected readonly skeletons = Array.from({ length: 8 }, (_, index) => index);
  private typing: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    effect(() => {
      const state = this.state();
      untracked(() => void this.found.search(state));
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(this.typing));
  }

  protected type(event: Event): void {
    const q = (event.target as HTMLInputElement).value;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.show({ ...this.state(), q }, true), TYPING_PAUSE);
  }

  protected show(state: SearchState, replaceUrl = false): void {
    void this.router.navigate([], { relativeTo: this.route, queryParams: toAddress(state), replaceUrl });
  }

  protected sortBy(event: Event): void {
    this.show({ ...this.state(), sort: (event.target as HTMLSelectElement).value });
  }

  protected remove(chip: Chip): void {
    if (chip.facet) this.show(toggled(this.state(), chip.facet, chip.value));
    if (chip.condition) this.show(withCondition(this.state(), chip.condition, ''));
  }

  protected clear(): void {
    this.show({ ...this.state(), values: {}, conditions: {} });
  }

  /** A slash goes to the search box, from anywhere but a field. */
  protected reach(event: KeyboardEvent): void {
    const inField =
      event.target instanceof HTMLElement && event.target.matches('input, textarea, select, [contenteditable]');
    if (event.key !== '/' || inField || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.box().nativeElement.focus();
    this.box().nativeElement.select();
  }

  private chipsOf({ values, conditions }: SearchState): readonly Chip[] {
    const chosen = Object.entries(values).flatMap(([facet, list]) =>
      list.map((value) => ({ facet: facet as Facet, value, label: this.names.of(facet, value) })),
    );
    const set = Object.entries(conditions).map(([condition, value]) => ({
      condition: condition as ConditionName,
      value,
      label: this.names.of(condition, value),
    }));
    return [...chosen, ...set];
  }
}
