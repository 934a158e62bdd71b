import { Controller, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { DescribeCollection, EstablishCollection } from '#domain/collection/commands.js';
import type { Receipt } from '#ledger/handle.js';
import type { CollectionNumbers, CollectionOverview } from '#projections/collection-overview/view.js';
import type { ApiRequest } from '../http/api-request.js';
import { Route } from '../openapi/route.js';
import { CollectionDesk, type CollectionList } from './collection-desk.js';

/** Collections and what they say of themselves. */
@Controller('collections')
export class CollectionsController {
  constructor(private readonly desk: CollectionDesk) {}

  @Route({ method: 'GET', path: '', summary: 'List the collections you may read', answer: 'Collections' })
  list(@Req() request: ApiRequest): Promise<CollectionList> {
    return this.desk.list(request);
  }

  @Route({ method: 'GET', path: ':id', summary: 'Read a collection', answer: 'Collection' })
  show(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<CollectionOverview> {
    return this.desk.show(request, response);
  }

  @Route({
    method: 'GET',
    path: ':id/overview',
    summary: 'Count what a collection holds: by family, country, decade, type, issue, and day of entry',
    answer: 'CollectionNumbers',
  })
  overview(@Req() request: ApiRequest): Promise<CollectionNumbers> {
    return this.desk.overview(request);
  }

  @Route({
    method: 'POST',
    path: '',
    summary: 'Establish a collection',
    status: 201,
    idempotent: true,
    body: EstablishCollection,
    example: {
      institutionCode: 'QFA',
      collectionCode: 'Herbier',
      name: 'Herbier Louis-Marie',
      catalogNumberPattern: '^QFA\\d{7}$',
    },
    answer: 'Receipt',
  })
  establish(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.desk.establish(request, response);
  }

  @Route({
    method: 'PATCH',
    path: ':id',
    summary: 'Change what a collection says of itself',
    idempotent: true,
    seen: true,
    body: DescribeCollection,
    example: { changes: { description: 'Vascular plants of eastern Canada.' } },
    answer: 'Receipt',
  })
  describe(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.desk.describe(request, response);
  }
}
