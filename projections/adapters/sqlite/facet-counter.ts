import type { StatementSync } from 'node:sqlite';
import { InvalidQuery, type Condition, type FacetRequest, type Facets, type Scalar } from '../../kernel/query.js';
import { compareUtf8 } from '../../kernel/sort-key.js';
import { countCodes } from './codes.js';
import { columnNamed } from '../../kernel/layout.js';
import { codedColumns, type Layout } from './layout.js';
import { CHOSEN, EVERYTHING, type Matcher, type Matches } from './matches.js';

interface Counted {
  readonly value: Scalar;
  readonly count: number;
}

const PIECE = 8_192;
const REMEMBERED_AT_MOST = 50;

/** Counts all facets in one walk over the codes of the matching documents. */
export class FacetCounter {
  /** Column number by code, read as the dictionary grows. */
  #columns = new Uint8Array(1_024);
  #known = 0;
  readonly #remembered = new Map<string, Facets>();
  #state = '';

  constructor(
    readonly layout: Layout,
    readonly statement: (sql: string) => StatementSync,
    readonly matcher: Matcher,
  ) {}

  /** Of the documents that match; `match` is the FTS5 expression of the text. */
  count(condition: Condition | undefined, match: string | undefined, requests: readonly FacetRequest[]): Facets {
    const wanted = requests.map(({ column, limit = 10 }) => ({
      column,
      number: this.#number(column),
      limit: Math.max(limit, 1),
    }));
    const question = JSON.stringify([condition, match, wanted]);
    const known = this.#rememberedNow().get(question);
    if (known) return known;
    this.#learn();
    const counts = this.#counts(this.matcher.find(condition, match));
    const byColumn = new Map<number, number[]>(wanted.map(({ number }) => [number, []]));
    for (let code = 1; code <= this.#known; code++) {
      if (counts[code]! > 0) byColumn.get(this.#columns[code]!)?.push(code);
    }
    const facets = Object.fromEntries(
      wanted.map(({ column, number, limit }) => [column, this.#most(byColumn.get(number)!, counts, limit)]),
    );
    if (this.#remembered.size >= REMEMBERED_AT_MOST) this.#remembered.clear();
    this.#remembered.set(question, facets);
    return facets;
  }

  /** Answers hold until somebody writes: another connection (data_version) or this one (total_changes). */
  #rememberedNow(): Map<string, Facets> {
    const [others] = this.statement('PRAGMA data_version').get() as unknown as [number];
    const [own] = this.statement('SELECT total_changes()').get() as unknown as [number];
    const state = `${others} ${own}`;
    if (state !== this.#state) this.#remembered.clear();
    this.#state = state;
    return this.#remembered;
  }

  #number(name: string): number {
    const column = columnNamed(this.layout, name);
    if (codedColumns(this.layout).includes(column) && column.facet) return column.number;
    throw new InvalidQuery(`${name} is not a facet of this view.`);
  }

  #counts(matches: Matches): Uint32Array {
    const counts = new Uint32Array(this.#known + 1);
    const { where, list, total } = matches;
    this.matcher.choose(matches);
    if (matches === EVERYTHING) this.#countInPieces(counts, '1');
    else if (list !== undefined) this.#countIn(counts, 'codes c WHERE c.n IN (SELECT value FROM json_each(?))', [list]);
    // All matches are marked: no need to look at their rows.
    else if (total !== undefined && where.text === CHOSEN.text) this.#countInPieces(counts, 'chosen(c.n)');
    else this.#countIn(counts, `rows r CROSS JOIN codes c ON c.n = r.n WHERE ${where.text}`, where.values);
    return counts;
  }

  #countIn(counts: Uint32Array, from: string, values: readonly Scalar[]): void {
    const sql = `SELECT group_concat(c.codes, '') FROM ${from}`;
    const [texts] = this.statement(sql).get(...values) as unknown as [string | null];
    if (texts !== null) countCodes(texts, counts);
  }

  /** In pieces, so that no text of many megabytes is ever made. */
  #countInPieces(counts: Uint32Array, where: string): void {
    const [last] = this.statement('SELECT max(n) FROM codes').get() as unknown as [number | null];
    for (let from = 0; from < (last ?? 0); from += PIECE) {
      this.#countIn(counts, `codes c WHERE c.n > ? AND c.n <= ? AND ${where}`, [from, from + PIECE]);
    }
  }

  /** The dictionary only grows: what was added since the last time is read. */
  #learn(): void {
    const sql = 'SELECT code, number FROM dictionary WHERE code > ? ORDER BY code';
    const added = this.statement(sql).all(this.#known) as unknown as [number, number][];
    const last = added.at(-1)?.[0] ?? this.#known;
    if (last >= this.#columns.length) {
      const grown = new Uint8Array(Math.max(last + 1, this.#columns.length * 2));
      grown.set(this.#columns);
      this.#columns = grown;
    }
    for (const [code, number] of added) this.#columns[code] = number;
    this.#known = last;
  }

  #most(codes: readonly number[], counts: Uint32Array, limit: number): readonly Counted[] {
    const least = leastOfMost(codes, counts, limit);
    const candidates = codes.filter((code) => counts[code]! >= least);
    const values = candidates.map((code) => ({ value: this.#value(code), count: counts[code]! }));
    return values.sort((a, b) => b.count - a.count || compareValues(a.value, b.value)).slice(0, limit);
  }

  #value(code: number): Scalar {
    const found = this.statement('SELECT value FROM dictionary WHERE code = ?').get(code) as unknown as [Scalar];
    return found[0];
  }
}

/** The count of the last of the `limit` most frequent codes: only those with as much can be in the answer. */
function leastOfMost(codes: readonly number[], counts: Uint32Array, limit: number): number {
  if (codes.length <= limit) return 0;
  const found = Uint32Array.from(codes, (code) => counts[code]!).sort();
  return found[found.length - limit]!;
}

function compareValues(a: Scalar, b: Scalar): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return compareUtf8(String(a), String(b));
}
