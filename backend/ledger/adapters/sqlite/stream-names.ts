import type { DatabaseSync } from 'node:sqlite';
import { nameHash } from '#sqlite/name-hash.js';

/** So many streams wait before they are sorted into the index: their names take some hundred kilobytes of memory. */
export const WAITING_AT_MOST = 2_048;
/** Of those that are being sorted in, a commit takes four for each that it adds, and at least this many. */
export const SORTED_IN_AT_LEAST = 64;

/** The number by which the index has a stream; within `{category}-{id}` the id tells. Others may have the same. */
export function streamHash(name: string): number {
  return nameHash(name.slice(name.indexOf('-') + 1));
}

/**
 * Numbers of streams by their names. The names come in no order, so that an index which has them at once copies nearly a page
 * to the disk for each. The newest therefore wait: they stand in the table of streams like all others, and are remembered
 * here. When many wait, they go into the index in its order, some with each commit, and share its pages.
 */
export class StreamNames {
  /** Numbers of all names that may not be in the index; oldest first. */
  readonly #waiting = new Map<string, number>();
  /** Number of the newest stream that was seen. */
  #seen = 0;
  readonly #sql;

  constructor(db: DatabaseSync) {
    this.#sql = {
      indexed: db.prepare(
        'SELECT i.stream FROM stream_index i CROSS JOIN streams s ON s.id = i.stream WHERE i.hash = ? AND s.name = ?',
      ),
      newer: db.prepare('SELECT name, id FROM streams WHERE id > ? ORDER BY id'),
      complete: db.prepare('SELECT complete_to FROM stream_index_state'),
    };
    for (const statement of Object.values(this.#sql)) statement.setReturnArrays(true);
  }

  /** The number of a stream, if it is there; others may be adding streams all the time. */
  find(name: string): number | undefined {
    const known = this.known(name);
    if (known !== undefined) return known;
    this.look();
    // Looked up again: meanwhile it may have come, and gone into the index.
    return this.known(name);
  }

  /** The same of streams that were there at the last {@link look}. */
  known(name: string): number | undefined {
    return (
      this.#waiting.get(name) ?? (this.#sql.indexed.get(streamHash(name), name) as unknown as [number] | undefined)?.[0]
    );
  }

  /** Learns of the streams that were added since; `complete`: all up to this number are in the index. */
  look(complete = this.#completeTo()): void {
    this.forgetTo(complete);
    for (const [name, id] of this.#sql.newer.all(Math.max(this.#seen, complete)) as unknown as [string, number][])
      this.add(name, id);
  }

  add(name: string, id: number): void {
    this.#waiting.set(name, id);
    this.#seen = id;
  }

  /** The streams up to this number that wait, in the order of the index. */
  waitingTo(last: number): Entry[] {
    const entries: Entry[] = [];
    for (const [name, stream] of this.#waiting) {
      if (stream > last) break;
      entries.push({ hash: streamHash(name), stream });
    }
    return entries.sort((one, other) => one.hash - other.hash || one.stream - other.stream);
  }

  /** The index has all names up to this number. */
  forgetTo(complete: number): void {
    for (const [name, id] of this.#waiting) {
      if (id > complete) return;
      this.#waiting.delete(name);
    }
  }

  get seen(): number {
    return this.#seen;
  }

  #completeTo(): number {
    const [complete] = this.#sql.complete.get() as unknown as [number];
    return complete;
  }
}

interface Entry {
  readonly hash: number;
  readonly stream: number;
}

/** The only row of `stream_index_state`. */
interface State {
  /** All streams up to this number are in the index. */
  readonly complete_to: number;
  /** Those up to this number are being sorted in; null: none are. */
  readonly sorting_to: number | null;
  /** How many of those are in by now. */
  readonly sorted: number;
}

/** Adds streams, and sorts their names into the index; all of it within the transactions of the connection that writes. */
export class StreamNaming {
  readonly #names: StreamNames;
  readonly #sql;
  #state: State = { complete_to: 0, sorting_to: null, sorted: 0 };
  /** What is being sorted in, all of it. */
  #entries: readonly Entry[] = [];
  #added = 0;

  constructor(db: DatabaseSync) {
    this.#names = new StreamNames(db);
    this.#sql = {
      state: db.prepare('SELECT complete_to, sorting_to, sorted FROM stream_index_state'),
      setState: db.prepare('UPDATE stream_index_state SET complete_to = ?, sorting_to = ?, sorted = ?'),
      add: db.prepare('INSERT INTO streams (name) VALUES (?)'),
      sortIn: db.prepare('INSERT INTO stream_index (hash, stream) VALUES (?, ?)'),
    };
  }

  /** To be called when a transaction has begun: other processes may have written since. */
  begin(): void {
    this.#added = 0;
    const state = this.#sql.state.get() as unknown as State;
    this.#names.look(state.complete_to);
    // Another process began to sort in: it is gone on with from where that stands.
    if (state.sorting_to !== this.#state.sorting_to) this.#entries = this.#entriesTo(state.sorting_to);
    this.#state = state;
  }

  find(name: string): number | undefined {
    return this.#names.known(name);
  }

  /** Adds a stream that is not there, and gives its number. */
  add(name: string): number {
    const id = Number(this.#sql.add.run(name).lastInsertRowid);
    this.#names.add(name, id);
    this.#added++;
    return id;
  }

  /** To be called before a transaction is committed. */
  end(): void {
    const { complete_to, sorting_to } = this.#state;
    if (sorting_to === null && this.#names.seen - complete_to < WAITING_AT_MOST) return;
    if (sorting_to === null) this.#entries = this.#entriesTo(this.#names.seen);
    const last = sorting_to ?? this.#names.seen;
    const sorted = this.#sortIn(Math.max(SORTED_IN_AT_LEAST, 4 * this.#added));
    this.#state =
      sorted < this.#entries.length
        ? { complete_to, sorting_to: last, sorted }
        : { complete_to: last, sorting_to: null, sorted: 0 };
    this.#sql.setState.run(this.#state.complete_to, this.#state.sorting_to, this.#state.sorted);
  }

  /** Sorts in so many more; how many are in then. */
  #sortIn(many: number): number {
    const { sorted } = this.#state;
    const next = this.#entries.slice(sorted, sorted + many);
    for (const { hash, stream } of next) this.#sql.sortIn.run(hash, stream);
    return sorted + next.length;
  }

  #entriesTo(last: number | null): readonly Entry[] {
    return last === null ? [] : this.#names.waitingTo(last);
  }
}
