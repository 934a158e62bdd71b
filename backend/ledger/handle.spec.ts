import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Aggregate, type Command, type Fact, Rejection } from '#domain/kernel/decider.js';
import { openSqliteEventStore } from './adapters/sqlite/sqlite-event-store.js';
import { type EventStore, LedgerUnavailable, RevisionConflict, type StreamAppend } from './event-store.js';
import { type CommandLedger, handle, PreconditionRequired, StaleRevision } from './handle.js';
import { RecentStreams } from './recent-streams.js';
import type { CommandContext, Envelope } from './record.js';
import { randomSalts } from './salts.js';
import { uuidV5 } from './uuid.js';

/** A drawer of labels: putting one in follows the rules, relabelling changes what somebody saw. */
type Drawer = readonly string[];
type Put = Command<'PutLabel'> & { readonly label: string };
type Relabel = Command<'Relabel'> & { readonly labels: readonly string[] };
type Labelled =
  Fact<'LabelPut', { readonly label: string }> | Fact<'LabelsReplaced', { readonly labels: readonly string[] }>;

const drawer: Aggregate<Drawer, Put | Relabel, Labelled> = {
  category: 'drawer',
  guards: { PutLabel: 'rules', Relabel: 'seen' },
  events: { LabelPut: 2, LabelsReplaced: 1 },
  initial: [],
  decide(labels, command) {
    if (command.type === 'Relabel')
      return [{ type: 'LabelsReplaced', data: { labels: command.labels }, reason: 'other' as never }];
    if (labels.includes(command.label)) return [];
    if (labels.length === 3) throw new Rejection('DRAWER_FULL', 'The drawer is full.');
    const pair = command.label.split('+');
    return pair.map((label) => ({ type: 'LabelPut', schema: 2, data: { label } }));
  },
  evolve: (labels, fact) => (fact.type === 'LabelPut' ? [...labels, fact.data.label] : fact.data.labels),
  upcast: (type, schema, data) =>
    type === 'LabelPut' && schema === 1 ? { label: (data as { text: string }).text } : data,
};

const put = (label: string): Put => ({ type: 'PutLabel', label });
const contextOf = (commandId: string = randomUUID(), at = Date.UTC(2026, 0, 1)): CommandContext => ({
  commandId,
  correlationId: commandId,
  actor: { id: commandId, role: 'curator', via: 'session' },
  source: { kind: 'ui' },
  at,
});

