import { inject, Injectable } from '@angular/core';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { SpecimenSearchRow } from '#projections/specimen-search/view.js';
import type { HistoryEntry } from './history-entry';
import type { Asked } from './address';
import { LedgerHttp } from './ledger-http';
import type { Outcome } from './problem';

/** One line of a search. */
export type FoundSpecimen = SpecimenSearchRow & { readonly id: string; readonly revision: number };

/** A page of a search; `next` is absent on the last one. */
export interface SpecimenPage {
  readonly items: readonly FoundSpecimen[];
  readonly next?: string;
  readonly total?: number;
  readonly position?: string;
}

/** Values with how many of the found specimens have them, most first. */
export type SpecimenFacets = Readonly<
  Record<string, readonly { readonly value: string | number; readonly count: number }[]>
>;

/** A cell of the map with how many of the found specimens lie in it, their middle, and one of them. */
export interface MapCell {
  readonly x: number;
  readonly y: number;
  readonly count: number;
  readonly longitude: number;
  readonly latitude: number;
  readonly id: string;
}

/** Cells, and the pictures to draw them on where the settings of the server name some. */
export interface MapAnswer {
  readonly cells: readonly MapCell[];
  readonly tiles?: { readonly url: string; readonly credit: string };
}

/** Finding and reading specimens. */
@Injectable({ providedIn: 'root' })
export class Specimens {
  private readonly http = inject(LedgerHttp);

  search(asked: Asked): Promise<Outcome<SpecimenPage>> {
    return this.http.get('/specimens', asked);
  }

  async facets(asked: Asked): Promise<Outcome<SpecimenFacets>> {
    return this.http.get<SpecimenFacets>('/specimens/facets', asked);
  }

  cells(asked: Asked): Promise<Outcome<MapAnswer>> {
    return this.http.get('/specimens/cells', asked);
  }

  record(id: string, atLeast?: string): Promise<Outcome<SpecimenRecord>> {
    return this.http.get(`/specimens/${encodeURIComponent(id)}`, { atLeast });
  }

  /** The record as it was after one of its events. */
  recordThen(id: string, revision: number): Promise<Outcome<SpecimenRecord>> {
    return this.http.get(`/specimens/${encodeURIComponent(id)}`, { revision });
  }

  /** Specimens by a catalogue number, compared without case and blanks. */
  lookup(catalogNumber: string, collectionId?: string): Promise<Outcome<SpecimenPage>> {
    return this.http.get('/specimens/lookup', { catalogNumber, collectionId });
  }

  /** Every event of the specimen, oldest first. */
  async history(id: string, atLeast?: string): Promise<Outcome<readonly HistoryEntry[]>> {
    const path = `/specimens/${encodeURIComponent(id)}/history`;
    const outcome = await this.http.get<{ events: readonly HistoryEntry[] }>(path, { atLeast });
    return outcome.ok ? { ok: true, value: outcome.value.events } : outcome;
  }
}
