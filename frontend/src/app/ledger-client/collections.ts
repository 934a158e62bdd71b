import { inject, Injectable } from '@angular/core';
import type { CollectionNumbers, CollectionOverview } from '#projections/collection-overview/view.js';
import { LedgerHttp, type Receipt } from './ledger-http';
import type { Outcome } from './problem';

/** A collection as the list names it. */
export type ListedCollection = CollectionOverview & { readonly id: string };

/** The collections that the reader may see, and their numbers. */
@Injectable({ providedIn: 'root' })
export class Collections {
  private readonly http = inject(LedgerHttp);

  async list(atLeast?: string): Promise<Outcome<readonly ListedCollection[]>> {
    const outcome = await this.http.get<{ items: readonly ListedCollection[] }>('/collections', { atLeast });
    return outcome.ok ? { ok: true, value: outcome.value.items } : outcome;
  }

  numbers(id: string): Promise<Outcome<CollectionNumbers>> {
    return this.http.get(`/collections/${encodeURIComponent(id)}/overview`);
  }

  establish(
    description: { institutionCode: string; collectionCode: string; name: string },
    key: string,
  ): Promise<Outcome<Receipt>> {
    return this.http.send('POST', '/collections', description, { key });
  }
}
