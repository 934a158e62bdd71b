import { Controller, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { House } from '#wiring/house.js';
import { Route } from '../openapi/route.js';
import { HOUSE } from '../tokens.js';

/** For whatever watches over the process. */
@Controller('health')
export class HealthController {
  constructor(@Inject(HOUSE) private readonly house: House) {}

  @Route({ method: 'GET', path: 'live', summary: 'Tell that the process answers', answer: 'Live', open: true })
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Route({
    method: 'GET',
    path: 'ready',
    summary: 'Tell whether stores and read models are ready',
    description:
      '503 while they are not: the ledger, the read models or the vault do not answer, or a read model stands still although events wait. Says which store is away; without the job queue everything but long work is served.',
    answer: 'Readiness',
    open: true,
  })
  async ready(
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ status: string } & Omit<Awaited<ReturnType<House['readiness']>>, 'ready'>> {
    const { ready, ...told } = await this.house.readiness();
    response.status(ready ? 200 : 503).setHeader('Cache-Control', 'no-store');
    return { status: ready ? 'ready' : 'not ready', ...told };
  }
}
