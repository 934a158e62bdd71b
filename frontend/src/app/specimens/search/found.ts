import { computed, inject, Injectable, signal } from '@angular/core';
import type { Params } from '@angular/router';
import type { Problem } from '../../ledger-client/problem';
import { type FoundSpecimen, type SpecimenFacets, Specimens } from '../../ledger-client/specimens';
import { FACETS, type SearchState, toAddress, toAsked, USUAL_SORT } from './search-state';

const PAGE = 50;
const MOST_REFRESHED = 200;
const FACET_VALUES = 30;

/**
 * What the last search found, kept while other pages are open: going back shows the list as it was, at once and as long as
 * it was, and looks again behind it.
 */
@Injectable({ providedIn: 'root' })
export class Found {
  private readonly specimens = inject(Specimens);
  private key: string | undefined;
  private state: SearchState | undefined;
  private asking = 0;

  readonly items = signal<readonly FoundSpecimen[]>([]);
  readonly next = signal<string | undefined>(undefined);
  readonly total = signal<number | undefined>(undefined);
  readonly facets = signal<SpecimenFacets>({});
  readonly problem = signal<Problem | undefined>(undefined);
  readonly isLoading = signal(false);
  readonly isLoadingMore = signal(false);
  /** Whether any answer of this search is here. */
  readonly isAnswered = computed(() => this.total() !== undefined);

  /** The address of the last search. */
  address(): Params {
    return this.state ? toAddress(this.state) : {};
  }

  /** Searches; the list before stays until the answer comes, so that nothing jumps. */
  async search(state: SearchState): Promise<void> {
    const key = JSON.stringify(toAddress(state));
    const again = key === this.key;
    this.key = key;
    this.state = state;
    const limit = again ? Math.max(PAGE, this.items().length) : PAGE;
    if (limit <= MOST_REFRESHED) await this.load(state, limit);
  }

  /** Adds the next page to the list. */
  async more(): Promise<void> {
    const [state, cursor, turn] = [this.state, this.next(), this.asking];
    if (!state || !cursor || this.isLoadingMore()) return;
    this.isLoadingMore.set(true);
    const outcome = await this.specimens.search({ ...toAsked(state), ...sorting(state), limit: PAGE, cursor });
    this.isLoadingMore.set(false);
    if (turn !== this.asking) return;
    if (!outcome.ok) return this.problem.set(outcome.problem);
    this.problem.set(undefined);
    this.items.update((items) => [...items, ...outcome.value.items]);
    this.next.set(outcome.value.next);
  }

  private async load(state: SearchState, limit: number): Promise<void> {
    const turn = ++this.asking;
    this.isLoading.set(true);
    const asked = toAsked(state);
    const counting = this.specimens.facets({ ...asked, facets: FACETS.join(','), facetLimit: FACET_VALUES });
    const outcome = await this.specimens.search({ ...asked, ...sorting(state), limit, count: true });
    if (turn !== this.asking) return;
    this.isLoading.set(false);
    this.problem.set(outcome.ok ? undefined : outcome.problem);
    if (outcome.ok) {
      this.items.set(outcome.value.items);
      this.next.set(outcome.value.next);
      this.total.set(outcome.value.total ?? outcome.value.items.length);
    }
    const counted = await counting;
    if (turn === this.asking && counted.ok) this.facets.set(counted.value);
  }
}

function sorting({ sort }: SearchState): { sort: string } {
  return { sort: sort || USUAL_SORT };
}
