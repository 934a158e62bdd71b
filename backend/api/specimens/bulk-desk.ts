import { Inject, Injectable } from '@nestjs/common';
import { NUMBER_TERMS } from '#domain/specimen/evolve.js';
import { isDeterminationTerm } from '#domain/terms/darwin-core.js';
import type { Job } from '#jobs/job-queue.js';
import { uuidV5 } from '#ledger/uuid.js';
import type { AuditLine } from '#projections/audit-trail/view.js';
import type { AccountServices } from '#tasks/accounts/account-services.js';
import type { Principal } from '#tasks/accounts/principal.js';
import type { BulkAct, BulkActor } from '#tasks/specimens/bulk/bulk-act.js';
import { type BulkLine, linesOf, undoIdOf } from '#tasks/specimens/bulk/bulk-desk.js';
import type { BulkJobs } from '#tasks/specimens/bulk/bulk-jobs.js';
import type { BulkPreview, BulkPreviewRequest, BulkSelection } from '#tasks/specimens/bulk/preview-bulk.js';
import type { BulkUndoRequest } from '#tasks/specimens/bulk/undo-bulk.js';
import type { BulkRequest } from '#tasks/specimens/bulk/write-bulk.js';
import type { House } from '#wiring/house.js';
import { Acts, grantOf } from '../http/acts.js';
import { idOf, principalOf, queryOf, type ApiRequest } from '../http/api-request.js';
import { parseBody } from '../http/parse-body.js';
import { Reads } from '../http/reads.js';
import { SearchParameters } from '../http/search-parameters.js';
import { invalid, Problem } from '../problems/problem.js';
import { ACCOUNTS, HOUSE } from '../tokens.js';
import { BulkOrder, BulkPreviewOrder, type BulkChoice } from './bulk-bodies.js';
import { COLUMNS } from './parameters.js';
import { allOf } from './specimen-desk.js';
import { visibleTo } from './visibility.js';

/** A page of what a bulk act would do. */
export interface BulkLines {
  readonly items: readonly BulkLine[];
  /** Offset of the next page; absent on the last one. */
  readonly next?: number;
}
/** A bulk act as the ledger knows it. */
export interface ShownBulkAct {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  /** Type of its first event. */
  readonly type: string;
  /** Events that it recorded, and that its undoing recorded. */
  readonly events: number;
  readonly undoneEvents: number;
}

const [PREVIEW, ACT, UNDO] = ['bulk-preview', 'bulk-act', 'bulk-undo'] as const satisfies readonly (keyof BulkJobs)[];
const LISTED = 100;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Asking for acts on many specimens over HTTP; the work is done by jobs. */
@Injectable()
export class BulkDesk {
  constructor(
    @Inject(HOUSE) private readonly house: House,
    @Inject(ACCOUNTS) private readonly accounts: AccountServices,
    private readonly acts: Acts,
    private readonly reads: Reads,
  ) {}

  async preview(request: ApiRequest): Promise<{ jobId: string }> {
    const order = parseBody(BulkPreviewOrder, request.body);
    const principal = principalOf(request);
    const act = actOf(order);
    grantOf(principal, act.kind === 'correct' ? 'specimen.correct' : 'specimen.identify');
    const data: BulkPreviewRequest = {
      selection: chosen(order.selection, request.body['selection'], principal),
      act,
      actor: actorOf(principal),
    };
    return { jobId: (await this.house.jobs.enqueue(PREVIEW, data, { attempts: 2 })).id };
  }

  /** Lines of a preview of one's own. */
  async lines(request: ApiRequest): Promise<BulkLines> {
    const { result } = await this.previewOf(request, String(request.params['jobId']));
    const query = queryOf(request);
    const [outcome, offset] = [query.get('outcome'), Number(query.get('offset') ?? 0)];
    if (!Number.isSafeInteger(offset) || offset < 0)
      throw invalid({ field: 'offset', message: 'must be a whole number from 0.', code: 'INVALID_PARAMETER' });
    const items: BulkLine[] = [];
    let at = 0;
    for await (const line of linesOf(this.house.files, result.plan.sha256)) {
      if (outcome && line.outcome !== outcome) continue;
      if (at++ < offset) continue;
      if (items.length === LISTED) return { items, next: offset + LISTED };
      items.push(line);
    }
    return { items };
  }

