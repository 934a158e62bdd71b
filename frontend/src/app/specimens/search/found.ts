import { computed, inject, Injectable, signal } from '@angular/core';
import type { Params } from '@angular/router';
import type { Outcome, Problem } from '../../ledger-client/problem';
import { type FoundSpecimen, type SpecimenFacets, type SpecimenPage, Specimens } from '../../ledger-client/specimens';
import { facetsAsked, FIRST_PAGE, pageAsked } from './first-asked';
import { type SearchState, toAddress, toAsked } from './search-state';

const PAGE = 100;
const MOST_REFRESHED = 200;

/**
 * What the last search found, kept while other pages are open: going back shows the list as it was, at once and as long as
 * it was, and looks again behind it. The next page is always fetched before it is wanted.
 */
@Injectable({ providedIn: 'root' })
export class Found {
  private readonly specimens = inject(Specimens);
  private key: string | undefined;
  private state: SearchState | undefined;
  private asking = 0;
  /** The search that was begun before its page was there. */
  private begun: { readonly key: string; readonly done: Promise<void> } | undefined;
  private ahead: Promise<Outcome<SpecimenPage>> | undefined;
  /** How far each view was scrolled, in pixels. */
  private place: { readonly key: string | undefined; readonly view: string; readonly top: number } | undefined;

  readonly items = signal<readonly FoundSpecimen[]>([]);
  readonly next = signal<string | undefined>(undefined);
  readonly total = signal<number | undefined>(undefined);
  readonly facets = signal<SpecimenFacets>({});
  readonly problem = signal<Problem | undefined>(undefined);
  readonly isLoading = signal(false);
  readonly isLoadingMore = signal(false);
  /** Whether the rarer facets are wanted too. */
  readonly wantsMoreFacets = signal(false);
  /** Grows with each other search: what is shown begins again at its top. */
  readonly turn = signal(0);
  /** Whether any answer of this search is here. */
  readonly isAnswered = computed(() => this.total() !== undefined);

  /** The address of the last search. */
  address(): Params {
    return this.state ? toAddress(this.state) : {};
  }

  /** Searches before the page is there that will ask for the same. */
  begin(state: SearchState): Promise<void> {
    const done = this.search(state);
    this.begun = { key: this.key!, done };
    return done;
  }

  /** Searches; the list before stays until the answer comes, so that nothing jumps. */
  async search(state: SearchState): Promise<void> {
    const key = JSON.stringify([toAsked(state), state.sort]);
    const begun = this.begun;
    this.begun = undefined;
    if (begun?.key === key && !this.problem()) return begun.done;
    const again = key === this.key;
    this.key = key;
    this.state = state;
    const limit = again ? Math.max(FIRST_PAGE, this.items().length) : FIRST_PAGE;
    if (limit <= MOST_REFRESHED) await this.load(state, limit, again);
  }

  /** Adds the next page to the list: the one that is here already, as a rule. */
  async more(): Promise<void> {
    const turn = this.asking;
    if (!this.next() || this.isLoadingMore()) return;
    this.isLoadingMore.set(true);
    const outcome = await (this.ahead ?? this.nextPage());
    this.isLoadingMore.set(false);
    if (turn !== this.asking || !outcome) return;
    this.ahead = undefined;
    if (!outcome.ok) return this.problem.set(outcome.problem);
    this.problem.set(undefined);
    this.items.update((items) => [...items, ...outcome.value.items]);
    this.next.set(outcome.value.next);
    this.ahead = this.nextPage();
  }

  /** Counts the rarer facets as well, from now on. */
  async countMore(): Promise<void> {
    if (this.wantsMoreFacets()) return;
    this.wantsMoreFacets.set(true);
    if (!this.state) return;
    const counted = await this.countFacets(this.state);
    if (counted.ok) this.facets.set(counted.value);
  }

  /** Remembers how far a view was scrolled. */
  keepPlace(view: string, top: number): void {
    this.place = { key: this.key, view, top };
  }

  /** How far a view was scrolled when this search was left; 0 for another search. */
  placeOf(view: string): number {
    const { key, view: kept, top = 0 } = this.place ?? {};
    return key === this.key && kept === view ? top : 0;
  }

  private nextPage(): Promise<Outcome<SpecimenPage>> | undefined {
    const [state, cursor] = [this.state, this.next()];
    if (!state || !cursor) return undefined;
    return this.specimens.search({ ...pageAsked(state, PAGE), cursor });
  }

  private async load(state: SearchState, limit: number, again: boolean): Promise<void> {
    const turn = ++this.asking;
    this.isLoading.set(true);
    const outcome = await this.specimens.search({ ...pageAsked(state, limit), count: true });
    if (turn !== this.asking) return;
    this.isLoading.set(false);
    this.problem.set(outcome.ok ? undefined : outcome.problem);
    if (outcome.ok) {
      this.items.set(outcome.value.items);
      this.next.set(outcome.value.next);
      this.total.set(outcome.value.total ?? outcome.value.items.length);
      if (!again) this.turn.update((n) => n + 1);
      this.ahead = undefined;
    }
    // One after the other: what is looked at first waits for nothing else that the server does.
    const counted = await this.countFacets(state);
    if (turn !== this.asking) return;
    if (counted.ok) this.facets.set(counted.value);
    if (!this.ahead && !this.isLoadingMore()) this.ahead = this.nextPage();
  }

  private countFacets(state: SearchState): Promise<Outcome<SpecimenFacets>> {
    return this.specimens.facets(facetsAsked(state, this.wantsMoreFacets()));
  }
}
