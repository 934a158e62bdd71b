import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { collection, type CollectionState } from '#domain/collection/collection.js';
import { DescribeCollection, EstablishCollection } from '#domain/collection/commands.js';
import { parseCommand } from '#domain/kernel/parse-command.js';
import { permits } from '#domain/terms/permissions.js';
import type { Receipt } from '#ledger/handle.js';
import { collectionNumbers } from '#projections/collection-overview/overview-query.js';
import type { SpecimenSearchRow } from '#projections/specimen-search/view.js';
import type { CollectionNumbers, CollectionOverview } from '#projections/collection-overview/view.js';
import type { Principal } from '#tasks/accounts/principal.js';
import { Acts, grantOf } from '../http/acts.js';
import { idOf, principalOf, type ApiRequest } from '../http/api-request.js';
import { Reads } from '../http/reads.js';
import { Problem } from '../problems/problem.js';

/** Collections as a list. */
export interface CollectionList {
  readonly items: readonly (CollectionOverview & { readonly id: string })[];
}

const VIEW = 'collection-overview';
const MOST_LISTED = 1_000;
const NO_SUCH = 'There is no such collection: choose one that exists, or establish it.';

/** Reading and changing collections over HTTP. */
@Injectable()
export class CollectionDesk {
  constructor(
    private readonly acts: Acts,
    private readonly reads: Reads,
  ) {}

  async list(request: ApiRequest): Promise<CollectionList> {
    const principal = principalOf(request);
    const view = await this.reads.view<CollectionOverview>(request, VIEW);
    const { items } = await view.search({ sort: [{ column: 'name' }], limit: MOST_LISTED });
    return {
      items: items.filter(({ id }) => mayRead(principal, id)).map(({ id, document }) => ({ id, ...document })),
    };
  }

  show(request: ApiRequest, response: Response): Promise<CollectionOverview> {
    const id = readableCollection(request);
    return this.reads.document<CollectionOverview>(request, response, VIEW, id, NO_SUCH);
  }

  async overview(request: ApiRequest): Promise<CollectionNumbers> {
    const id = readableCollection(request);
    grantOf(principalOf(request), 'specimen.read', id);
    return collectionNumbers(await this.reads.view<SpecimenSearchRow>(request, 'specimen-search'), id);
  }

  establish(request: ApiRequest, response: Response): Promise<Receipt> {
    return this.acts.perform(request, response, {
      aggregate: collection,
      command: () => parseCommand(EstablishCollection, request.body),
      needs: () => ({ permission: 'collection.establish' }),
    });
  }

  describe(request: ApiRequest, response: Response): Promise<Receipt> {
    const id = idOf(request, 'id', 'collection');
    return this.acts.perform(request, response, {
      aggregate: collection,
      id,
      command: () => parseCommand(DescribeCollection, request.body),
      needs: (state: CollectionState, _command, principal) => {
        if (state.status === 'unknown' || !mayRead(principal, id)) throw new Problem('NOT_FOUND', NO_SUCH);
        return { permission: 'collection.describe', collectionId: id };
      },
    });
  }
}

/** The collection that the address names; one that this account may not read is not found. */
export function readableCollection(request: ApiRequest): string {
  const id = idOf(request, 'id', 'collection');
  if (mayRead(principalOf(request), id)) return id;
  throw new Problem('NOT_FOUND', NO_SUCH);
}

function mayRead({ grants }: Principal, collectionId: string): boolean {
  return permits(grants, 'specimen.read', collectionId) || permits(grants, 'specimen.read-released', collectionId);
}
