// Cursors: each holds the matching documents of the moment at which it was opened.
import { Long } from 'bson';
import { randomBytes } from 'node:crypto';
import { fail } from './errors.mjs';
import { MAX_DOC, sizeOf, toNumber } from './values.mjs';

const IDLE_MS = 600_000;

/** All open cursors of the server. */
export class Cursors {
  #open = new Map();
  constructor() {
    this.sweep = setInterval(() => {
      for (const [key, c] of this.#open) if (!c.keep && Date.now() - c.used > IDLE_MS) this.#open.delete(key);
    }, 60_000).unref();
  }
  /** -> the `cursor` part of a reply. */
  open(ctx, { ns, rows, batchSize = 101, single = false, shape, coll, keep }) {
    const cursor = { ns, rows, at: 0, shape, coll, keep, lsid: ctx.session?.lsid, unit: ctx.unit };
    const firstBatch = this.#take(cursor, toNumber(batchSize));
    let id = Long.ZERO;
    if (cursor.at < rows.length && !single) {
      id = Long.fromBigInt((randomBytes(8).readBigUInt64LE() >> 1n) | 1n);
      this.#open.set(id.toString(), cursor);
    }
    return { firstBatch, id, ns };
  }
  #take(cursor, batchSize) {
    const batch = [];
    let size = 0;
    cursor.used = Date.now();
    while (cursor.at < cursor.rows.length && batch.length < batchSize) {
      const row = cursor.rows[cursor.at];
      const doc = cursor.shape ? cursor.shape(row) : row;
      size += sizeOf(doc) + 10;
      if (batch.length && size > MAX_DOC) break;
      batch.push(doc);
      cursor.at += 1;
    }
    return batch;
  }
  more(ctx, id, ns, batchSize) {
    const cursor = this.#open.get(id.toString());
    if (!cursor) fail('CursorNotFound', `cursor id ${id} not found`);
    if (cursor.ns !== ns)
      fail(
        'Unauthorized',
        `Requested getMore on namespace '${ns}', but cursor belongs to a different namespace ${cursor.ns}`,
      );
    if (cursor.unit !== ctx.unit)
      fail(50738, `Cannot run getMore on cursor ${id}, which was created in another transaction or outside of one`);
    if (cursor.coll?.gone) {
      this.#open.delete(id.toString());
      fail('QueryPlanKilled', `Executor error during getMore :: caused by :: ${cursor.coll.gone}`);
    }
    const nextBatch = this.#take(cursor, batchSize ? toNumber(batchSize) : Infinity);
    const done = cursor.at >= cursor.rows.length;
    if (done) this.#open.delete(id.toString());
    return { nextBatch, id: done ? Long.ZERO : id, ns };
  }
  kill = (id) => this.#open.delete(id.toString());
  killWhere(test) {
    for (const [key, c] of this.#open) if (test(c)) this.#open.delete(key);
  }
}
