import { inject, Injectable, signal } from '@angular/core';
import type { SavedSearch } from '#projections/saved-search-list/view.js';
import { LedgerHttp, newKey, type Receipt } from './ledger-http';
import type { Outcome, Problem } from './problem';

/** A saved search as the list has it: one's own, or one that somebody shares. */
export type ListedSearch = SavedSearch & { readonly id: string; readonly own: boolean; readonly ownerName: string };

/** Searches that people keep under a name. */
@Injectable({ providedIn: 'root' })
export class SavedSearches {
  private readonly http = inject(LedgerHttp);
  readonly items = signal<readonly ListedSearch[] | undefined>(undefined);
  readonly problem = signal<Problem | undefined>(undefined);

  async load(atLeast?: string): Promise<void> {
    const outcome = await this.http.get<{ items: readonly ListedSearch[] }>('/saved-searches', { atLeast });
    this.problem.set(outcome.ok ? undefined : outcome.problem);
    if (outcome.ok) this.items.set(outcome.value.items);
  }

  save(name: string, search: string, shared: boolean, key: string): Promise<boolean> {
    return this.done(this.http.send('POST', '/saved-searches', { name, search, shared }, { key }));
  }

  rename(id: string, name: string): Promise<boolean> {
    return this.change(id, 'renaming', { name });
  }

  replace(id: string, search: string): Promise<boolean> {
    return this.change(id, 'change', { search });
  }

  share(id: string, shared: boolean): Promise<boolean> {
    return this.change(id, 'sharing', { shared });
  }

  discard(id: string): Promise<boolean> {
    return this.change(id, 'discarding', {});
  }

  private change(id: string, what: string, body: object): Promise<boolean> {
    return this.done(this.http.send('POST', `/saved-searches/${id}/${what}`, body, { key: newKey() }));
  }

  /** Reads the list again with what was done, or says why it was not. */
  private async done(sent: Promise<Outcome<Receipt>>): Promise<boolean> {
    const outcome = await sent;
    if (outcome.ok) await this.load(outcome.value.position);
    else this.problem.set(outcome.problem);
    return outcome.ok;
  }
}
