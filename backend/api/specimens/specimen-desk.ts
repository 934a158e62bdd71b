import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { foldCatalogNumber } from '#domain/terms/catalog-number.js';
import type { Cell, Condition, Facets, Page, TextQuery } from '#projections/kernel/query.js';
import type { View } from '#projections/kernel/view-store.js';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { SpecimenSearchRow } from '#projections/specimen-search/view.js';
import { idOf, principalOf, queryOf, type ApiRequest } from '../http/api-request.js';
import type { MapTiles } from '#wiring/settings.js';
import type { ApiSettings } from '../api-settings.js';
import { Reads } from '../http/reads.js';
import { SETTINGS } from '../tokens.js';
import { invalid, Problem } from '../problems/problem.js';
import { COLUMNS } from './parameters.js';
import { SearchParameters } from '../http/search-parameters.js';
import { maySee, visibleTo } from './visibility.js';

/** One page of a search. */
export interface SearchAnswer {
  readonly items: readonly (SpecimenSearchRow & { readonly id: string; readonly revision: number })[];
  readonly next?: string;
  readonly total?: number;
  /** Ledger position that the answer reflects. */
  readonly position?: string;
}

/** Counts by column, and the position they reflect. */
export type FacetAnswer = Facets & { readonly position?: string };

/** Cells of a map, and the position they reflect. */
export interface CellAnswer {
  readonly cells: readonly Cell[];
  /** Pictures to draw them on, where the settings name some. */
  readonly tiles?: MapTiles;
  readonly position?: string;
}

const NO_SUCH = 'There is no such specimen: check its number, or enter it first.';

/** Finding and reading specimens, of which an account sees those of its collections. */
@Injectable()
export class SpecimenDesk {
  constructor(
    private readonly reads: Reads,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  async search(request: ApiRequest): Promise<SearchAnswer> {
    const { parameters, where, text } = asked(request);
    const view = await this.searchView(request);
    return answerOf(await view.search({ ...parameters.page(), ...(where && { where }), ...(text && { text }) }));
  }

  async facets(request: ApiRequest): Promise<FacetAnswer> {
    const { parameters, where, text } = asked(request);
    const requests = parameters.facets();
    const view = await this.searchView(request);
    const position = (await view.checkpoint())?.position;
    const facets = await view.facets(where, text, requests);
    return { ...facets, ...(position !== undefined && { position }) } as FacetAnswer;
  }

  async cells(request: ApiRequest): Promise<CellAnswer> {
    const { parameters, where, text } = asked(request);
    const wanted = parameters.cells();
    const view = await this.searchView(request);
    const position = (await view.checkpoint())?.position;
    const cells = await view.cells(where, text, wanted);
    const { mapTiles } = this.settings;
    return { cells, ...(mapTiles && { tiles: mapTiles }), ...(position !== undefined && { position }) };
  }

  /** By catalogue number (case and blanks do not matter) or occurrenceID. */
  async lookup(request: ApiRequest): Promise<SearchAnswer> {
    const query = queryOf(request);
    const [number, occurrence, collectionId] = ['catalogNumber', 'occurrenceID', 'collectionId'].map(
      (name) => query.get(name) ?? '',
    );
    if (!number && !occurrence)
      throw invalid({ field: 'catalogNumber', message: 'give a catalogNumber or an occurrenceID.', code: 'REQUIRED' });
    const here: Condition[] = collectionId ? [{ column: 'collectionId', equals: collectionId }] : [];
    if (occurrence) here.push({ column: 'occurrenceID', equals: occurrence });
    const visible = visibleTo(principalOf(request));
    const view = await this.searchView(request);
    if (!number) return find(view, allOf(visible, ...here));
    const exact = await find(view, allOf(visible, ...here, { column: 'catalogNumber', equals: number.trim() }));
    return exact.items.length > 0
      ? exact
      : alike(view, number, allOf(visible, ...here, { column: 'catalogNumber', prefix: number.trim() }));
  }

  async show(request: ApiRequest, response: Response): Promise<SpecimenRecord> {
    const id = idOf(request, 'id', 'specimen');
    const record = await this.reads.document<SpecimenRecord>(request, response, 'specimen-record', id, NO_SUCH);
    if (maySee(principalOf(request), record)) return record;
    response.removeHeader('ETag');
    throw new Problem('NOT_FOUND', NO_SUCH);
  }

  private searchView(request: ApiRequest): Promise<View<SpecimenSearchRow>> {
    return this.reads.view<SpecimenSearchRow>(request, 'specimen-search');
  }
}

/** What an address asks for, of what this account may see. */
function asked(request: ApiRequest): {
  parameters: SearchParameters;
  where: Condition | undefined;
  text: TextQuery | undefined;
} {
  const parameters = new SearchParameters(queryOf(request), COLUMNS);
  const { conditions, text } = parameters.search();
  return { parameters, where: allOf(visibleTo(principalOf(request)), ...conditions), text };
}

async function find(view: View<SpecimenSearchRow>, where: Condition | undefined): Promise<SearchAnswer> {
  return answerOf(await view.search({ ...(where && { where }), limit: 50 }));
}

async function alike(
  view: View<SpecimenSearchRow>,
  number: string,
  where: Condition | undefined,
): Promise<SearchAnswer> {
  const page = await view.search({ ...(where && { where }), limit: 200 });
  const wanted = foldCatalogNumber(number);
  const items = page.items.filter(
    ({ document }) => foldCatalogNumber(document.terms['catalogNumber'] ?? '') === wanted,
  );
  return answerOf({ items, ...(page.position !== undefined && { position: page.position }) });
}

/** All of these; undefined when there is nothing to ask. */
export function allOf(...conditions: readonly (Condition | undefined)[]): Condition | undefined {
  const asked = conditions.filter((condition) => condition !== undefined);
  return asked.length > 1 ? { and: asked } : asked[0];
}

function answerOf({ items, next, total, position }: Page<SpecimenSearchRow>): SearchAnswer {
  return {
    items: items.map(({ id, revision, document }) => ({ id, revision, ...document })),
    ...(next !== undefined && { next }),
    ...(total !== undefined && { total }),
    ...(position !== undefined && { position }),
  };
}
