import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { InvalidQuery, type Condition, type FacetRequest, type Facets, type Query, type Scalar, type TextQuery } from '../../kernel/query.js'; // prettier-ignore
import { conditionSql, joined, matchExpression, type Sql } from './conditions.js';
import { FacetCounter } from './facet-counter.js';
import type { Layout } from './layout.js';
import { Ordering, type Place, type Stretch } from './ordering.js';

/** A page whose documents are still JSON text, as it travels between threads. */
export interface TextPage {
  readonly items: readonly (readonly [id: string, revision: number, document: string])[];
  readonly next?: string;
  readonly total?: number;
  readonly position?: string;
}

/** Where to look, and what must hold: the outer part of every query over a view. */
interface Source {
  readonly from: string;
  readonly where: Sql;
  /** The same as a condition on rows alone, to be asked of each row of a walk in order. */
  readonly ofRow: Sql;
}

/** From so many matches on, and one row in so many, a walk in the order of the page soon meets enough of them. */
const MANY_MATCHES = 1_000;
const MANY_OF_ALL = 20;
/** Rows looked at in such a walk; when they hold no full page, all matches are sorted after all. */
const WALK = 4_000;

const STATEMENTS_AT_MOST = 200;

/** Answers queries from one view's file, in the calling thread; each answer from one state of the file. */
export class ViewReader {
  readonly #statements = new Map<string, StatementSync>();
  readonly #facets: FacetCounter;

  constructor(
    readonly database: DatabaseSync,
    readonly layout: Layout,
  ) {
    this.#facets = new FacetCounter(layout, (sql) => this.#statement(sql));
  }

  search(query: Query): TextPage {
    const limit = query.limit ?? 50;
    if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) {
      throw new InvalidQuery(`A page has 1 to 1,000 documents; ${limit} were asked for.`);
    }
    const ordering = new Ordering(this.layout, query.sort ?? []);
    const source = this.#source(query.where, query.text);
    const after = query.cursor === undefined ? undefined : ordering.place(query.cursor);
    return this.#atOnce(() => {
      const rows: Scalar[][] = [];
      for (const stretch of ordering.stretches(after)) {
        if (rows.length <= limit) rows.push(...this.#walk(source, ordering, stretch, limit + 1 - rows.length));
      }
      const page = rows.slice(0, limit);
      const total = query.count ? { total: this.#count(source) } : undefined;
      return {
        items: this.#fetch(page),
        ...nextOf(ordering, page, rows.length > limit),
        ...total,
        ...this.#position(),
      };
    });
  }

  count(where: Condition | undefined, text: TextQuery | undefined): number {
    return this.#count(this.#source(where, text));
  }

  facets(where: Condition | undefined, text: TextQuery | undefined, requests: readonly FacetRequest[]): Facets {
    const { from, where: condition } = this.#source(where, text);
    return this.#atOnce(() => this.#facets.count(from, condition, requests));
  }

  #source(where: Condition | undefined, text: TextQuery | undefined): Source {
    const match = matchExpression(text);
    const condition = where ? conditionSql(this.layout, where) : joined([], 'AND');
    if (match === undefined) return { from: 'rows r', where: condition, ofRow: condition };
    if (!this.layout.hasText) throw new InvalidQuery('This view has no text to search.');
    const found: Sql = { text: 'w.words MATCH ?', values: [match] };
    const among: Sql = { text: 'r.n IN (SELECT rowid FROM words WHERE words MATCH ?)', values: [match] };
    return {
      from: 'words w CROSS JOIN rows r ON r.n = w.rowid',
      where: joined([found, condition], 'AND'),
      ofRow: joined([among, condition], 'AND'),
    };
  }

  /** Rows of a stretch: number, id, then the cells of the order. */
  #walk(source: Source, ordering: Ordering, stretch: Stretch, limit: number): Scalar[][] {
    const cells = ['r.n', 'r.id', ...ordering.cells].join(', ');
    const soon = this.#walkInOrder(source, ordering, stretch, cells, limit);
    if (soon) return soon;
    const where = joined([source.where, stretch.where], 'AND');
    const sql = `SELECT ${cells} FROM ${source.from} WHERE ${where.text} ORDER BY ${stretch.orderBy} LIMIT ${limit}`;
    return this.#statement(sql).all(...where.values) as unknown as Scalar[][];
  }

  /** A common word or family: looking along the order finds a page sooner than sorting all that match. */
  #walkInOrder(
    source: Source,
    { indexed }: Ordering,
    stretch: Stretch,
    cells: string,
    limit: number,
  ): Scalar[][] | undefined {
    if (!indexed || source.where.text === '1' || !this.#manyMatch(source)) return undefined;
    const { where, orderBy } = stretch;
    const along = `(SELECT * FROM rows r WHERE ${where.text} ORDER BY ${orderBy} LIMIT ${WALK}) r`;
    const sql = `SELECT ${cells} FROM ${along} WHERE ${source.ofRow.text} ORDER BY ${orderBy} LIMIT ${limit}`;
    const rows = this.#statement(sql).all(...where.values, ...source.ofRow.values) as unknown as Scalar[][];
    return rows.length === limit ? rows : undefined;
  }

  #manyMatch({ from, where }: Source): boolean {
    const [last] = this.#statement('SELECT max(n) FROM rows').get() as unknown as [number | null];
    const many = Math.max(MANY_MATCHES, Math.ceil((last ?? 0) / MANY_OF_ALL));
    const sql = `SELECT count(*) FROM (SELECT 1 FROM ${from} WHERE ${where.text} LIMIT ${many})`;
    return (this.#statement(sql).get(...where.values) as unknown as [number])[0] === many;
  }

  #fetch(rows: readonly Scalar[][]): [string, number, string][] {
    const document = this.#statement('SELECT revision, document FROM documents WHERE n = ?');
    return rows.map((row) => {
      const [revision, text] = document.get(row[0]!) as unknown as [number, string];
      return [row[1] as string, revision, text];
    });
  }

  #count(source: Source): number {
    const sql = `SELECT count(*) FROM ${source.from} WHERE ${source.where.text}`;
    return (this.#statement(sql).get(...source.where.values) as unknown as [number])[0];
  }

  #position(): { position?: string } {
    const [position] = this.#statement('SELECT position FROM about').get() as unknown as [string | null];
    return position === null ? {} : { position };
  }

  /** One read transaction: all statements see the same state. */
  #atOnce<Answer>(read: () => Answer): Answer {
    if (this.database.isTransaction) return read();
    this.#statement('BEGIN').run();
    try {
      return read();
    } finally {
      this.#statement('COMMIT').run();
    }
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    if (this.#statements.size >= STATEMENTS_AT_MOST) this.#statements.clear();
    const statement = this.database.prepare(sql);
    statement.setReturnArrays(true);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function nextOf(ordering: Ordering, page: readonly Scalar[][], more: boolean): { next?: string } {
  const last = page.at(-1);
  if (!more || !last) return {};
  const [, id, ...keys] = last;
  const place: Place = { id: id as string, keys };
  return { next: ordering.cursor(place) };
}
