import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { openSqliteEventStore } from './adapters/sqlite/sqlite-event-store.js';
import { canonicalize } from './canonical-json.js';
import { recordsOf } from './event-store.contract.js';
import { type EventStore, NO_STREAM } from './event-store.js';
import { leafHash } from './record-facts.js';
import { verifyLedger } from './verify.js';

describe('Verifying a ledger', () => {
  let folder: string;
  let file: string;
  let store: EventStore;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'verify-'));
    file = join(folder, 'ledger.db');
    store = await openSqliteEventStore({ file, writer: 'here' });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  /** note-1: positions 1, 2 and 5; note-2: positions 3 and 4. */
  const fill = async () => {
    const first = recordsOf('note-1', ['a', 'b']);
    await store.append({ stream: 'note-1', expectedRevision: NO_STREAM, records: first.records });
    const second = recordsOf('note-2', ['c', 'd']);
    await store.append({ stream: 'note-2', expectedRevision: NO_STREAM, records: second.records });
    const third = recordsOf('note-1', ['e'], first.tail);
    await store.append({ stream: 'note-1', expectedRevision: 1, records: third.records });
    return [...first.records, ...second.records, ...third.records];
  };
  const tamper = (sql: string, ...values: SQLInputValue[]) => {
    const raw = new DatabaseSync(file);
    raw.exec('PRAGMA ignore_check_constraints = 1');
    expect(raw.prepare(sql).run(...values).changes).toBeGreaterThan(0);
    raw.close();
  };
  /** Rewrites an envelope as somebody would who knows how the leaf hash is made. */
  const rewrite = async (position: number, change: (envelope: Record<string, unknown>) => string | object) => {
    const record = (await store.readAll(undefined, 10))[position - 1]!;
    const changed = change(JSON.parse(record.envelope) as Record<string, unknown>);
    const text = typeof changed === 'string' ? changed : canonicalize(changed);
    tamper(
      'UPDATE events SET envelope = ?, leaf = ? WHERE position = ?',
      text,
      Buffer.from(leafHash(text), 'hex'),
      position,
    );
  };

  it('finds an empty one good', async () => {
    expect(await verifyLedger(store)).toEqual({
      ok: true,
      events: 0,
      streams: 0,
      leaves: createHash('sha256').digest('hex'),
    });
  });

  it('counts events and streams, and hashes all leaves in order', async () => {
    const records = await fill();
    const leaves = createHash('sha256');
    for (const { leaf } of records) leaves.update(Buffer.from(leaf, 'hex'));
    const told: number[] = [];
    const result = await verifyLedger(store, { progress: (events) => told.push(events) });
    expect(result).toEqual({ ok: true, events: 5, streams: 2, leaves: leaves.digest('hex') });
    expect(told).toEqual([5]);
  });

  it('holds with thousands of streams', async () => {
    const streams = Array.from({ length: 3000 }, (_, i) => `note-${i}`);
    const heads = streams.map((stream) => recordsOf(stream, ['a', 'b']));
    await store.appendBatch(
      streams.map((stream, i) => ({ stream, expectedRevision: NO_STREAM, records: heads[i]!.records })),
    );
    await store.appendBatch(
      streams.map((stream, i) => ({
        stream,
        expectedRevision: 1,
        records: recordsOf(stream, ['c'], heads[i]!.tail).records,
      })),
    );
    expect(await verifyLedger(store)).toMatchObject({ ok: true, events: 9000, streams: 3000 });
  });

  it('can be stopped', async () => {
    await expect(verifyLedger(store, { signal: AbortSignal.abort(new Error('Enough.')) })).rejects.toThrow('Enough.');
  });

  describe('finds the first record where', () => {
    beforeEach(fill);

    it.each<[string, string, number, string]>([
      ['data was changed', `UPDATE events SET data = '{"text":"z"}' WHERE position = 3`, 3, 'dataHash'],
      ['one blank was added to data', `UPDATE events SET data = data || ' ' WHERE position = 2`, 2, 'dataHash'],
      ['the salt was changed', `UPDATE events SET salt = zeroblob(32) WHERE position = 4`, 4, 'dataHash'],
      ['the salt was cut', `UPDATE events SET salt = zeroblob(31) WHERE position = 4`, 4, 'salt is not 32 bytes'],
      [
        'the envelope was changed',
        `UPDATE events SET envelope = replace(envelope, 'curator', 'auditor') WHERE position = 2`,
        2,
        'leaf hash',
      ],
      ['the leaf was changed', `UPDATE events SET leaf = zeroblob(32) WHERE position = 1`, 1, 'leaf hash'],
      [
        'the type column was changed',
        `UPDATE events SET type = 'NoteLost' WHERE position = 3`,
        3,
        'under type NoteLost',
      ],
      ['the id column was changed', `UPDATE events SET id = zeroblob(16) WHERE position = 3`, 3, 'under id 00000000'],
      [
        'it was moved to another stream',
        `UPDATE events SET stream = 2, revision = 2 WHERE position = 5`,
        5,
        'under stream note-2',
      ],
      ['its stream was renamed', `UPDATE streams SET name = 'note-3' WHERE name = 'note-2'`, 3, 'under stream note-3'],
      ['it was renumbered', `UPDATE events SET revision = 7 WHERE position = 5`, 5, 'under revision 7'],
      [
        'the first of a stream is gone',
        `DELETE FROM events WHERE position = 1`,
        2,
        'revision 0 of its stream is missing',
      ],
      ['one in the middle is gone', `DELETE FROM events WHERE position = 2`, 5, 'revision 1 of its stream is missing'],
      [
        'it was put before its predecessor',
        `UPDATE events SET position = 9 WHERE position = 1`,
        2,
        'revision 0 of its stream is missing',
      ],
    ])('%s', async (_, sql, position, why) => {
      tamper(sql);
      const { ok, events, firstBad } = await verifyLedger(store);
      expect(ok).toBe(false);
      expect(Number(`0x${firstBad!.position}`)).toBe(position);
      expect(firstBad!.why).toContain(why);
      expect(events).toBeLessThan(position);
    });

    it.each<[string, number, (envelope: Record<string, unknown>) => string | object, number, string]>([
      [
        'history was rewritten with a fitting leaf',
        1,
        (e) => ({ ...e, basis: 'forged' }),
        2,
        'prev is not the leaf hash',
      ],
      ['prev was cut off', 5, ({ prev: _, ...e }) => e, 5, 'prev is not the leaf hash'],
      [
        'a first event claims a predecessor',
        3,
        (e) => ({ ...e, prev: 'ab'.repeat(32) }),
        3,
        'prev is not the leaf hash',
      ],
      ['the envelope is not canonical', 5, (e) => JSON.stringify(e, undefined, 1), 5, 'not canonical'],
      ['a member was slipped in', 5, (e) => ({ ...e, extra: 1 }), 5, 'does not know'],
      [
        'a member was slipped into the actor',
        5,
        (e) => ({ ...e, actor: { ...(e['actor'] as object), x: '' } }),
        5,
        'does not know',
      ],
      ['a member is missing', 5, ({ actor: _, ...e }) => e, 5, 'lacks members'],
      ['the format is another', 5, (e) => ({ ...e, v: 2 }), 5, 'does not know'],
      ['the envelope is not JSON', 5, () => 'x', 5, 'not a JSON object'],
      ['the envelope is null', 5, () => 'null', 5, 'not a JSON object'],
      ['time runs backwards', 5, (e) => ({ ...e, at: '2025-12-31T23:59:59.999Z' }), 5, 'dated before'],
      ['the time is none', 5, (e) => ({ ...e, at: 'yesterday' }), 5, 'its time is not'],
    ])('%s', async (_, changed, change, position, why) => {
      await rewrite(changed, change);
      const { ok, firstBad } = await verifyLedger(store);
      expect(ok).toBe(false);
      expect(Number(`0x${firstBad!.position}`)).toBe(position);
      expect(firstBad!.why).toContain(why);
    });
  });

  it('tells by the leaves that the newest event is gone', async () => {
    await fill();
    const before = await verifyLedger(store);
    tamper('DELETE FROM events WHERE position = 5');
    const after = await verifyLedger(store);
    expect(after.ok).toBe(true);
    expect(after.leaves).not.toBe(before.leaves);
  });
});
