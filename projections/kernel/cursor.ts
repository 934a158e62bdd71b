import { createHash } from 'node:crypto';
import { InvalidQuery, type Scalar, type Sort } from './query.js';

/** Where the page before ended: the values of the keys of its last document, and the document's id. */
export interface Place {
  readonly keys: readonly Scalar[];
  readonly id: string;
}

/** Writes and reads the cursors of one order; a cursor of another order is refused. */
export class Cursors {
  readonly #print: string;

  /** `missing`: what stands for a missing value of each key; it tells the kind of the key. */
  constructor(
    sort: readonly Sort[],
    private readonly missing: readonly Scalar[],
  ) {
    this.#print = createHash('sha256').update(JSON.stringify(sort)).digest('base64url').slice(0, 6);
  }

  /** The cursor behind a document. */
  write({ id, keys }: Place): string {
    // JSON has no infinity, which some stores keep for a missing number.
    const written = keys.map((key) => (key === Infinity ? null : key));
    return Buffer.from(JSON.stringify([this.#print, id, ...written])).toString('base64url');
  }

  /** The place a cursor stands for; fails with {@link InvalidQuery} when it is of another query or of none. */
  read(cursor: string): Place {
    const refused = new InvalidQuery('The cursor is not from an answer to this query: start again without one.');
    let parts: unknown;
    try {
      parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    } catch {
      throw refused;
    }
    if (!Array.isArray(parts) || parts.length !== this.missing.length + 2) throw refused;
    const [print, id, ...written] = parts as unknown[];
    if (print !== this.#print || typeof id !== 'string') throw refused;
    const keys = written.map((key) => (key === null ? Infinity : key));
    if (!keys.every((key, at) => typeof key === typeof this.missing[at])) throw refused;
    return { id, keys: keys as Scalar[] };
  }
}
