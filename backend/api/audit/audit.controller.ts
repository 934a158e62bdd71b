import { Controller, Req } from '@nestjs/common';
import type { ApiRequest } from '../http/api-request.js';
import { Route } from '../openapi/route.js';
import { AuditDesk, type AuditAnswer } from './audit-desk.js';

/** Who changed what, when and why. */
@Controller('audit')
export class AuditController {
  constructor(private readonly desk: AuditDesk) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'Search the audit trail, newest first',
    query: [
      { name: 'actorId', description: 'Account that did it.', repeatable: true },
      { name: 'type', description: 'Type of event.', repeatable: true, example: 'SpecimenCorrected' },
      { name: 'category', description: 'Kind of thing.', repeatable: true, example: 'specimen' },
      { name: 'subject', description: 'Id of the thing.', repeatable: true },
      { name: 'reason', description: 'Reason code.', repeatable: true, example: 'misread-label' },
      { name: 'correlationId', description: 'Import, bulk act or request.', repeatable: true },
      { name: 'sourceKind', description: 'ui, api, import, policy or cli.', repeatable: true },
      { name: 'collectionId', description: 'Collection.', repeatable: true },
      { name: 'from', description: 'Day or time from which on, in UTC.', example: '2026-01-01' },
      { name: 'to', description: 'Day or time up to which, included.' },
      { name: 'sort', description: '`-position` (newest first) unless said.', example: 'position' },
      {
        name: 'limit',
        description: 'How many; 50 unless said.',
        schema: { type: 'integer', minimum: 1, maximum: 200 },
      },
      { name: 'cursor', description: '`next` of the page before.' },
      { name: 'count', description: 'Whether to count all.', schema: { type: 'boolean' } },
      { name: 'atLeast', description: '`position` of a receipt to wait for.' },
    ],
    answer: 'AuditPage',
  })
  search(@Req() request: ApiRequest): Promise<AuditAnswer> {
    return this.desk.search(request);
  }
}
