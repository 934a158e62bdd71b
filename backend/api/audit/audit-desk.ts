import { Inject, Injectable } from '@nestjs/common';
import { permits, type Grant } from '#domain/terms/permissions.js';
import { auditTrail } from '#projections/audit-trail/projection.js';
import type { AuditLine } from '#projections/audit-trail/view.js';
import type { Condition } from '#projections/kernel/query.js';
import type { AccountServices } from '#tasks/accounts/account-services.js';
import { grantOf } from '../http/acts.js';
import { principalOf, queryOf, type ApiRequest } from '../http/api-request.js';
import { Reads } from '../http/reads.js';
import { SearchParameters } from '../http/search-parameters.js';
import { allOf } from '../specimens/specimen-desk.js';
import { ACCOUNTS } from '../tokens.js';

/** One page of the audit trail. */
export interface AuditAnswer {
  readonly items: readonly (AuditLine & { readonly id: string; readonly actorName: string })[];
  readonly next?: string;
  readonly total?: number;
  readonly position?: string;
}

/** Searching the audit trail: all of it, or the lines of the collections that one may audit. */
@Injectable()
export class AuditDesk {
  constructor(
    private readonly reads: Reads,
    @Inject(ACCOUNTS) private readonly accounts: AccountServices,
  ) {}

  async search(request: ApiRequest): Promise<AuditAnswer> {
    const principal = principalOf(request);
    grantOf(principal, 'audit.read');
    const parameters = new SearchParameters(inTime(queryOf(request)), auditTrail.schema.columns);
    const { conditions } = parameters.search();
    const where = allOf(auditedBy(principal.grants), ...conditions);
    const view = await this.reads.view<AuditLine>(request, auditTrail.name);
    const newestFirst = { sort: [{ column: 'position', descending: true }] };
    const { items, next, total, position } = await view.search({
      ...newestFirst,
      ...parameters.page(),
      ...(where && { where }),
    });
    return {
      items: await Promise.all(
        items.map(async ({ id, document }) => ({
          id,
          ...document,
          actorName: await this.accounts.directory.displayName(document.actorId),
        })),
      ),
      ...(next !== undefined && { next }),
      ...(total !== undefined && { total }),
      ...(position !== undefined && { position }),
    };
  }
}

/** `from` and `to` are about the time; a day counts whole. */
function inTime(query: URLSearchParams): URLSearchParams {
  const asked = new URLSearchParams(query);
  const [from, to] = [query.get('from'), query.get('to')];
  asked.delete('from');
  asked.delete('to');
  if (from) asked.set('at.from', from);
  if (to) asked.set('at.to', /^\d{4}-\d{2}-\d{2}$/.test(to) ? `${to}T23:59:59.999Z` : to);
  return asked;
}

function auditedBy(grants: readonly Grant[]): Condition | undefined {
  const ids = grants.filter((grant) => permits([grant], 'audit.read')).map(({ collectionId }) => collectionId);
  return ids.includes('*') ? undefined : { column: 'collectionId', in: [...new Set(ids)] };
}
