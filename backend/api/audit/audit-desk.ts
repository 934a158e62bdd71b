import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { foldCatalogNumber } from '#domain/terms/catalog-number.js';
import { permits, type Grant } from '#domain/terms/permissions.js';
import type { Account } from '#projections/account-register/view.js';
import type { Activity } from '#projections/activity/view.js';
import { auditTrail } from '#projections/audit-trail/projection.js';
import type { AuditLine } from '#projections/audit-trail/view.js';
import type { CollectionOverview } from '#projections/collection-overview/view.js';
import type { ImportReport } from '#projections/import-report/view.js';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { SpecimenSearchRow } from '#projections/specimen-search/view.js';
import type { AccountServices } from '#tasks/accounts/account-services.js';
import { OPERATOR_ID } from '#tasks/accounts/operator.js';
import { activityReport, type ActivityReport } from '#tasks/audit/activity-report.js';
import { AuditSearch, type Asked, type FoundPage, type Inquiry } from '#tasks/audit/audit-search.js';
import { exportedLines } from '#tasks/audit/exported-lines.js';
import { LineTeller } from '#tasks/audit/told-line.js';
import type { House } from '#wiring/house.js';
import { addressOf } from '../auth/session-desk.js';
import { grantOf } from '../http/acts.js';
import { principalOf, queryOf, type ApiRequest } from '../http/api-request.js';
import { Reads } from '../http/reads.js';
import { SearchParameters } from '../http/search-parameters.js';
import { ACCOUNTS, HOUSE } from '../tokens.js';
import { exportOf, inTime, monthsOf, recordOf } from './audit-parameters.js';

/** People who may have done something. */
export interface PeopleList {
  readonly items: readonly { readonly id: string; readonly name: string }[];
}

const MOST_LISTED = 1_000;
const MOST_RECORDS = 200;
const MOST_TOLD = 300;

/** Searching the audit trail and its reports: all of it, or the lines of the collections that one may audit. */
@Injectable()
export class AuditDesk {
  constructor(
    private readonly reads: Reads,
    @Inject(HOUSE) private readonly house: House,
    @Inject(ACCOUNTS) private readonly accounts: AccountServices,
  ) {}

  async search(request: ApiRequest, inquiry: Inquiry): Promise<FoundPage> {
    const search = await this.open(request);
    const { asked, parameters } = await this.asked(request, queryOf(request));
    return search.page(inquiry, { ...asked, ...parameters.page() });
  }

  async people(request: ApiRequest): Promise<PeopleList> {
    grantOf(principalOf(request), 'audit.read');
    const view = await this.reads.view<Account>(request, 'account-register');
    const { items } = await view.search({ sort: [{ column: 'name' }], limit: MOST_LISTED });
    const operator = { id: OPERATOR_ID, name: await this.accounts.directory.displayName(OPERATOR_ID) };
    return { items: [...items.map(({ id, document }) => ({ id, name: document.displayName })), operator] };
  }

  /** Whole accounts are told of, so that it takes an auditor of all collections. */
  async activity(request: ApiRequest): Promise<ActivityReport> {
    grantOf(principalOf(request), 'audit.read', '*');
    const { from, to } = monthsOf(queryOf(request), this.house.now());
    const view = await this.reads.view<Activity>(request, 'activity');
    return activityReport(view, from, to, (id) => this.accounts.directory.displayName(id));
  }

  /** Streams what was asked for; who took it out, and by which question, is in the security log before the first byte. */
  async export(request: ApiRequest, response: Response): Promise<void> {
    const search = await this.open(request);
    const { inquiry, format, query } = exportOf(queryOf(request));
    const { asked } = await this.asked(request, query);
    const { accountId, via } = principalOf(request);
    const about = `audit trail, ${inquiry} as ${format}: ${query.toString() || 'all'}`.slice(0, MOST_TOLD);
    await this.accounts.log.add({ what: 'exported', accountId, about, address: addressOf(request), via });
    const day = new Date(this.house.now()).toISOString().slice(0, 10);
    response.setHeader(
      'Content-Type',
      format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8',
    );
    response.setHeader('Content-Disposition', `attachment; filename="audit-${inquiry}-${day}.${format}"`);
    const text = Readable.from(exportedLines(search.all(inquiry, asked), format));
    await pipeline(text, response).catch((error: unknown) => {
      this.house.log.error('An export of the audit trail was cut off', error);
      response.destroy();
    });
  }

  private async open(request: ApiRequest): Promise<AuditSearch> {
    const principal = principalOf(request);
    grantOf(principal, 'audit.read');
    const { house, accounts } = this;
    const views = {
      specimens: house.view<SpecimenRecord>('specimen-record'),
      accounts: house.view<Account>('account-register'),
      collections: house.view<CollectionOverview>('collection-overview'),
      imports: house.view<ImportReport>('import-report'),
    };
    const teller = new LineTeller(views, (id) => accounts.directory.displayName(id));
    const lines = await this.reads.view<AuditLine>(request, auditTrail.name);
    return new AuditSearch(lines, teller, house.ledger, auditedBy(principal.grants));
  }

  private async asked(
    request: ApiRequest,
    query: URLSearchParams,
  ): Promise<{ asked: Asked; parameters: SearchParameters }> {
    const { number, rest } = recordOf(query);
    const parameters = new SearchParameters(inTime(rest), auditTrail.schema.columns);
    const { conditions, text } = parameters.search();
    const subjects = number === undefined ? [] : [{ column: 'subject', in: await this.numbered(request, number) }];
    return { asked: { conditions: [...conditions, ...subjects], ...(text && { text }) }, parameters };
  }

  private async numbered(request: ApiRequest, number: string): Promise<readonly string[]> {
    const view = await this.reads.view<SpecimenSearchRow>(request, 'specimen-search');
    const wanted = foldCatalogNumber(number);
    const { items } = await view.search({ where: { column: 'catalogNumber', prefix: number }, limit: MOST_RECORDS });
    return items
      .filter(({ document }) => foldCatalogNumber(document.terms['catalogNumber'] ?? '') === wanted)
      .map(({ id }) => id);
  }
}

function auditedBy(grants: readonly Grant[]): readonly string[] | undefined {
  const ids = grants.filter((grant) => permits([grant], 'audit.read')).map(({ collectionId }) => collectionId);
  return ids.includes('*') ? undefined : [...new Set(ids)];
}
