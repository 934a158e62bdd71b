import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { Command } from '#domain/kernel/decider.js';
import { parseCommand } from '#domain/kernel/parse-command.js';
import type { SavedSearchCommand } from '#domain/saved-search/commands.js';
import { SaveSearch } from '#domain/saved-search/commands.js';
import { savedSearch, type SavedSearchState } from '#domain/saved-search/saved-search.js';
import { permits, type Permission } from '#domain/terms/permissions.js';
import type { Receipt } from '#ledger/handle.js';
import type { SavedSearch } from '#projections/saved-search-list/view.js';
import type { AccountServices } from '#tasks/accounts/account-services.js';
import type { Principal } from '#tasks/accounts/principal.js';
import { Acts } from '../http/acts.js';
import { idOf, principalOf, type ApiRequest } from '../http/api-request.js';
import { Reads } from '../http/reads.js';
import { Problem } from '../problems/problem.js';
import { ACCOUNTS } from '../tokens.js';

/** A saved search as its reader sees it. */
export type ListedSearch = SavedSearch & { readonly id: string; readonly own: boolean; readonly ownerName: string };

const MOST_LISTED = 1_000;
const NO_SUCH = 'You keep no such search: it is another person’s, or was taken off the list.';

/** Searches that people keep: their own, and those that others share. */
@Injectable()
export class SavedSearchDesk {
  constructor(
    private readonly acts: Acts,
    private readonly reads: Reads,
    @Inject(ACCOUNTS) private readonly accounts: AccountServices,
  ) {}

  async list(request: ApiRequest): Promise<{ items: readonly ListedSearch[] }> {
    const { accountId } = principalOf(request);
    const view = await this.reads.view<SavedSearch>(request, 'saved-search-list');
    const where = {
      or: [
        { column: 'ownerId', equals: accountId },
        { column: 'shared', equals: 1 },
      ],
    };
    const { items } = await view.search({ where, sort: [{ column: 'name' }], limit: MOST_LISTED });
    return {
      items: await Promise.all(
        items.map(async ({ id, document }) => ({
          id,
          ...document,
          own: document.ownerId === accountId,
          ownerName: await this.accounts.directory.displayName(document.ownerId),
        })),
      ),
    };
  }

  save(request: ApiRequest, response: Response): Promise<Receipt> {
    const { accountId } = principalOf(request);
    return this.acts.perform(request, response, {
      aggregate: savedSearch,
      command: () => parseCommand(SaveSearch, { ...request.body, ownerId: accountId }),
      needs: (_state, _command, principal) => ({ permission: readingOf(principal) }),
    });
  }

  /** A change by its owner. */
  change(
    request: ApiRequest,
    response: Response,
    commandClass: new () => SavedSearchCommand & Command,
  ): Promise<Receipt> {
    return this.acts.perform(request, response, {
      aggregate: savedSearch,
      id: idOf(request, 'id', 'saved search'),
      command: () => parseCommand(commandClass, request.body),
      needs: (state: SavedSearchState, _command, principal) => {
        if (state.status === 'unknown' || state.search.ownerId !== principal.accountId)
          throw new Problem('NOT_FOUND', NO_SUCH);
        return { permission: readingOf(principal) };
      },
    });
  }
}

/** Who may search may keep searches. */
function readingOf({ grants }: Principal): Permission {
  return permits(grants, 'specimen.read') ? 'specimen.read' : 'specimen.read-released';
}
