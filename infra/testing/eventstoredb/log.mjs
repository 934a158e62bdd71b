// The log as it can be read: what state a stream is in, and which of its events may be seen.
import { EventEmitter } from 'node:events';
import * as rules from './rules.mjs';

const { TOMBSTONE } = rules;

/** Reading and the state of streams; {@link Store} adds the writing, and sets `db`, `sql`, `streams`, `limits`, `end`. */
export class Log extends EventEmitter {
  stream(name) {
    let row = this.streams.get(name);
    if (row) return row;
    row = this.sql.stream.get(name);
    if (!row) return undefined;
    if (this.streams.size > 200_000) this.streams.clear();
    this.streams.set(name, row);
    return row;
  }

  limitsOf(name) {
    let limits = this.limits.get(name);
    if (limits) return limits;
    const meta = rules.isMetaStream(name) ? undefined : this.stream(rules.metaStreamOf(name));
    const newest = meta && meta.last >= 0 ? this.sql.at.get(meta.sid, meta.last) : undefined;
    limits = rules.limitsFrom(name, newest?.data);
    if (this.limits.size > 200_000) this.limits.clear();
    this.limits.set(name, limits);
    return limits;
  }

  last(name) {
    return this.stream(name)?.last ?? -1;
  }

  isDead(name) {
    if (this.stream(name)?.dead) return true;
    return rules.isMetaStream(name) && Boolean(this.stream(rules.originalOf(name))?.dead);
  }

  /** 'tombstoned', 'missing' (also when soft-deleted) or 'readable'. */
  stateOf(name) {
    if (this.isDead(name)) return 'tombstoned';
    return this.last(name) < 0 || this.limitsOf(name).softDeleted ? 'missing' : 'readable';
  }

  readAll(forwards, from, count) {
    return forwards ? this.sql.allForward.all(from, count) : this.sql.allBackward.all(from, count);
  }

  /** Only the start of a record is a valid place to read from; past the end anything goes. */
  isValidPosition(position) {
    return position <= 0 || position >= this.end || Boolean(this.sql.isRecord.get(position));
  }

  /** Readable events only: $maxCount, $maxAge, $tb are applied. */
  readStream(name, forwards, from, count) {
    const row = this.stream(name);
    if (!row) return [];
    const limits = this.limitsOf(name);
    const lowest = rules.firstReadable(limits, row.last);
    const oldest = limits.maxAge === undefined ? 0 : Date.now() - limits.maxAge * 1000;
    const rows = forwards
      ? this.sql.forward.all(row.sid, Math.max(from, lowest), row.last, oldest, count)
      : this.sql.backward.all(row.sid, Math.min(from, row.last), lowest, oldest, count);
    for (const e of rows) e.name = name;
    return rows;
  }

  /** What a live subscription sees: everything, a tombstone included. */
  readLive(name, from, count) {
    const row = this.stream(name);
    if (!row) return [];
    const rows = this.sql.forward.all(row.sid, from, TOMBSTONE, 0, count);
    for (const e of rows) e.name = name;
    return rows;
  }

  eventAt(name, revision) {
    const [e] = this.readStream(name, true, revision, 1);
    return e && e.rev === revision ? e : undefined;
  }

  /** The event that a "$>" link points to, if it can be read. */
  linkTarget(link) {
    const text = Buffer.from(link.data).toString('utf8');
    const at = text.indexOf('@');
    const revision = Number(text.slice(0, at));
    const name = text.slice(at + 1);
    if (at < 1 || !Number.isSafeInteger(revision) || this.stateOf(name) !== 'readable') return undefined;
    return this.eventAt(name, revision);
  }
}
