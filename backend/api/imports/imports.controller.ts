import { Controller, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { ApiRequest } from '../http/api-request.js';
import { Route, type QueryParameter } from '../openapi/route.js';
import { CancelOrder, ImportOrder, PreviewOrder, UndoOrder } from './bodies.js';
import { ImportDesk, type ImportList, type ImportTicket, type ShownImport } from './import-desk.js';
import { ImportReports, type ProblemPage } from './import-reports.js';

const LIMIT: QueryParameter = {
  name: 'limit',
  description: 'How many; 50 unless said.',
  schema: { type: 'integer', minimum: 1, maximum: 200 },
  example: 20,
};
const CURSOR: QueryParameter = { name: 'cursor', description: '`next` of the page before.', example: '50' };

/** Importing files: preview, commit, report, undo. */
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly desk: ImportDesk,
    private readonly reports: ImportReports,
  ) {}

  @Route({
    method: 'POST',
    path: 'previews',
    summary: 'Preview an import; nothing is written',
    description:
      'The job’s result says what would be new, changed and unchanged, how columns are read, and what is wrong.',
    status: 202,
    body: PreviewOrder,
    example: {
      file: { sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', name: 'specimens.zip' },
    },
    answer: 'PreviewTicket',
  })
  preview(@Req() request: ApiRequest): Promise<{ jobId: string }> {
    return this.desk.preview(request);
  }

  @Route({
    method: 'POST',
    path: '',
    summary: 'Import what was previewed',
    status: 202,
    idempotent: true,
    body: ImportOrder,
    example: { previewJobId: '0d9c6e0c-6c63-4a4e-9d1d-0a3b5f0c7a11' },
    answer: 'ImportTicket',
  })
  begin(@Req() request: ApiRequest): Promise<ImportTicket> {
    return this.desk.begin(request);
  }

  @Route({
    method: 'GET',
    path: '',
    summary: 'List imports, newest first',
    query: [
      {
        name: 'collectionId',
        description: 'Into this collection.',
        repeatable: true,
        example: '0d9c6e0c-6c63-5a4e-9d1d-0a3b5f0c7a11',
      },
      LIMIT,
      CURSOR,
    ],
    answer: 'Imports',
  })
  list(@Req() request: ApiRequest): Promise<ImportList> {
    return this.desk.list(request);
  }

  @Route({ method: 'GET', path: ':id', summary: 'Read the report of an import', answer: 'Import' })
  show(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<ShownImport> {
    return this.desk.show(request, response);
  }

  @Route({
    method: 'GET',
    path: ':id/problems',
    summary: 'List problems of an import, row by row',
    query: [
      { name: 'kind', description: 'Only of this kind.', example: 'catalog-number-taken' },
      { name: 'of', description: '`undo`: what taking it back left alone.', example: 'undo' },
      LIMIT,
      CURSOR,
    ],
    answer: 'ImportProblems',
  })
  problems(@Req() request: ApiRequest): Promise<ProblemPage> {
    return this.reports.problems(request);
  }

  @Route({
    method: 'GET',
    path: ':id/refused.csv',
    summary: 'Download the refused rows, each with its reason, to be mended and imported again',
    answer: 'text/csv',
  })
  refused(@Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return this.reports.refused(request, response);
  }

  @Route({
    method: 'POST',
    path: ':id/cancellation',
    summary: 'Stop an import that has not ended',
    description:
      'What it wrote stays. One that is being written ends at the next good moment; one that waits, or whose work is lost, at once.',
    status: 200,
    body: CancelOrder,
    example: { note: 'The wrong file.' },
    answer: 'Import',
  })
  cancel(@Req() request: ApiRequest): Promise<ShownImport> {
    return this.desk.cancel(request);
  }

  @Route({
    method: 'POST',
    path: ':id/undo',
    summary: 'Take an import back',
    description: 'As one act: records that nobody touched since are struck through or set back, the others are listed.',
    status: 202,
    idempotent: true,
    body: UndoOrder,
    example: { note: 'The wrong file.' },
    answer: 'PreviewTicket',
  })
  undo(@Req() request: ApiRequest): Promise<{ jobId: string }> {
    return this.desk.undo(request);
  }
}
