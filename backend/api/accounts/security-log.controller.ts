import { Controller, Req } from '@nestjs/common';
import type { SecurityLine } from '#tasks/accounts/security-log.js';
import type { ApiRequest } from '../http/api-request.js';
import { Route } from '../openapi/route.js';
import { AccountDesk } from './account-desk.js';

/** Who came in, who failed to, what was taken out. */
@Controller('security-log')
export class SecurityLogController {
  constructor(private readonly desk: AccountDesk) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'Read the security log, newest first',
    query: [
      {
        name: 'before',
        description: 'Lines older than this one: `next` of the page before.',
        schema: { type: 'integer', minimum: 0 },
        example: 4711,
      },
      {
        name: 'limit',
        description: 'How many; 50 unless said.',
        schema: { type: 'integer', minimum: 1, maximum: 200 },
        example: 20,
      },
    ],
    answer: 'SecurityLog',
  })
  read(@Req() request: ApiRequest): Promise<{ items: readonly SecurityLine[]; next?: number }> {
    return this.desk.securityLog(request);
  }
}
