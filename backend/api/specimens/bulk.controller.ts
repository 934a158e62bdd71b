import { Controller, Req } from '@nestjs/common';
import type { ApiRequest } from '../http/api-request.js';
import { Route } from '../openapi/route.js';
import { BulkOrder, BulkPreviewOrder } from './bulk-bodies.js';
import { BulkDesk, type BulkLines, type ShownBulkAct } from './bulk-desk.js';

/** One act on many specimens: looked at first, done as one, taken back as one. */
@Controller('specimens/bulk')
export class BulkController {
  constructor(private readonly desk: BulkDesk) {}

  @Route({
    method: 'POST',
    path: 'previews',
    summary: 'Look at what an act on many specimens would do; nothing is written',
    description: 'The job’s result counts what would change, is so already, or is refused; the lines tell each.',
    status: 202,
    body: BulkPreviewOrder,
    example: {
      selection: { search: 'genus=Carex&country=Canada' },
      correct: {
        changes: [{ term: 'stateProvince', where: 'is', was: 'Quebec', now: 'Québec' }],
        reason: 'data-cleaning',
      },
    },
    answer: 'PreviewTicket',
  })
  preview(@Req() request: ApiRequest): Promise<{ jobId: string }> {
    return this.desk.preview(request);
  }

  @Route({
    method: 'GET',
    path: 'previews/:jobId/lines',
    summary: 'Read what would become of each specimen',
    query: [
      { name: 'outcome', description: 'Only these.', schema: { enum: ['change', 'same', 'refused'] } },
      { name: 'offset', description: '`next` of the page before.', schema: { type: 'integer', minimum: 0 } },
    ],
    answer: 'BulkLines',
  })
  lines(@Req() request: ApiRequest): Promise<BulkLines> {
    return this.desk.lines(request);
  }

  @Route({
    method: 'POST',
    path: 'acts',
    summary: 'Carry out what was looked at, as one act',
    description: 'A specimen that somebody changed since it was looked at is left alone and listed.',
    status: 202,
    idempotent: true,
    body: BulkOrder,
    example: { previewJobId: '0d9c6e0c-6c63-4a4e-9d1d-0a3b5f0c7a11' },
    answer: 'BulkTicket',
  })
  begin(@Req() request: ApiRequest): Promise<{ bulkId: string; jobId: string }> {
    return this.desk.begin(request);
  }

  @Route({ method: 'GET', path: 'acts/:id', summary: 'Read what a bulk act recorded', answer: 'BulkAct' })
  show(@Req() request: ApiRequest): Promise<ShownBulkAct> {
    return this.desk.show(request);
  }

  @Route({
    method: 'POST',
    path: 'acts/:id/undo',
    summary: 'Take a bulk act back',
    description: 'As one act: what nobody touched since is set back, the others are listed.',
    status: 202,
    idempotent: true,
    answer: 'PreviewTicket',
  })
  undo(@Req() request: ApiRequest): Promise<{ jobId: string }> {
    return this.desk.undo(request);
  }
}
