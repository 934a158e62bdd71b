import { randomUUID } from 'node:crypto';
import { binaryEvent, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { type EventStoreDbForTests, eventStoreDbForTests } from '../../../../infra/testing/eventstoredb/test-server.js';
import { describeEventStoreContract, recordsOf } from '../../event-store.contract.js';
import { type EventStore, LedgerDamaged, NO_STREAM } from '../../event-store.js';
import { verifyLedger } from '../../verify.js';
import { readAddress } from './address.js';
import { openEventStoreDb } from './eventstoredb-event-store.js';
import { outgoing } from './stored-form.js';

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

describe('An EventStoreDB that somebody has meddled with', () => {
  let url: string;
  let store: EventStore;
  let meddler: EventStoreDBClient;
  let stored: (stream: string) => string;
  beforeEach(async () => {
    url = anotherLedger(server.url);
    const { hosts, channel, credentials, ledger } = readAddress(url);
    stored = (stream) => `${ledger}.${stream}`;
    meddler = new EventStoreDBClient({ endpoint: hosts[0]! }, channel, credentials);
    store = await openEventStoreDb({ url });
    const { records } = recordsOf('note-1', ['a', 'b', 'c']);
    await store.append({ stream: 'note-1', expectedRevision: NO_STREAM, records });
  });
  afterEach(async () => {
    await meddler.dispose();
    await store.close();
  });
  const reading = () => store.readAll(undefined, 100);

  it('by writing into a stream stops the reading with a sentence', async () => {
    await meddler.appendToStream(stored('note-1'), jsonEvent({ type: 'Forged', data: { text: 'd' } }));
    for (const read of [reading, () => store.readStream('note-1')]) {
      await expect(read()).rejects.toThrow(LedgerDamaged);
      await expect(read()).rejects.toThrow(/Event 3 of the stream \S*note-1 \(Forged\) is no record of this ledger/);
    }
  });

  it('by deleting a stream for good stops the reading with a sentence', async () => {
    await meddler.tombstoneStream(stored('note-1'));
    await expect(reading()).rejects.toThrow('Somebody has deleted the stream');
    await expect(store.readStream('note-1')).rejects.toThrow('deleted that stream');
    const again = store.append({ stream: 'note-1', expectedRevision: 2, records: recordsOf('note-1', ['d']).records });
    await expect(again).rejects.toThrow(LedgerDamaged);
  });

  it('by hiding events is found out when the stream is read', async () => {
    await meddler.setStreamMetadata(stored('note-1'), { truncateBefore: 2 });
    await expect(store.readStream('note-1')).rejects.toThrow('lacks its event 0');
  });

  it('by deleting a stream that may come back is found out at the next append', async () => {
    await meddler.deleteStream(stored('note-1'));
    const { records } = recordsOf('note-1', ['again']);
    const append = store.append({ stream: 'note-1', expectedRevision: NO_STREAM, records });
    await expect(append).rejects.toThrow('went on at revision 3 instead of 0');
  });

  it('by blanking data leaves the envelope, and a check that names the event', async () => {
    const [first] = recordsOf('note-2', ['x']).records;
    const { event } = outgoing(first!);
    const blank = binaryEvent({ ...event, data: new Uint8Array(50).fill(255) } as never);
    await meddler.appendToStream(stored('note-2'), blank, { expectedRevision: 'no_stream' });
    expect(await store.readStream('note-2')).toMatchObject([
      { envelope: first!.envelope, leaf: first!.leaf, data: '' },
    ]);
    expect(await verifyLedger(store)).toMatchObject({ ok: false, firstBad: { stream: 'note-2', revision: 0 } });
  });

  it('is foreseen: who opens it is told what its user might do', async () => {
    const said: string[] = [];
    const again = await openEventStoreDb({
      url: url.replace('esdb://', 'esdb://anna:secret@'),
      onWarning: (sentence) => said.push(sentence),
    });
    await again.close();
    expect(said).toEqual([
      expect.stringContaining('tls=false'),
      expect.stringContaining('delete streams and change the metadata of streams'),
    ]);
    expect(said.join()).not.toContain('secret');
  });
});

describe('Positions of an EventStoreDB ledger', () => {
  it('are 32 hexadecimal digits; others are refused as a mistake of the caller', async () => {
    const store = await openEventStoreDb({ url: anotherLedger(server.url) });
    const { records } = recordsOf('note-1', ['a']);
    const { position } = await store.append({ stream: 'note-1', expectedRevision: NO_STREAM, records });
    expect(position).toMatch(/^[0-9a-f]{32}$/);
    await expect(store.readAll('0000000000000001', 1)).rejects.toThrow('not a position');
    // In the middle of a record.
    const between = (BigInt(`0x${position.slice(0, 16)}`) - 1n).toString(16).padStart(16, '0');
    await expect(store.readAll(between + between, 1)).rejects.toThrow(TypeError);
    await store.close();
  });
});