  async begin(request: ApiRequest): Promise<{ bulkId: string; jobId: string }> {
    const { previewJobId } = parseBody(BulkOrder, request.body);
    const { stamp, principal } = await this.acts.begin(request);
    const { result } = await this.previewOf(request, previewJobId);
    const bulkId = uuidV5(stamp.commandId, 'bulk act');
    const { act, plan, counts } = result;
    const data: BulkRequest = { bulkId, act, actor: actorOf(principal), plan: plan.sha256, total: counts.change };
    const { id: jobId } = await this.house.jobs.enqueue(ACT, data, { id: bulkId, attempts: 3 });
    return { bulkId, jobId };
  }

  async show(request: ApiRequest): Promise<ShownBulkAct> {
    const id = idOf(request, 'id', 'bulk act');
    const { first, total } = await this.trail(request, id);
    const { total: undoneEvents } = await this.trail(request, undoIdOf(id));
    if (!first) throw new Problem('NOT_FOUND', 'There is no such bulk act; one that was begun just now is shown soon.');
    const by = await this.accounts.directory.displayName(first.actorId);
    return { id, at: first.at, by, type: first.type, events: total, undoneEvents };
  }

  async undo(request: ApiRequest): Promise<{ jobId: string }> {
    const { principal } = await this.acts.begin(request);
    grantOf(principal, 'specimen.correct');
    const { id } = await this.show(request);
    const data: BulkUndoRequest = { bulkId: id, actor: actorOf(principal) };
    const job = await this.house.jobs.enqueue(UNDO, data, { dedupeKey: `${UNDO} ${id}`, attempts: 3 });
    return { jobId: job.id };
  }

  /** The specimens' events of one act; only those who may read specimens at all learn of them. */
  private async trail(request: ApiRequest, id: string): Promise<{ first?: AuditLine; total: number }> {
    grantOf(principalOf(request), 'specimen.read');
    const where = {
      and: [
        { column: 'correlationId', equals: id },
        { column: 'category', equals: 'specimen' },
      ],
    };
    const view = await this.reads.view<AuditLine>(request, 'audit-trail');
    const { items, total = 0 } = await view.search({ where, limit: 1, count: true });
    return { total, ...(items[0] && { first: items[0].document }) };
  }

  /** A preview that has completed, of whoever asks: others' are none to them. */
  private async previewOf(request: ApiRequest, jobId: string): Promise<{ result: BulkPreview }> {
    const { accountId } = principalOf(request);
    const job = jobId.length <= 100 ? await this.house.jobs.get(jobId) : undefined;
    const known = job as Job<BulkPreviewRequest, BulkPreview> | undefined;
    if (known?.name !== PREVIEW || known.data.actor.id !== accountId)
      throw new Problem('NOT_FOUND', 'There is no such preview; previews are forgotten a while after they end.');
    if (known.result) return { result: known.result };
    const message = `the preview is ${known.status}: wait until it has completed.`;
    throw invalid({ field: 'previewJobId', message, code: 'PREVIEW_NOT_READY' });
  }
}

function actorOf({ accountId, via, grants }: Principal): BulkActor {
  return { id: accountId, via, grants };
}

/** A blank search finds everything, and only who says so means it: bodies take blank for absent. */
function chosen({ search = '', ids }: BulkChoice, said: unknown, principal: Principal): BulkSelection {
  const isSearch = typeof (said as { readonly search?: unknown }).search === 'string';
  if (isSearch === (ids !== undefined))
    throw invalid({ field: 'selection', message: 'give a search or ids, one of the two.', code: 'REQUIRED' });
  if (ids !== undefined) {
    const other = ids.find((id) => !UUID.test(id));
    if (other === undefined) return { ids };
    throw invalid({ field: 'selection.ids', message: 'must be ids of specimens.', code: 'INVALID_PARAMETER' });
  }
  const { conditions, text } = new SearchParameters(new URLSearchParams(search), COLUMNS).search();
  const where = allOf(visibleTo(principal), ...conditions);
  return { ...(where && { where }), ...(text && { text }) };
}

function actOf({ identify, correct }: BulkPreviewOrder): BulkAct {
  if (identify && !correct)
    return { ...identify, terms: { ...identify.terms }, kind: 'identify', accept: identify.accept === true };
  if (!correct || identify)
    throw invalid({ field: 'identify', message: 'give identify or correct, one of the two.', code: 'REQUIRED' });
  // A number is one specimen's own; a determination is corrected by another one.
  const misplaced = correct.changes.find(({ term }) => NUMBER_TERMS.has(term) || isDeterminationTerm(term));
  if (misplaced)
    throw invalid({
      field: 'correct.changes',
      message: `${misplaced.term} cannot be the same for many: correct it in each record.`,
      code: 'NOT_IN_BULK',
    });
  return { ...correct, changes: correct.changes.map((change) => ({ ...change })), kind: 'correct' };
}
