import { Controller, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { ApiRequest } from '../http/api-request.js';
import { Route } from '../openapi/route.js';
import { ExportOrder } from './bodies.js';
import { ExportDesk } from './export-desk.js';

/** Taking results of searches out, as files. */
@Controller('exports')
export class ExportsController {
  constructor(private readonly desk: ExportDesk) {}

  @Route({
    method: 'POST',
    path: '',
    summary: 'Export what a search finds',
    description:
      'The job’s result names the file. A Darwin Core Archive holds the whole records with identification history, media and measurements; tables hold the chosen columns. What was taken out stands in the security log.',
    status: 202,
    body: ExportOrder,
    example: { format: 'csv', search: 'family=Poaceae', columns: ['catalogNumber', 'scientificName'] },
    answer: 'PreviewTicket',
  })
  begin(@Req() request: ApiRequest): Promise<{ jobId: string }> {
    return this.desk.begin(request);
  }

  @Route({
    method: 'GET',
    path: ':id/file',
    summary: 'Download what you have exported',
    answer: 'application/octet-stream',
  })
  download(@Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return this.desk.download(request, response);
  }
}
