import { inject, Injectable } from '@angular/core';
import type { TermChange, Terms } from '#domain/specimen/events.js';
import type { ReasonCode } from '#domain/terms/reason-code.js';
import { LedgerHttp } from './ledger-http';
import type { Outcome } from './problem';

/** Which specimens: all that a search finds (the query string of `GET /specimens`), or some by id. */
export type BulkSelection = { readonly search: string } | { readonly ids: readonly string[] };

/** The same determination for many specimens. */
export interface BulkDetermination {
  readonly terms: Terms;
  readonly identifiedBy?: readonly string[];
  readonly basedOn?: string;
  readonly accept?: boolean;
  readonly note?: string;
}

/** What happens to one term of many specimens. */
export interface BulkTermChange {
  readonly term: string;
  readonly where: 'any' | 'is' | 'contains' | 'absent';
  readonly was?: string;
  readonly now?: string;
}

/** What is done to many specimens. */
export type BulkOrder =
  | { readonly identify: BulkDetermination }
  | {
      readonly correct: {
        readonly changes: readonly BulkTermChange[];
        readonly reason: ReasonCode;
        readonly note?: string;
      };
    };

/** Result of a preview's job. */
export interface BulkPreview {
  readonly counts: { readonly change: number; readonly same: number; readonly refused: number };
}

/** What would become of one specimen. */
export interface BulkLine {
  readonly specimenId: string;
  readonly catalogNumber?: string;
  readonly scientificName?: string;
  readonly outcome: 'change' | 'same' | 'refused';
  readonly changes?: readonly TermChange[];
  readonly code?: string;
  readonly sentence?: string;
}

/** Result of the job of a bulk act, or of its undoing. */
export interface BulkResult {
  readonly bulkId: string;
  readonly done: number;
  readonly kept: number;
  readonly keptIds: readonly string[];
  readonly position?: string;
}

/** A bulk act as the ledger knows it. */
export interface ShownBulkAct {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly type: string;
  readonly events: number;
  readonly undoneEvents: number;
}

interface Ticket {
  readonly jobId: string;
}

/** Acts on many specimens: looked at first, done as one, taken back as one. */
@Injectable({ providedIn: 'root' })
export class BulkActs {
  private readonly http = inject(LedgerHttp);

  preview(selection: BulkSelection, order: BulkOrder): Promise<Outcome<Ticket>> {
    return this.http.send('POST', '/specimens/bulk/previews', { selection, ...order });
  }

  lines(
    previewJobId: string,
    outcome: BulkLine['outcome'],
    offset: number,
  ): Promise<Outcome<{ readonly items: readonly BulkLine[]; readonly next?: number }>> {
    return this.http.get(`/specimens/bulk/previews/${previewJobId}/lines`, { outcome, offset });
  }

  /** The preview's own id is the key: carried out twice, it is recorded once. */
  carryOut(previewJobId: string): Promise<Outcome<Ticket & { readonly bulkId: string }>> {
    return this.http.send('POST', '/specimens/bulk/acts', { previewJobId }, { key: `bulk ${previewJobId}` });
  }

  show(id: string, atLeast?: string): Promise<Outcome<ShownBulkAct>> {
    return this.http.get(`/specimens/bulk/acts/${id}`, { atLeast });
  }

  undo(id: string): Promise<Outcome<Ticket>> {
    return this.http.send('POST', `/specimens/bulk/acts/${id}/undo`, {});
  }
}
