import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { collection } from '#domain/collection/collection.js';
import { EstablishCollection } from '#domain/collection/commands.js';
import type { ColumnMapping } from '#domain/import-batch/events.js';
import { parseCommand } from '#domain/kernel/parse-command.js';
import { grantFor, permits, type Grant } from '#domain/terms/permissions.js';
import type { Job } from '#jobs/job-queue.js';
import { uuidV5 } from '#ledger/uuid.js';
import type { ImportReport } from '#projections/import-report/view.js';
import type { ImportRequest } from '#tasks/import/commit.js';
import { enqueueImport, type ImportJobs } from '#tasks/import/import-jobs.js';
import type { ImportPreview, PreviewRequest } from '#tasks/import/preview.js';
import { cancelImport, isOpen } from '#tasks/import/lost-import.js';
import type { UndoRequest } from '#tasks/import/undo.js';
import type { Principal } from '#tasks/accounts/principal.js';
import type { House } from '#wiring/house.js';
import { Acts, authorized, grantOf } from '../http/acts.js';
import { idOf, principalOf, queryOf, type ApiRequest } from '../http/api-request.js';
import { parseBody } from '../http/parse-body.js';
import { Reads } from '../http/reads.js';
import { SearchParameters } from '../http/search-parameters.js';
import type { Stamp } from '../http/stamp.js';
import { invalid, Problem } from '../problems/problem.js';
import { allOf } from '../specimens/specimen-desk.js';
import { HOUSE } from '../tokens.js';
import { CancelOrder, ImportOrder, PreviewOrder, UndoOrder, type ColumnChoice } from './bodies.js';

/** An import that was begun, and the job that does it. */
export interface ImportTicket {
  readonly importId: string;
  readonly jobId: string;
}
/**
 * An import as it is shown. One that has begun and not ended says how its work stands: `waiting` to go on (whoever did it has
 * stopped), `running`, or `lost`: nobody does it any more, until the same file is brought again or it is cancelled. `jobId`
 * is there while a job for it waits or runs.
 */
export type ShownImport = ImportReport & {
  readonly id: string;
  readonly work?: 'waiting' | 'running' | 'lost';
  readonly jobId?: string;
};
/** Imports as a list. */
export interface ImportList {
  readonly items: readonly ShownImport[];
  readonly next?: string;
}

const PREVIEW: keyof ImportJobs = 'import-preview';
const UNDO: keyof ImportJobs = 'import-undo';
const COLUMNS = [{ name: 'collectionId', kind: 'text' }] as const;
/** How long an answer waits to show what it did, in milliseconds. */
const PATIENCE = 2_000;
const NO_SUCH = 'There is no such import; one that was begun just now is shown as soon as its file was read.';

/** Asking for imports over HTTP; the work is the importer's. */
@Injectable()
export class ImportDesk {
  constructor(
    @Inject(HOUSE) private readonly house: House,
    private readonly acts: Acts,
    private readonly reads: Reads,
  ) {}

  async preview(request: ApiRequest): Promise<{ jobId: string }> {
    const order = parseBody(PreviewOrder, request.body);
    grantOf(principalOf(request), 'import.run', order.collectionId);
    if (!(await this.house.files.stat(order.file.sha256)))
      throw invalid({ field: 'file.sha256', message: 'there is no such file: upload it first.', code: 'FILE_MISSING' });
    const data: PreviewRequest = {
      file: { ...order.file },
      ...(order.collectionId !== undefined && { collectionId: order.collectionId }),
      ...(order.mapping && { mapping: order.mapping.map(mappingOf) }),
      ...(order.options && { options: { ...order.options } }),
    };
    return { jobId: (await this.house.jobs.enqueue(PREVIEW, data, { attempts: 2 })).id };
  }

  async begin(request: ApiRequest): Promise<ImportTicket> {
    const order = parseBody(ImportOrder, request.body);
    const { stamp, principal } = await this.acts.begin(request);
    const preview = await this.completedPreview(order.previewJobId);
    const chosen = order.collectionId ?? preview.collectionId;
    const collectionId = chosen ?? (await this.newCollection(preview, stamp, principal));
    authorized(stamp, principal, { permission: 'import.run', collectionId });
    const data: ImportRequest = {
      importId: uuidV5(stamp.commandId, 'importBatch'),
      collectionId,
      file: { name: preview.file.name, sha256: preview.file.sha256 },
      mapping: preview.mapping,
      options: preview.options,
      actor: { ...stamp.actor },
      ...(order.note !== undefined && { note: order.note }),
    };
    const { id: jobId } = await enqueueImport(this.house.jobs, data);
    return { importId: data.importId, jobId };
  }

