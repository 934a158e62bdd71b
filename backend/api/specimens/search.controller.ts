import { Controller, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import { queryOf, type ApiRequest } from '../http/api-request.js';
import { Route } from '../openapi/route.js';
import { CELL_PARAMETERS, FACET_PARAMETERS, FILTERS, PAGE_PARAMETERS } from './parameters.js';
import { SpecimenDesk, type CellAnswer, type FacetAnswer, type SearchAnswer } from './specimen-desk.js';
import { SpecimenHistory, type History } from './specimen-history.js';

/** Finding and reading specimens. */
@Controller('specimens')
export class SearchController {
  constructor(
    private readonly desk: SpecimenDesk,
    private readonly histories: SpecimenHistory,
  ) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'Search specimens',
    query: [...FILTERS, ...PAGE_PARAMETERS],
    answer: 'SpecimenPage',
  })
  search(@Req() request: ApiRequest): Promise<SearchAnswer> {
    return this.desk.search(request);
  }

  @Route({
    method: 'GET',
    path: 'facets',
    summary: 'Count what a search finds, by values of columns',
    query: [...FILTERS, ...FACET_PARAMETERS],
    answer: 'Facets',
  })
  facets(@Req() request: ApiRequest): Promise<FacetAnswer> {
    return this.desk.facets(request);
  }

  @Route({
    method: 'GET',
    path: 'cells',
    summary: 'Count what a search finds, by cells of a grid over the earth',
    description: 'For maps: each cell with how many specimens lie in it, their middle, and one of them.',
    query: [...FILTERS, ...CELL_PARAMETERS],
    answer: 'Cells',
  })
  cells(@Req() request: ApiRequest): Promise<CellAnswer> {
    return this.desk.cells(request);
  }

  @Route({
    method: 'GET',
    path: 'lookup',
    summary: 'Find specimens by a number on their label',
    query: [
      {
        name: 'catalogNumber',
        description: 'Catalogue number, compared without case and blanks.',
        example: 'QFA0123456',
      },
      { name: 'occurrenceID', description: 'The whole identifier.', example: 'urn:catalog:QFA:Herbier:QFA0123456' },
      {
        name: 'collectionId',
        description: 'Only in this collection.',
        example: '0d9c6e0c-6c63-5a4e-9d1d-0a3b5f0c7a11',
      },
    ],
    answer: 'SpecimenList',
  })
  lookup(@Req() request: ApiRequest): Promise<SearchAnswer> {
    return this.desk.lookup(request);
  }

  @Route({
    method: 'GET',
    path: ':id',
    summary: 'Read a specimen, as it is or as it was',
    query: [
      {
        name: 'revision',
        description: 'As it was after its event of this number (the first is 0); takes the right to read its history.',
        schema: { type: 'integer', minimum: 0 },
        example: 0,
      },
    ],
    answer: 'SpecimenRecord',
  })
  show(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<SpecimenRecord> {
    return queryOf(request).has('revision')
      ? this.histories.recordThen(request, response)
      : this.desk.show(request, response);
  }

  @Route({
    method: 'GET',
    path: ':id/history',
    summary: 'Read everything that ever happened to a specimen, oldest first',
    answer: 'History',
  })
  history(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<History> {
    return this.histories.read(request, response);
  }
}
