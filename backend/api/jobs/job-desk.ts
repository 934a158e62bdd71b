import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Response } from 'express';
import type { Job } from '#jobs/job-queue.js';
import type { ImportActor } from '#tasks/import/import-desk.js';
import type { House } from '#wiring/house.js';
import { endIfLost, importWork, workOf } from '#tasks/import/lost-import.js';
import { grantOf } from '../http/acts.js';
import { principalOf, type ApiRequest } from '../http/api-request.js';
import { Problem } from '../problems/problem.js';
import { HOUSE } from '../tokens.js';

/** Keeps proxies in between from closing a quiet stream. */
const HEARTBEAT = 15_000;

/** Jobs over HTTP. */
@Injectable()
export class JobDesk implements BeforeApplicationShutdown {
  private readonly watching = new Set<AbortController>();

  constructor(@Inject(HOUSE) private readonly house: House) {}

  async show(request: ApiRequest): Promise<Job> {
    grantOf(principalOf(request), 'import.read');
    return this.job(request);
  }

  async cancel(request: ApiRequest): Promise<Job> {
    const { accountId, via } = principalOf(request);
    const { role } = grantOf(principalOf(request), 'import.run');
    const { id } = await this.job(request);
    if (!(await this.house.jobs.cancel(id)))
      throw new Problem('REJECTED', 'This job has ended already.', { code: 'JOB_ENDED' });
    const job = await this.job(request);
    await this.endImport(job, { id: accountId, role, via });
    return job;
  }

  /** Sends the job now and after each change until it ends, the client goes away, or the server closes. */
  async watch(request: ApiRequest, response: Response): Promise<void> {
    const { id } = await this.show(request);
    const stop = new AbortController();
    this.watching.add(stop);
    response.on('close', () => stop.abort());
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    const beat = setInterval(() => response.write(':\n\n'), HEARTBEAT);
    try {
      for await (const job of this.house.jobs.watch(id, stop.signal))
        response.write(`event: job\ndata: ${JSON.stringify(job)}\n\n`);
    } finally {
      clearInterval(beat);
      this.watching.delete(stop);
      response.end();
    }
  }

  /** Open streams would keep the server from closing. */
  beforeApplicationShutdown(): void {
    for (const stop of this.watching) stop.abort();
  }

  /** A job that waited has no handler to record that its import, begun before, ends here. */
  private async endImport({ name, status, data }: Job, actor: ImportActor): Promise<void> {
    const { importId } = (data ?? {}) as { importId?: string };
    if (name !== 'import-commit' || status !== 'cancelled' || importId === undefined) return;
    const { ledger: events, commandLedger, now, jobs } = this.house;
    const work = async (id: string) => workOf(await importWork(jobs), id);
    await endIfLost({ events, salts: commandLedger.salts, now, work }, importId, actor);
  }

  private async job(request: ApiRequest): Promise<Job> {
    const id = String(request.params['id']);
    const job = id.length <= 100 ? await this.house.jobs.get(id) : undefined;
    if (!job) throw new Problem('NOT_FOUND', 'There is no such job; jobs are forgotten a while after they end.');
    return job;
  }
}