  /** Stops an import that has not ended, whoever began it and wherever it is done. */
  async cancel(request: ApiRequest): Promise<ShownImport> {
    const { note } = parseBody(CancelOrder, request.body);
    const { stamp, principal } = await this.acts.begin(request);
    const importId = idOf(request, 'id', 'import');
    const report = await this.report(request, importId);
    authorized(stamp, principal, { permission: 'import.run', collectionId: report.collectionId });
    const { ledger: events, commandLedger, now, jobs } = this.house;
    const desk = { events, salts: commandLedger.salts, now, work: (id: string) => jobs.get(id) };
    await cancelImport(desk, jobs, importId, { ...stamp.actor }, note);
    const head = await events.head();
    if (head !== undefined) await this.house.reached('import-report', head, PATIENCE);
    const [shown] = await this.withWork([{ id: importId, ...(await this.report(request, importId)) }]);
    return shown!;
  }

  async undo(request: ApiRequest): Promise<{ jobId: string }> {
    const { note } = parseBody(UndoOrder, request.body);
    const { stamp, principal } = await this.acts.begin(request);
    const importId = idOf(request, 'id', 'import');
    const { collectionId } = await this.report(request, importId);
    authorized(stamp, principal, { permission: 'import.run', collectionId });
    const data: UndoRequest = {
      importId,
      collectionId,
      actor: { ...stamp.actor },
      ...(note !== undefined && { note }),
    };
    const job = await this.house.jobs.enqueue(UNDO, data, { dedupeKey: `${UNDO} ${importId}`, attempts: 3 });
    return { jobId: job.id };
  }

  async list(request: ApiRequest): Promise<ImportList> {
    const principal = principalOf(request);
    grantOf(principal, 'import.read');
    const parameters = new SearchParameters(queryOf(request), COLUMNS);
    const where = allOf(readableBy(principal.grants), ...parameters.search().conditions);
    const view = await this.reads.view<ImportReport>(request, 'import-report');
    const sort = [{ column: 'startedAt', descending: true }];
    const { items, next } = await view.search({ ...parameters.page(), sort, ...(where && { where }) });
    const shown = await this.withWork(items.map(({ id, document }) => ({ id, ...document })));
    return { items: shown, ...(next !== undefined && { next }) };
  }

  async show(request: ApiRequest, response: Response): Promise<ShownImport> {
    const id = idOf(request, 'id', 'import');
    const report = await this.report(request, id);
    response.setHeader('Cache-Control', 'no-cache');
    const [shown] = await this.withWork([{ id, ...report }]);
    return shown!;
  }

  /** Only an import that has not ended has work. */
  private withWork(imports: readonly ShownImport[]): Promise<readonly ShownImport[]> {
    return Promise.all(
      imports.map(async (one): Promise<ShownImport> => {
        if (one.state !== 'started') return one;
        const job = await this.house.jobs.get(one.id);
        if (!job || !isOpen(job)) return { ...one, work: 'lost' };
        return { ...one, work: job.status === 'active' ? 'running' : 'waiting', jobId: job.id };
      }),
    );
  }

  /** The report, of an import into a collection whose imports this account may read. */
  async report(request: ApiRequest, id: string): Promise<ImportReport> {
    const found = await (await this.reads.view<ImportReport>(request, 'import-report')).get(id);
    const { grants } = principalOf(request);
    if (found && permits(grants, 'import.read', found.document.collectionId)) return found.document;
    throw new Problem('NOT_FOUND', NO_SUCH);
  }

  private async completedPreview(jobId: string): Promise<ImportPreview> {
    const job = (await this.house.jobs.get(jobId)) as Job<unknown, ImportPreview> | undefined;
    if (job?.name === PREVIEW && job.result) return job.result;
    const message =
      job?.name === PREVIEW
        ? `the preview is ${job.status}: wait until it has completed.`
        : 'there is no such preview.';
    throw invalid({ field: 'previewJobId', message, code: 'PREVIEW_NOT_READY' });
  }

  /** A collection as the preview suggests it, for whoever may import into any: a role in one collection reaches no new one. */
  private async newCollection(
    { collectionSuggestion }: ImportPreview,
    stamp: Stamp,
    { grants, displayName }: Principal,
  ): Promise<string> {
    const id = uuidV5(stamp.commandId, collection.category);
    const grant = grantFor(grants, 'import.run', id);
    if (!grant)
      throw new Problem(
        'NOT_PERMITTED',
        `This file would make a collection of its own, and ${displayName} may import into certain collections only: choose one of those.`,
        { details: { permission: 'import.run' } },
      );
    const actor = { ...stamp.actor, role: grant.role };
    const context = { ...stamp, commandId: uuidV5(stamp.commandId, 'establish'), actor };
    await this.house.handle(collection, id, parseCommand(EstablishCollection, collectionSuggestion), context);
    return id;
  }
}

function mappingOf({ column, nulls, ...rest }: ColumnChoice): ColumnMapping {
  return { ...rest, column: column ?? '', ...(nulls && { nulls: [...nulls] }) };
}

function readableBy(grants: readonly Grant[]) {
  const ids = grants.filter((grant) => permits([grant], 'import.read')).map(({ collectionId }) => collectionId);
  return ids.includes('*') ? undefined : { column: 'collectionId', in: [...new Set(ids)] };
}
