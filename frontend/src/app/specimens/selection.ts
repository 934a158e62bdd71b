import { computed, DOCUMENT, inject, Injectable, signal } from '@angular/core';
import type { Params } from '@angular/router';
import type { BulkSelection } from '../ledger-client/bulk';
import { Session } from '../ledger-client/session';

interface Kept {
  readonly ids: readonly string[];
  readonly search?: string;
  readonly total?: number;
}

const KEPT_AS = 'ledger.selection';

/**
 * The specimens that are selected for a bulk act: by hand, or all that match a search. Kept under the account for as long as
 * the tab is open, so that a page that is loaded again finds it.
 */
@Injectable({ providedIn: 'root' })
export class Selection {
  private readonly storage = inject(DOCUMENT).defaultView?.sessionStorage;
  private readonly keptAs = `${KEPT_AS}.${inject(Session).account()?.id ?? ''}`;
  private readonly kept = signal<Kept>(this.read());

  /** Selected by hand; empty while all that match a search are. */
  readonly ids = computed<ReadonlySet<string>>(() => new Set(this.kept().ids));
  /** The search of which all are selected, as the query string of `GET /specimens`; undefined when some are, by hand. */
  readonly search = computed(() => this.kept().search);
  /** How many: of a search, as many as it found when it was selected. */
  readonly count = computed(() =>
    this.kept().search === undefined ? this.kept().ids.length : (this.kept().total ?? 0),
  );
  readonly isEmpty = computed(() => this.kept().search === undefined && this.kept().ids.length === 0);

  /** What a bulk act is sent; undefined while nothing is selected. */
  readonly order = computed<BulkSelection | undefined>(() => {
    const { search, ids } = this.kept();
    if (search !== undefined) return { search };
    return ids.length > 0 ? { ids } : undefined;
  });

  /** Address parameters of a bulk page, so that it can be kept and loaded again: those of the search, none for ids. */
  readonly params = computed<Params>(() => {
    const params: Record<string, string[]> = {};
    for (const [name, value] of new URLSearchParams(this.kept().search ?? '')) (params[name] ??= []).push(value);
    return params;
  });

  has(id: string): boolean {
    return this.kept().search !== undefined || this.ids().has(id);
  }

  /** Adds to or takes from those that are selected by hand. */
  set(ids: readonly string[], selected: boolean): void {
    const next = new Set(this.kept().ids);
    for (const id of ids) {
      if (selected) next.add(id);
      else next.delete(id);
    }
    this.keep({ ids: [...next] });
  }

  /** Selects all that a search finds. */
  selectAll(search: string, total: number): void {
    this.keep({ ids: [], search, total });
  }

  clear(): void {
    this.keep({ ids: [] });
  }

  private keep(kept: Kept): void {
    this.kept.set(kept);
    // A full or forbidden storage loses the selection with the page, no more.
    try {
      this.storage?.setItem(this.keptAs, JSON.stringify(kept));
    } catch {
      return;
    }
  }

  private read(): Kept {
    try {
      const kept = JSON.parse(this.storage?.getItem(this.keptAs) ?? 'null') as Kept | null;
      return kept && Array.isArray(kept.ids) ? kept : { ids: [] };
    } catch {
      return { ids: [] };
    }
  }
}