describe.each([
  { how: 'reading every stream anew', events: 0, receiptsProve: false },
  { how: 'remembering recent streams', events: 1000, receiptsProve: true },
  { how: 'remembering hardly anything', events: 1, receiptsProve: true },
  { how: 'remembering, and reading what was added', events: 1000, receiptsProve: false },
])('Handling a command, $how', ({ events, receiptsProve }) => {
  let folder: string;
  let store: EventStore;
  let ledger: CommandLedger;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'handle-'));
    store = await openSqliteEventStore({ file: join(folder, 'ledger.db'), writer: 'here' });
    ledger = { store, salts: randomSalts(), ...(events > 0 && { recent: new RecentStreams(events, receiptsProve) }) };
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const labels = async () => (await store.readStream('drawer-1')).map(({ data }) => data);
  /** The same store, with something happening before an append. */
  const withAppend = (
    before: (append: StreamAppend, tries: number) => Promise<void>,
    after = before,
  ): CommandLedger => {
    let tries = 0;
    const wrapped = Object.create(store, {
      readStream: { value: (stream: string) => store.readStream(stream) },
      append: {
        value: async (append: StreamAppend) => {
          tries++;
          if (after === before) await before(append, tries);
          const receipt = await store.append(append);
          if (after !== before) await after(append, tries);
          return receipt;
        },
      },
    }) as EventStore;
    return { ...ledger, store: wrapped };
  };
  const nothing = async () => undefined;

  it('records what the rules decide, and says where', async () => {
    const context = contextOf();
    const receipt = await handle(ledger, drawer, '1', put('a+b'), context);
    expect(receipt).toEqual({
      stream: 'drawer-1',
      id: '1',
      revision: 1,
      position: await store.head(),
      events: [0, 1].map((n) => ({ id: uuidV5(context.commandId, String(n)), type: 'LabelPut' })),
    });
    const [first, second] = (await store.readStream('drawer-1')).map(
      ({ envelope }) => JSON.parse(envelope) as Envelope,
    );
    expect(first).toMatchObject({ schema: 2, actor: context.actor, at: '2026-01-01T00:00:00.000Z', revision: 0 });
    expect(second!.prev).toBe((await store.readStream('drawer-1'))[0]!.leaf);
  });

  it('records nothing when all is so already', async () => {
    expect(await handle(ledger, { ...drawer, decide: () => [] }, '2', put('a'), contextOf())).toEqual({
      stream: 'drawer-2',
      id: '2',
      revision: -1,
      position: undefined,
      events: [],
    });
    const first = await handle(ledger, drawer, '1', put('a'), contextOf());
    expect(await handle(ledger, drawer, '1', put('a'), contextOf())).toEqual({ ...first, events: [] });
  });

  it('records nothing when the rules say no', async () => {
    await handle(ledger, drawer, '1', put('a+b+c'), contextOf());
    await expect(handle(ledger, drawer, '1', put('d'), contextOf())).rejects.toMatchObject({ code: 'DRAWER_FULL' });
    expect(await labels()).toHaveLength(3);
  });

  it('brings old shapes to the newest before deciding', async () => {
    const old = { ...drawer, decide: () => [{ type: 'LabelPut' as const, data: { text: 'a' } as never }] };
    await handle(ledger, old, '1', put('a'), contextOf());
    expect((await handle(ledger, drawer, '1', put('a'), contextOf())).events).toEqual([]);
    expect(await labels()).toEqual(['{"text":"a"}']);
  });

  it('dates no event before the one before it', async () => {
    await handle(ledger, drawer, '1', put('a'), contextOf(randomUUID(), Date.UTC(2026, 5, 1)));
    await handle(ledger, drawer, '1', put('b'), contextOf(randomUUID(), Date.UTC(2026, 4, 1)));
    const dates = (await store.readStream('drawer-1')).map(({ envelope }) => (JSON.parse(envelope) as Envelope).at);
    expect(dates).toEqual(Array(2).fill('2026-06-01T00:00:00.000Z'));
  });

  describe('that was handled before', () => {
    it('answers with the first receipt, whatever has happened since', async () => {
      const context = contextOf();
      const first = await handle(ledger, drawer, '1', put('a+b'), context);
      await handle(ledger, drawer, '1', put('c'), contextOf());
      expect(await handle(ledger, drawer, '1', put('a+b'), context)).toEqual({ ...first, repeated: true });
      expect(await labels()).toHaveLength(3);
    });

    it('answers so before it asks what was seen, who may, and what the rules say', async () => {
      const context = contextOf();
      await handle(ledger, drawer, '1', put('a'), contextOf());
      const relabel: Relabel = { type: 'Relabel', labels: ['x'] };
      const first = await handle(ledger, drawer, '1', relabel, context, { ifMatch: 0 });
      await handle(ledger, drawer, '1', put('y+z'), contextOf());
      const authorize = () => {
        throw new Error('must not be asked');
      };
      const again = await handle(ledger, drawer, '1', relabel, context, { ifMatch: 0, authorize });
      expect(again).toEqual({ ...first, repeated: true });
    });

    it('is recorded once when asked many times at once', async () => {
      const context = contextOf();
      const receipts = await Promise.all(
        Array.from({ length: 3 }, () => handle(ledger, drawer, '1', put('a'), context)),
      );
      expect(new Set(receipts.map(({ position }) => position)).size).toBe(1);
      expect(await labels()).toHaveLength(1);
    });
  });

  describe('that loses a race', () => {
    const overtake = async () => {
      await handle(ledger, drawer, '1', put(randomUUID()), contextOf());
    };

    it('is decided again by the rules on what stands there now', async () => {
      const racing = withAppend(async (_, tries) => {
        if (tries === 1) await handle(ledger, drawer, '1', put('a'), contextOf());
      });
      expect(await handle(racing, drawer, '1', put('a'), contextOf())).toMatchObject({ revision: 0, events: [] });
      expect(await labels()).toEqual(['{"label":"a"}']);
    });

    it('wins at the third try, or tells of the conflict', async () => {
      const twice = withAppend(async (_, tries) => (tries < 3 ? overtake() : undefined));
      expect(await handle(twice, drawer, '1', put('a'), contextOf())).toMatchObject({ revision: 2 });
      await handle(ledger, drawer, '1', { type: 'Relabel', labels: [] }, contextOf(), { ifMatch: 2 });
      await expect(handle(withAppend(overtake), drawer, '1', put('z'), contextOf())).rejects.toThrow(RevisionConflict);
      expect(await labels()).not.toContain('{"label":"z"}');
    });

    it('is stale when it changes what somebody saw', async () => {
      await handle(ledger, drawer, '1', put('a'), contextOf());
      const racing = withAppend(overtake);
      const relabel: Relabel = { type: 'Relabel', labels: ['x'] };
      await expect(handle(racing, drawer, '1', relabel, contextOf(), { ifMatch: 0 })).rejects.toThrow(StaleRevision);
      expect(await labels()).toHaveLength(2);
    });
  });

  it('is decided by what another process has recorded meanwhile', async () => {
    const elsewhere: CommandLedger = { store, salts: randomSalts() };
    await handle(ledger, drawer, '1', put('a+b'), contextOf());
    await handle(elsewhere, drawer, '1', put('c'), contextOf());
    await expect(handle(ledger, drawer, '1', put('d'), contextOf())).rejects.toMatchObject({ code: 'DRAWER_FULL' });
    await handle(elsewhere, drawer, '1', { type: 'Relabel', labels: [] }, contextOf(), { ifMatch: 2 });
    expect(await handle(ledger, drawer, '1', put('a'), contextOf())).toMatchObject({ revision: 4 });
    await handle(elsewhere, drawer, '1', put('b+c'), contextOf());
    expect(await handle(ledger, drawer, '1', put('c'), contextOf())).toMatchObject({ revision: 6, events: [] });
    const context = contextOf();
    const first = await handle(elsewhere, drawer, '1', { type: 'Relabel', labels: [] }, context, { ifMatch: 6 });
    const again = await handle(ledger, drawer, '1', { type: 'Relabel', labels: [] }, context, { ifMatch: 6 });
    expect(again).toEqual({ ...first, repeated: true });
  });

  describe('that changes what somebody saw', () => {
    const relabel: Relabel = { type: 'Relabel', labels: ['x'] };
    beforeEach(async () => void (await handle(ledger, drawer, '1', put('a+b'), contextOf())));

    it('needs the revision that was seen', async () => {
      await expect(handle(ledger, drawer, '1', relabel, contextOf())).rejects.toThrow(PreconditionRequired);
      expect(await handle(ledger, drawer, '1', relabel, contextOf(), { ifMatch: 1 })).toMatchObject({ revision: 2 });
    });

    it('is refused when another was quicker, and told what happened since', async () => {
      const failure = await handle(ledger, drawer, '1', relabel, contextOf(), { ifMatch: 0 }).catch(
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(StaleRevision);
      expect(failure).toMatchObject({
        seenRevision: 0,
        currentRevision: 1,
        since: [{ revision: 1, type: 'LabelPut', data: { label: 'b' } }],
      });
      expect(await labels()).toHaveLength(2);
    });

    it('is left to the rules while there is nothing to see', async () => {
      const strict = {
        ...drawer,
        decide: () => {
          throw new Rejection('DRAWER_UNKNOWN', 'There is no such drawer.');
        },
      };
      await expect(handle(ledger, strict, 'none', relabel, contextOf())).rejects.toMatchObject({
        code: 'DRAWER_UNKNOWN',
      });
    });

    it('minds a revision that is given even where none is needed', async () => {
      await expect(handle(ledger, drawer, '1', put('c'), contextOf(), { ifMatch: 0 })).rejects.toThrow(StaleRevision);
    });
  });

  it('asks who may before the rules decide, with the state at hand', async () => {
    await handle(ledger, drawer, '1', put('a'), contextOf());
    const asked: Drawer[] = [];
    const authorize = (state: Drawer) => {
      asked.push(state);
      throw new Error('Not yours.');
    };
    await expect(handle(ledger, drawer, '1', put('b'), contextOf(), { authorize })).rejects.toThrow('Not yours.');
    expect(asked).toEqual([['a']]);
    expect(await labels()).toHaveLength(1);
  });

  describe('when the outcome of its append is unknown', () => {
    const lost = async (_: StreamAppend, tries: number) => {
      if (tries === 1) throw new LedgerUnavailable('Lost on the way.');
    };

    it('finds its own events when they had been written', async () => {
      const receipt = await handle(withAppend(nothing, lost), drawer, '1', put('a'), contextOf());
      expect(receipt).toMatchObject({ revision: 0, events: [{ type: 'LabelPut' }] });
      expect(receipt.repeated).toBeUndefined();
      expect(await labels()).toHaveLength(1);
    });

    it('appends again when they had not', async () => {
      expect(await handle(withAppend(lost), drawer, '1', put('a'), contextOf())).toMatchObject({ revision: 0 });
      expect(await labels()).toHaveLength(1);
    });

    it('says so when the ledger stays away', async () => {
      const away = withAppend(async () => {
        throw new LedgerUnavailable('Away.');
      });
      await expect(handle(away, drawer, '1', put('a'), contextOf())).rejects.toThrow('Away.');
    });
  });
});

