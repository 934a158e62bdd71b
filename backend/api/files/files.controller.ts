import { Controller, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { ApiRequest } from '../http/api-request.js';
import { Route } from '../openapi/route.js';
import { FileDesk, type UploadedFile } from './file-desk.js';

/** Content by its SHA-256: files to import, media. */
@Controller('files')
export class FilesController {
  constructor(private readonly desk: FileDesk) {}

  @Route({
    method: 'POST',
    path: '',
    summary: 'Upload a file',
    description: 'The body is the content, of any type, streamed. The same content twice is one file.',
    status: 201,
    raw: true,
    query: [{ name: 'name', description: 'What the file is called.', example: 'specimens.zip' }],
    answer: 'UploadedFile',
  })
  upload(@Req() request: ApiRequest): Promise<UploadedFile> {
    return this.desk.upload(request);
  }

  @Route({
    method: 'GET',
    path: ':sha256',
    summary: 'Download a file',
    description: 'Pictures are shown, everything else is saved. Byte ranges are served.',
    query: [{ name: 'name', description: 'Under which name to save it.', example: 'QFA0123456.jpg' }],
    answer: 'application/octet-stream',
  })
  download(@Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return this.desk.download(request, response);
  }
}
