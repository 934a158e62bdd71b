import { Controller, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import {
  ChangeSavedSearch,
  DiscardSavedSearch,
  RenameSavedSearch,
  SaveSearch,
  ShareSavedSearch,
} from '#domain/saved-search/commands.js';
import type { Receipt } from '#ledger/handle.js';
import type { ApiRequest } from '../http/api-request.js';
import { Route } from '../openapi/route.js';
import { SavedSearchDesk, type ListedSearch } from './saved-search-desk.js';

/** Searches under a name. */
@Controller('saved-searches')
export class SavedSearchesController {
  constructor(private readonly desk: SavedSearchDesk) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'List your saved searches and those that are shared',
    answer: 'SavedSearches',
  })
  list(@Req() request: ApiRequest): Promise<{ items: readonly ListedSearch[] }> {
    return this.desk.list(request);
  }

  @Route({
    method: 'POST',
    path: '',
    summary: 'Save a search',
    status: 201,
    idempotent: true,
    body: SaveSearch,
    serverSays: ['ownerId'],
    example: { name: 'Sedges of Québec', search: 'family=Cyperaceae&stateProvince=Qu%C3%A9bec', shared: false },
    answer: 'Receipt',
  })
  save(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.desk.save(request, response);
  }

  @Route({
    method: 'POST',
    path: ':id/renaming',
    summary: 'Give a saved search another name',
    idempotent: true,
    body: RenameSavedSearch,
    example: { name: 'Sedges' },
    answer: 'Receipt',
  })
  rename(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.desk.change(request, response, RenameSavedSearch);
  }

  @Route({
    method: 'POST',
    path: ':id/change',
    summary: 'Put another query under the name',
    idempotent: true,
    body: ChangeSavedSearch,
    example: { search: 'family=Cyperaceae' },
    answer: 'Receipt',
  })
  change(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.desk.change(request, response, ChangeSavedSearch);
  }

  @Route({
    method: 'POST',
    path: ':id/sharing',
    summary: 'Show a saved search to all, or to yourself only',
    idempotent: true,
    body: ShareSavedSearch,
    example: { shared: true },
    answer: 'Receipt',
  })
  share(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.desk.change(request, response, ShareSavedSearch);
  }

  @Route({
    method: 'POST',
    path: ':id/discarding',
    summary: 'Take a saved search off the list',
    idempotent: true,
    body: DiscardSavedSearch,
    example: {},
    answer: 'Receipt',
  })
  discard(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.desk.change(request, response, DiscardSavedSearch);
  }
}
