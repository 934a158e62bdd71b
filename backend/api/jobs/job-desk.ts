import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Response } from 'express';
import { permits } from '#domain/terms/permissions.js';
import type { Job } from '#jobs/job-queue.js';
import type { ImportActor } from '#tasks/import/import-desk.js';
import type { House } from '#wiring/house.js';
import type { ExportRequest } from '#tasks/export/export-request.js';
import { EXPORT_JOB } from '#tasks/export/export-specimens.js';
import { endIfLost } from '#tasks/import/lost-import.js';
import { grantOf } from '../http/acts.js';
import { principalOf, type ApiRequest } from '../http/api-request.js';
import { Problem } from '../problems/problem.js';
import { HOUSE } from '../tokens.js';

/** Keeps proxies in between from closing a quiet stream. */
const HEARTBEAT = 15_000;

const NO_SUCH = 'There is no such job; jobs are forgotten a while after they end.';

/** Jobs over HTTP. */
@Injectable()
export class JobDesk implements BeforeApplicationShutdown {
  private readonly watching = new Set<AbortController>();

  constructor(@Inject(HOUSE) private readonly house: House) {}

  show(request: ApiRequest): Promise<Job> {
    return this.job(request);
  }

  async cancel(request: ApiRequest): Promise<Job> {
    const { accountId, via } = principalOf(request);
    const { id, ...before } = await this.job(request);
    const needed = before.name === EXPORT_JOB ? 'export.run' : 'import.run';
    const { role } = grantOf(principalOf(request), needed, collectionOf(before));
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
  private async endImport({ id, name, status }: Job, actor: ImportActor): Promise<void> {
    if (name !== 'import-commit' || status !== 'cancelled') return;
    const { ledger: events, commandLedger, now, jobs } = this.house;
    await endIfLost({ events, salts: commandLedger.salts, now, work: (job) => jobs.get(job) }, id, actor);
  }

  /** A job in a collection whose imports this account may not read is none to it. */
  private async job(request: ApiRequest): Promise<Job> {
    const principal = principalOf(request);
    const id = String(request.params['id']);
    const job = id.length <= 100 ? await this.house.jobs.get(id) : undefined;
    if (job?.name === EXPORT_JOB) return ownExport(job, principal.accountId);
    grantOf(principal, 'import.read');
    if (job && permits(principal.grants, 'import.read', collectionOf(job))) return job;
    throw new Problem('NOT_FOUND', NO_SUCH);
  }
}

/** An export is known to the one who asked for it. */
function ownExport(job: Job, accountId: string): Job {
  if ((job.data as ExportRequest).actor.id === accountId) return job;
  throw new Problem('NOT_FOUND', NO_SUCH);
}

/** The collection that a job works on; none for the preview of a file that no collection was chosen for. */
function collectionOf({ data }: Pick<Job, 'data'>): string | undefined {
  return (data as { collectionId?: string } | undefined)?.collectionId;
}
