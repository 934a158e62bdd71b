import type { StatementSync } from 'node:sqlite';
import { InvalidQuery, type FacetRequest, type Facets, type Scalar } from '../../kernel/query.js';
import { compareUtf8 } from '../../kernel/sort-key.js';
import { countCodes } from './codes.js';
import type { Sql } from './conditions.js';
import { codedColumns, columnNamed, type Layout } from './layout.js';

interface Counted {
  readonly value: Scalar;
  readonly count: number;
}

/** Counts all facets in one walk over the codes of the matching documents. */
export class FacetCounter {
  /** Column number by code, read as the dictionary grows. */
  #columns = new Uint8Array(1_024);
  #known = 0;

  constructor(
    readonly layout: Layout,
    readonly statement: (sql: string) => StatementSync,
  ) {}

  count(from: string, where: Sql, requests: readonly FacetRequest[]): Facets {
    const wanted = requests.map((request) => ({
      number: this.#number(request.column),
      limit: request.limit ?? 10,
      ...request,
    }));
    this.#learn();
    const counts = this.#counts(from, where);
    const byColumn = new Map<number, number[]>(wanted.map(({ number }) => [number, []]));
    for (let code = 1; code <= this.#known; code++) {
      if (counts[code]! > 0) byColumn.get(this.#columns[code]!)?.push(code);
    }
    return Object.fromEntries(
      wanted.map(({ column, number, limit }) => [column, this.#most(byColumn.get(number)!, counts, limit)]),
    );
  }

  #number(name: string): number {
    const column = columnNamed(this.layout, name);
    if (codedColumns(this.layout).includes(column) && column.facet) return column.number;
    throw new InvalidQuery(`${name} is not a facet of this view.`);
  }

  #counts(from: string, where: Sql): Uint32Array {
    const matching =
      where.text === '1' && from === 'rows r'
        ? 'codes c'
        : `${from} CROSS JOIN codes c ON c.n = r.n WHERE ${where.text}`;
    const sql = `SELECT group_concat(c.codes, '') FROM ${matching}`;
    const [texts] = this.statement(sql).get(...where.values) as unknown as [string | null];
    const counts = new Uint32Array(this.#known + 1);
    if (texts !== null) countCodes(texts, counts);
    return counts;
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

  #most(codes: number[], counts: Uint32Array, limit: number): readonly Counted[] {
    const byCount = [...codes].sort((a, b) => counts[b]! - counts[a]!);
    const least = byCount.length > limit ? counts[byCount[limit - 1]!]! : 0;
    const candidates = byCount.filter((code) => counts[code]! >= least);
    const values = candidates.map((code) => ({ value: this.#value(code), count: counts[code]! }));
    return values.sort((a, b) => b.count - a.count || compareValues(a.value, b.value)).slice(0, limit);
  }

  #value(code: number): Scalar {
    const found = this.statement('SELECT value FROM dictionary WHERE code = ?').get(code) as unknown as [Scalar];
    return found[0];
  }
}

function compareValues(a: Scalar, b: Scalar): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return compareUtf8(String(a), String(b));
}
