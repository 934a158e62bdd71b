import { randomUUID } from 'node:crypto';
import { type EventStoreDbForTests, eventStoreDbForTests } from '../../../../infra/testing/eventstoredb/test-server.js';
import { describeEventStoreContract } from '../../event-store.contract.js';
import type { EventStore } from '../../event-store.js';
import { openEventStoreDb } from './eventstoredb-event-store.js';

let server: EventStoreDbForTests;
beforeAll(async () => void (server = await eventStoreDbForTests()));
afterAll(() => server.stop());

/** A ledger of its own on the one server, which may be a real one that is not empty. */
const anotherLedger = (url: string) =>
  `${url}${url.includes('?') ? '&' : '?'}ledger=t${randomUUID().replaceAll('-', '')}`;

describeEventStoreContract('EventStoreDB', async () => {
  const url = anotherLedger(server.url);
  const members: EventStore[] = [];
  return {
    async connect() {
      const store = await openEventStoreDb({ url });
      members.push(store);
      return store;
    },
    sizes: { taken: 1_040_000, refused: 1_048_576 },
    async dispose() {
      for (const member of members) await member.close();
    },
  };
});
