import { Controller, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { ActivityReport } from '#tasks/audit/activity-report.js';
import type { FoundPage } from '#tasks/audit/audit-search.js';
import type { ApiRequest } from '../http/api-request.js';
import { Route, type QueryParameter } from '../openapi/route.js';
import { AuditDesk, type PeopleList } from './audit-desk.js';

const PERIOD: readonly QueryParameter[] = [
  { name: 'from', description: 'Day or time from which on, in UTC.', example: '2026-01-01' },
  { name: 'to', description: 'Day or time up to which, included.' },
];
const FILTERS: readonly QueryParameter[] = [
  { name: 'actorId', description: 'Account that did it.', repeatable: true },
  { name: 'type', description: 'Type of event.', repeatable: true, example: 'SpecimenCorrected' },
  { name: 'category', description: 'Kind of thing; `category.not` leaves kinds out.', repeatable: true, example: 'specimen' }, // prettier-ignore
  { name: 'subject', description: 'Id of the thing.', repeatable: true },
  { name: 'catalogNumber', description: 'Number of the specimen it happened to.' },
  { name: 'reason', description: 'Reason code.', repeatable: true, example: 'misread-label' },
  { name: 'basis', description: 'On what ground; also `basis.prefix` and `basis.exists`.' },
  { name: 'q', description: 'Words of the explanation or the ground; the last may be unfinished.' },
  { name: 'correlationId', description: 'Import, bulk act or request.', repeatable: true },
  { name: 'sourceKind', description: 'ui, api, import, policy or cli.', repeatable: true },
  { name: 'collectionId', description: 'Collection.', repeatable: true },
  ...PERIOD,
];
const PAGE: readonly QueryParameter[] = [
  { name: 'sort', description: '`-position` (newest first) unless said.', example: 'position' },
  { name: 'limit', description: 'How many; 50 unless said.', schema: { type: 'integer', minimum: 1, maximum: 200 } },
  { name: 'cursor', description: '`next` of the page before.' },
  { name: 'atLeast', description: '`position` of a receipt to wait for.' },
];

/** Who changed what, when and why. */
@Controller('audit')
export class AuditController {
  constructor(private readonly desk: AuditDesk) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'Search the audit trail, newest first',
    query: [
      ...FILTERS,
      ...PAGE,
      {
        name: 'count',
        description: 'Whether to count all; only where all collections may be audited.',
        schema: { type: 'boolean' },
      },
    ],
    answer: 'AuditPage',
  })
  search(@Req() request: ApiRequest): Promise<FoundPage> {
    return this.desk.search(request, 'lines');
  }

  @Route({ method: 'GET', path: 'people', summary: 'List who may have done something', answer: 'AuditPeople' })
  people(@Req() request: ApiRequest): Promise<PeopleList> {
    return this.desk.people(request);
  }

  @Route({
    method: 'GET',
    path: 'corrections',
    summary: 'Report corrections of accepted identifications and of type specimens, newest first',
    description: 'Judged by each record as it was just before. A page can be short although more follow.',
    query: [...FILTERS, ...PAGE],
    answer: 'AuditPage',
  })
  corrections(@Req() request: ApiRequest): Promise<FoundPage> {
    return this.desk.search(request, 'corrections');
  }

  @Route({
    method: 'GET',
    path: 'own-work',
    summary: 'Report what was signed off by whoever had done it, newest first',
    description: 'Verifying, accepting, releasing, granting. A page can be short although more follow.',
    query: [...FILTERS, ...PAGE],
    answer: 'AuditPage',
  })
  ownWork(@Req() request: ApiRequest): Promise<FoundPage> {
    return this.desk.search(request, 'own-work');
  }

  @Route({
    method: 'GET',
    path: 'activity',
    summary: 'Report who did what, per month',
    description: 'The last twelve months unless said; months are those of UTC.',
    query: PERIOD,
    answer: 'ActivityReport',
  })
  activity(@Req() request: ApiRequest): Promise<ActivityReport> {
    return this.desk.activity(request);
  }

  @Route({
    method: 'GET',
    path: 'export',
    summary: 'Take lines of the audit trail out, oldest first',
    description: 'Streamed; recorded in the security log. JSON lines keep every member, CSV is for spreadsheets.',
    query: [
      { name: 'what', description: 'lines, corrections or own-work.', example: 'lines' },
      { name: 'format', description: 'csv or jsonl.', example: 'jsonl' },
      ...FILTERS,
    ],
    answer: 'text/csv',
  })
  export(@Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return this.desk.export(request, response);
  }
}
