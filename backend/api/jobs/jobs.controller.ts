import { Controller, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Job } from '#jobs/job-queue.js';
import type { ApiRequest } from '../http/api-request.js';
import { Route } from '../openapi/route.js';
import { JobDesk } from './job-desk.js';

/** Long work: how far it is, what it came to, and stopping it. */
@Controller('jobs')
export class JobsController {
  constructor(private readonly desk: JobDesk) {}

  @Route({ method: 'GET', path: ':id', summary: 'Read a job', answer: 'Job' })
  show(@Req() request: ApiRequest): Promise<Job> {
    return this.desk.show(request);
  }

  @Route({
    method: 'DELETE',
    path: ':id',
    summary: 'Cancel a job',
    description:
      'A waiting job ends at once, a running one stops at the next good moment. 409 when it has ended already.',
    status: 202,
    answer: 'Job',
  })
  cancel(@Req() request: ApiRequest): Promise<Job> {
    return this.desk.cancel(request);
  }

  @Route({
    method: 'GET',
    path: ':id/events',
    summary: 'Watch a job',
    description:
      'Server-sent events: `event: job` with the job as JSON, now and after each change; ends when the job ends.',
    answer: 'text/event-stream',
  })
  watch(@Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return this.desk.watch(request, response);
  }
}
