import { inject, Injectable } from '@angular/core';
import type { AuditLine } from '#projections/audit-trail/view.js';
import { addressOf, type Asked } from './address';
import { LedgerHttp } from './ledger-http';
import type { Outcome } from './problem';

/** What is asked of the audit trail: every line, or a report. */
export type Inquiry = 'lines' | 'corrections' | 'own-work';

/** A line with names for ids, and before and after where something changed. */
export type ToldLine = AuditLine & {
  readonly id: string;
  readonly actorName: string;
  readonly about?: {
    readonly catalogNumber?: string;
    readonly scientificName?: string;
    readonly name?: string;
    readonly collectionId?: string;
  };
  readonly changes?: readonly { readonly term: string; readonly was?: string; readonly now?: string }[];
  readonly names?: Readonly<Record<string, string>>;
  readonly note?: string;
  readonly ofAccepted?: boolean;
  readonly typeStatus?: readonly string[];
  readonly ownWork?: string;
  readonly workedAt?: string;
};

/** A page of lines; a report's can be short although more follow. */
export interface LinePage {
  readonly items: readonly ToldLine[];
  readonly next?: string;
  readonly total?: number;
}

/** Who did what, per month. */
export interface ActivityReport {
  readonly months: readonly string[];
  readonly people: readonly {
    readonly actorId: string;
    readonly actorName: string;
    readonly total: number;
    readonly perMonth: readonly number[];
    readonly kinds: readonly { readonly type: string; readonly total: number; readonly perMonth: readonly number[] }[];
  }[];
}

/** Reading the audit trail. */
@Injectable({ providedIn: 'root' })
export class Audit {
  private readonly http = inject(LedgerHttp);

  search(inquiry: Inquiry, asked: Asked): Promise<Outcome<LinePage>> {
    return this.http.get(inquiry === 'lines' ? '/audit' : `/audit/${inquiry}`, asked);
  }

  async people(): Promise<Outcome<readonly { readonly id: string; readonly name: string }[]>> {
    const outcome = await this.http.get<{ items: readonly { id: string; name: string }[] }>('/audit/people');
    return outcome.ok ? { ok: true, value: outcome.value.items } : outcome;
  }

  activity(from?: string, to?: string): Promise<Outcome<ActivityReport>> {
    return this.http.get('/audit/activity', { from, to });
  }

  /** Where what was found is taken out from. */
  exportAddress(what: Inquiry, format: 'csv' | 'jsonl', asked: Asked): string {
    return addressOf('/audit/export', { what, format, ...asked });
  }
}
