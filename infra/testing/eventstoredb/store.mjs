// The log: one SQLite file, group commit, positions that grow by the size of each record.
import { randomUUID } from 'node:crypto';
import { openDatabase } from './database.mjs';
import { Log } from './log.mjs';
import * as rules from './rules.mjs';

const { TOMBSTONE, StreamDeleted, WrongExpectedVersion } = rules;
const EMPTY = new Uint8Array(0);

// A record's length in the log, which is what makes positions look like byte offsets.
const sizeOf = (name, e) => 61 + 2 * (name.length + e.type.length) + e.data.length + e.meta.length;

export class Store extends Log {
  /**
   * idCache: how many recent event ids are remembered for retries without a revision
   * ('any', 'stream_exists'). The memory is empty after a restart, as on a real server.
   */
  constructor(file = ':memory:', { sync = 'FULL', idCache = 100_000 } = {}) {
    super();
    this.setMaxListeners(0);
    this.idCache = idCache;
    this.ready = true;
    this.recentIds = new Map(); // id -> { sid, revision }
    this.streams = new Map(); // name -> row
    this.limits = new Map(); // name -> limits from metadata
    this.queue = [];
    Object.assign(this, openDatabase(file, sync)); // db, sql
    const newest = this.sql.allBackward.get(TOMBSTONE, 1);
    this.head = newest ? newest.pos : -1; // position of the newest event
    this.end = newest ? newest.pos + sizeOf(newest.name, newest) : 0; // position of the next one
    if (!newest) this.writeFirstEvent();
  }

  // A fresh server is not empty either: it holds the metadata of its own scavenge stream.
  writeFirstEvent() {
    this.write('$$$scavenges', [this.jsonEvent('$metadata', { $maxAge: 2592000 })]);
  }

  /** Forget the ids of recent events, as a restart or 8 MiB of other events would. */
  forgetRecentIds() {
    this.recentIds.clear();
  }

  close() {
    this.emit('close');
    this.removeAllListeners();
    this.db.close();
  }

  // ------------------------------------------------------------------ writing

  /** Each change runs in the next transaction; changes of one tick share it (group commit). */
  enqueue(change) {
    return new Promise((resolve, reject) => {
      this.queue.push({ change, resolve, reject });
      if (this.queue.length === 1) setImmediate(() => this.flush());
    });
  }

  flush() {
    const work = this.queue;
    const { head, end } = this;
    const settle = [];
    this.queue = [];
    try {
      this.db.exec('BEGIN IMMEDIATE');
      for (const { change, resolve, reject } of work) {
        try {
          const result = change();
          settle.push(() => resolve(result));
        } catch (error) {
          if (!(error instanceof WrongExpectedVersion || error instanceof StreamDeleted)) throw error;
          settle.push(() => reject(error));
        }
      }
      this.db.exec('COMMIT');
    } catch (error) {
      this.undo(head, end);
      for (const { reject } of work) reject(error);
      return;
    }
    for (const done of settle) done();
    if (this.head > head) this.emit('head', this.head);
  }

  undo(head, end) {
    try {
      this.db.exec('ROLLBACK');
    } catch {
      // no transaction was open
    }
    Object.assign(this, { head, end });
    for (const cache of [this.streams, this.limits, this.recentIds]) cache.clear();
  }

  append(name, expected, events) {
    return this.enqueue(() => {
      const ids = events.map((e) => e.id);
      const decision = rules.decide(this.view(name), expected, ids);
      if (!decision.write) return this.alreadyWritten(name, decision.revision);
      const wasDeleted = rules.isMetaStream(name) && this.limitsOf(rules.originalOf(name)).softDeleted;
      const result = this.write(name, events);
      if (decision.undelete) this.undelete(name, result.revision - events.length + 1);
      if (wasDeleted) this.undelete(rules.originalOf(name), this.last(rules.originalOf(name)) + 1);
      return result;
    });
  }

  softDelete(name, expected) {
    return this.enqueue(() => {
      rules.decide(this.view(name), expected, [randomUUID()]);
      const metaName = rules.metaStreamOf(name);
      if (this.last(name) < 0 && this.last(metaName) < 0) throw new WrongExpectedVersion(-1);
      return this.write(metaName, [this.metadataEvent(rules.softDeleteMetadata())]);
    });
  }

  tombstone(name, expected) {
    return this.enqueue(() => {
      rules.decide(this.view(name), expected, [randomUUID()]);
      const row = this.stream(name) ?? this.create(name);
      const event = { id: randomUUID(), type: '$streamDeleted', json: 1, data: EMPTY, meta: EMPTY };
      const position = this.insert(row, name, TOMBSTONE, event, Date.now());
      row.dead = 1;
      this.sql.setDead.run(row.sid);
      return { revision: TOMBSTONE, position };
    });
  }

  view(name) {
    const row = this.stream(name);
    return {
      last: row ? row.last : -1,
      dead: this.isDead(name),
      softDeleted: this.limitsOf(name).softDeleted,
      hasMetadata: this.last(rules.metaStreamOf(name)) >= 0,
      cached: (id) => {
        const known = this.recentIds.get(id);
        return known && row && known.sid === row.sid ? known.revision : undefined;
      },
      idAt: (revision) => row && this.sql.at.get(row.sid, revision)?.id,
    };
  }

  // A retry gets the position of its last event, unless that event can no longer be read.
  alreadyWritten(name, revision) {
    const readable = this.stateOf(name) === 'readable' && this.eventAt(name, revision);
    return { revision, position: readable ? readable.pos : undefined };
  }

  create(name) {
    const row = this.sql.newStream.get(name);
    this.streams.set(name, row);
    return row;
  }

  write(name, events) {
    const row = this.stream(name) ?? this.create(name);
    const now = Date.now();
    let position = Math.max(this.head, 0);
    for (const e of events) position = this.insert(row, name, ++row.last, e, now);
    this.sql.setLast.run(row.last, row.sid);
    if (rules.isMetaStream(name)) this.limits.delete(rules.originalOf(name));
    return { revision: row.last, position };
  }

  insert(row, name, revision, e, now) {
    const position = this.end;
    this.sql.insert.run(position, row.sid, revision, e.id, e.type, e.json, now, e.data, e.meta);
    this.head = position;
    this.end += sizeOf(name, e);
    this.recentIds.set(e.id, { sid: row.sid, revision });
    if (this.recentIds.size > this.idCache) {
      this.recentIds.delete(this.recentIds.keys().next().value);
    }
    return position;
  }

  // Appending to a soft-deleted stream makes what follows readable again.
  undelete(name, revision) {
    const metaName = rules.metaStreamOf(name);
    const meta = this.stream(metaName);
    const newest = meta && this.sql.at.get(meta.sid, meta.last);
    const data = newest && rules.withTruncateBefore(newest.data, revision);
    if (data) this.write(metaName, [this.metadataEvent(data)]);
  }

  metadataEvent(data) {
    return { id: randomUUID(), type: '$metadata', json: 1, data, meta: EMPTY };
  }

  /** An event that the server itself writes. */
  jsonEvent(type, value) {
    return { ...this.metadataEvent(Buffer.from(JSON.stringify(value))), type };
  }
}
