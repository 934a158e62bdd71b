import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { permits, type Grant } from '#domain/terms/permissions.js';
import type { Job } from '#jobs/job-queue.js';
import type { Condition, Query } from '#projections/kernel/query.js';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { AccountServices } from '#tasks/accounts/account-services.js';
import type { ExportRequest, ExportResult } from '#tasks/export/export-request.js';
import { EXPORT_JOB } from '#tasks/export/export-specimens.js';
import type { House } from '#wiring/house.js';
import { addressOf } from '../auth/session-desk.js';
import { grantOf } from '../http/acts.js';
import { principalOf, type ApiRequest } from '../http/api-request.js';
import { parseBody } from '../http/parse-body.js';
import { SearchParameters } from '../http/search-parameters.js';
import { invalid, Problem } from '../problems/problem.js';
import { COLUMNS } from '../specimens/parameters.js';
import { allOf } from '../specimens/specimen-desk.js';
import { maySee, visibleTo } from '../specimens/visibility.js';
import { ACCOUNTS, HOUSE } from '../tokens.js';
import { ExportOrder } from './bodies.js';

const COLUMN_NAMES: ReadonlySet<string> = new Set(['id', ...COLUMNS.map(({ name }) => name)]);

/** Asking for exports over HTTP, of what the account may see; the work is the exporter's. */
@Injectable()
export class ExportDesk {
  constructor(
    @Inject(HOUSE) private readonly house: House,
    @Inject(ACCOUNTS) private readonly accounts: AccountServices,
  ) {}

  async begin(request: ApiRequest): Promise<{ jobId: string }> {
    const order = parseBody(ExportOrder, request.body);
    const principal = principalOf(request);
    const { role } = grantOf(principal, 'export.run');
    const unknown = order.columns?.find((name) => !COLUMN_NAMES.has(name));
    if (unknown !== undefined)
      throw invalid({
        field: 'columns',
        message: `there is no column ${JSON.stringify(unknown)}.`,
        code: 'UNKNOWN_FIELD',
      });
    const data: ExportRequest = {
      format: order.format,
      ...(order.ids ? { ids: await this.visibleIds(request, order.ids) } : this.searched(request, order)),
      ...(order.columns && { columns: [...order.columns] }),
      actor: { id: principal.accountId, role, via: principal.via },
    };
    return { jobId: (await this.house.jobs.enqueue(EXPORT_JOB, data, { attempts: 2 })).id };
  }

  /** The file of a finished export, to the one who asked for it. */
  async download(request: ApiRequest, response: Response): Promise<void> {
    const { accountId, via } = principalOf(request);
    const id = String(request.params['id']);
    const job = (id.length <= 100 ? await this.house.jobs.get(id) : undefined) as
      Job<ExportRequest, ExportResult> | undefined;
    const file = job?.name === EXPORT_JOB && job.data.actor.id === accountId ? job.result?.file : undefined;
    if (!file || !(await this.house.files.stat(file.sha256)))
      throw new Problem('NOT_FOUND', 'There is no such file: export again.');
    response.setHeader('Content-Type', file.name.endsWith('.zip') ? 'application/zip' : 'text/csv; charset=utf-8');
    response.setHeader('Content-Disposition', `attachment; filename="${file.name}"`);
    response.setHeader('Content-Length', file.bytes);
    response.setHeader('Cache-Control', 'private, no-cache');
    const address = addressOf(request);
    await this.accounts.log.add({ what: 'file-downloaded', accountId, about: file.sha256, address, via });
    // The client may go away at any time; that is no error of ours.
    await pipeline(await this.house.files.open(file.sha256), response).catch(() => response.destroy());
  }

  private searched(
    request: ApiRequest,
    { search = '', sort }: ExportOrder,
  ): Pick<ExportRequest, 'where' | 'text' | 'sort'> {
    const principal = principalOf(request);
    const asked = new URLSearchParams(search);
    if (sort !== undefined) asked.set('sort', sort);
    const parameters = new SearchParameters(asked, COLUMNS);
    const { conditions, text } = parameters.search();
    const { sort: order }: Pick<Query, 'sort'> = parameters.page();
    const where = allOf(visibleTo(principal), exportable(principal.grants), ...conditions);
    return { ...(where && { where }), ...(text && { text }), ...(order && { sort: order }) };
  }

  private async visibleIds(request: ApiRequest, ids: readonly string[]): Promise<string[]> {
    const principal = principalOf(request);
    const records = await this.house.view<SpecimenRecord>('specimen-record').getMany([...new Set(ids)]);
    return [...records].flatMap(([id, { document }]) =>
      maySee(principal, document) && permits(principal.grants, 'export.run', document.collectionId) ? [id] : [],
    );
  }
}

function exportable(grants: readonly Grant[]): Condition | undefined {
  const ids = grants.filter((grant) => permits([grant], 'export.run')).map(({ collectionId }) => collectionId);
  return ids.includes('*') ? undefined : { column: 'collectionId', in: [...new Set(ids)] };
}
