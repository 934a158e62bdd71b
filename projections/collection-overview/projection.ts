import type { CollectionDescription, CollectionEvent, LoanPolicy } from '#domain/collection/events.js';
import type { LedgerEvent } from '#ledger/ledger-event.js';
import type { Projection } from '../kernel/projection.js';
import type { ViewSchema } from '../kernel/view-store.js';
import type { CollectionOverview } from './view.js';

const schema: ViewSchema<CollectionOverview> = {
  columns: [
    { name: 'name', kind: 'text' },
    { name: 'institutionCode', kind: 'text' },
    { name: 'collectionCode', kind: 'text' },
    { name: 'parentCollectionId', kind: 'text' },
  ],
  indexes: [['name'], ['institutionCode', 'collectionCode'], ['collectionCode'], ['parentCollectionId']],
  row: ({ name, institutionCode, collectionCode, parentCollectionId }) => ({
    name,
    institutionCode,
    collectionCode,
    parentCollectionId,
  }),
};

/** Each collection as it describes itself today, and since when. */
export const collectionOverview: Projection<CollectionOverview> = {
  name: 'collection-overview',
  version: 2,
  types: ['CollectionEstablished', 'CollectionDescribed', 'LoanPolicySet'],
  keysOf: (event) => [event.subject],
  evolve: (overview, event) => {
    const fact = { type: event.type, data: event.data as object } as CollectionEvent;
    if (fact.type === 'CollectionEstablished') return established(fact.data, event);
    if (!overview) return null;
    const stamp = { modifiedAt: event.at, revision: event.revision };
    return fact.type === 'LoanPolicySet'
      ? { ...overview, ...stamp, loanPolicy: policyOf(fact.data) }
      : { ...overview, ...fact.data.changes, ...stamp };
  },
  schema,
};

function established(data: CollectionDescription & { readonly note?: string }, event: LedgerEvent): CollectionOverview {
  const { note: _, ...description } = data;
  return {
    ...description,
    foundedAt: event.at,
    foundedBy: event.actor.id,
    modifiedAt: event.at,
    revision: event.revision,
  };
}

function policyOf({ defaultTermDays, longestTermDays, approvalsNeeded }: LoanPolicy): LoanPolicy {
  return { defaultTermDays, longestTermDays, approvalsNeeded };
}