describe('A stream that is remembered', () => {
  it('is read once, and answers with the first receipt for what was recorded since', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'handle-'));
    const store = await openSqliteEventStore({ file: join(folder, 'ledger.db'), writer: 'here' });
    let reads = 0;
    const counting = Object.create(store, {
      readStream: {
        value: (stream: string, from?: number) => {
          reads++;
          return store.readStream(stream, from);
        },
      },
      append: { value: (append: StreamAppend) => store.append(append) },
    }) as EventStore;
    const ledger: CommandLedger = { store: counting, salts: randomSalts(), recent: new RecentStreams(100, true) };
    await handle(ledger, drawer, '1', put('a'), contextOf());
    const context = contextOf();
    const first = await handle(ledger, drawer, '1', put('b+c'), context);
    expect([first.revision, reads]).toEqual([2, 1]);
    expect(await handle(ledger, drawer, '1', put('b+c'), context)).toEqual({ ...first, repeated: true });
    await store.close();
    rmSync(folder, { recursive: true });
  });
});

describe('A store that acknowledges an id that stands there already', () => {
  it('is read again, since what stands there may have another salt', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'handle-'));
    const store = await openSqliteEventStore({ file: join(folder, 'ledger.db'), writer: 'here' });
    const elsewhere: CommandLedger = { store, salts: randomSalts() };
    const lenient = Object.create(store, {
      readStream: { value: (stream: string, from?: number) => store.readStream(stream, from) },
      append: {
        value: async (append: StreamAppend) => {
          const standing = (await store.readStream(append.stream)).find(({ id }) => id === append.records[0]!.id);
          return standing ?? store.append(append);
        },
      },
    }) as EventStore;
    const ledger: CommandLedger = { store: lenient, salts: randomSalts(), recent: new RecentStreams(100, false) };
    await handle(ledger, drawer, '1', put('a'), contextOf());
    const context = contextOf();
    await handle(elsewhere, drawer, '1', put('b'), context);
    await handle(ledger, drawer, '1', put('b'), context);
    await handle(ledger, drawer, '1', put('c'), contextOf());
    const [, second, third] = await store.readStream('drawer-1');
    expect((JSON.parse(third!.envelope) as Envelope).prev).toBe(second!.leaf);
    await store.close();
    rmSync(folder, { recursive: true });
  });
});
