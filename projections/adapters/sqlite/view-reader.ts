import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { InvalidQuery, type Cell, type CellsRequest, type Condition, type FacetRequest, type Facets, type Query, type Scalar, type TextQuery } from '../../kernel/query.js'; // prettier-ignore
import { countCells } from './cell-counter.js';
import { joined, matchExpression, type Sql } from './conditions.js';
import { FacetCounter } from './facet-counter.js';
import { INDEXES_STAND, type Layout } from './layout.js';
import { EVERYTHING, LISTED, Matcher, type Matches } from './matches.js';
import type { Place } from '../../kernel/cursor.js';
import { Ordering, type Stretch } from './ordering.js';

/** A page whose documents are still JSON text, as it travels between threads. */
export interface TextPage {
  readonly items: readonly (readonly [id: string, revision: number, document: string])[];
  readonly next?: string;
  readonly total?: number;
  readonly position?: string;
}

/** Rows looked at in a walk along the order of a page; when they hold no full page, all matches are sorted after all. */
const WALK = 4_000;
/** So many known matches are sorted at once; more are met sooner along the order. */
const SORTED_AT_MOST = 500;

const STATEMENTS_AT_MOST = 200;

/** Answers queries from one view's file, in the calling thread; each answer from one state of the file. */
export class ViewReader {
  readonly #statements = new Map<string, StatementSync>();
  readonly #matcher: Matcher;
  readonly #facets: FacetCounter;

  constructor(
    readonly database: DatabaseSync,
    readonly layout: Layout,
  ) {
    const statement = (sql: string): StatementSync => this.#statement(sql);
    this.#matcher = new Matcher(database, layout, statement);
    this.#facets = new FacetCounter(layout, statement, this.#matcher);
  }

  search(query: Query): TextPage {
    const limit = query.limit ?? 50;
    if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) {
      throw new InvalidQuery(`A page has 1 to 1,000 documents; ${limit} were asked for.`);
    }
    const ordering = new Ordering(this.layout, query.sort ?? []);
    const match = this.#match(query.text);
    const after = query.cursor === undefined ? undefined : ordering.cursors.read(query.cursor);
    return this.#atOnce(() => {
      const { answer: rows, matches } = this.#firstRows(this.#matcher.glance(query.where, match), ordering, after, limit + 1); // prettier-ignore
      const shown = rows.slice(0, limit);
      const total = query.count ? { total: this.#count(matches) } : undefined;
      return {
        items: this.#fetch(shown),
        ...nextOf(ordering, shown, rows.length > limit),
        ...total,
        ...this.#position(),
      };
    });
  }

  count(where: Condition | undefined, text: TextQuery | undefined): number {
    const match = this.#match(text);
    return this.#atOnce(() => {
      const matches = this.#matcher.find(where, match);
      this.#matcher.choose(matches);
      return this.#count(matches);
    });
  }

  facets(where: Condition | undefined, text: TextQuery | undefined, requests: readonly FacetRequest[]): Facets {
    const match = this.#match(text);
    return this.#atOnce(() => this.#facets.count(where, match, requests));
  }

  cells(where: Condition | undefined, text: TextQuery | undefined, request: CellsRequest): readonly Cell[] {
    const match = this.#match(text);
    return this.#atOnce(() => {
      const matches = this.#matcher.find(where, match);
      this.#matcher.choose(matches);
      return countCells(this.layout, (sql) => this.#statement(sql), matches, request);
    });
  }

  #match(text: TextQuery | undefined): string | undefined {
    const match = matchExpression(text);
    if (match === undefined || this.layout.hasText) return match;
    throw new InvalidQuery('This view has no text to search.');
  }

  /** The first matches after a place: in the one walk that sees what matches, where there is no quicker way. */
  #firstRows(
    matches: Matches,
    ordering: Ordering,
    after: Place | undefined,
    limit: number,
  ): { readonly answer: Scalar[][]; readonly matches: Matches } {
    if (matches.unseen !== undefined) {
      const { where, orderBy } = ordering.sorted(after);
      return this.#matcher.walk(matches, where, (all) => this.#all(page(ordering, all, orderBy, limit), all));
    }
    this.#matcher.choose(matches);
    return { answer: this.#rows(matches, ordering, after, limit), matches };
  }

  /** The first matches after a place: number, id, then the cells of the order. */
  #rows(matches: Matches, ordering: Ordering, after: Place | undefined, limit: number): Scalar[][] {
    const { total, list } = matches;
    if (total === 0) return [];
    const sorts = list !== undefined && total !== undefined && total <= SORTED_AT_MOST;
    const along =
      ordering.indexed && !sorts && this.#statement(INDEXES_STAND).get()
        ? this.#along(matches, ordering, after, limit)
        : undefined;
    if (along) return along;
    const { where, orderBy } = ordering.sorted(after);
    const these = list === undefined ? matches.where : { text: LISTED, values: [list] };
    const from = joined([these, where], 'AND');
    return this.#all(page(ordering, from, orderBy, limit), from);
  }

  /** A walk along the order; undefined when what matches is so rare along it that sorting is sooner done. */
  #along(matches: Matches, ordering: Ordering, after: Place | undefined, limit: number): Scalar[][] | undefined {
    const known = matches.total !== undefined || matches === EVERYTHING;
    const rows: Scalar[][] = [];
    for (const { where, orderBy, along } of ordering.stretches(after)) {
      const left = limit - rows.length;
      const bound = known || !along ? undefined : this.#boundOf(where, along);
      const from = joined([where, ...(bound ? [bound] : []), matches.checked], 'AND');
      rows.push(...this.#all(page(ordering, from, orderBy, left), from));
      if (rows.length === limit) break;
      if (bound) return undefined;
    }
    return rows;
  }

  /** How far a walk goes: to the last of those that are equal there in what the index is by. */
  #boundOf(where: Sql, { cell, descending }: Required<Stretch>['along']): Sql | undefined {
    const order = `${cell}${descending ? ' DESC' : ''}`;
    const [far] = this.#all(`SELECT ${cell} FROM rows r WHERE ${where.text} ORDER BY ${order} LIMIT 1 OFFSET ${WALK}`, where); // prettier-ignore
    return far && { text: `${cell} ${descending ? '>=' : '<='} ?`, values: [far[0]!] };
  }

  #all(sql: string, { values }: Sql): Scalar[][] {
    return this.#statement(sql).all(...values) as unknown as Scalar[][];
  }

  #fetch(rows: readonly Scalar[][]): [string, number, string][] {
    const document = this.#statement('SELECT revision, document FROM documents WHERE n = ?');
    return rows.map((row) => {
      const [revision, text] = document.get(row[0]!) as unknown as [number, string];
      return [row[1] as string, revision, text];
    });
  }

  #count(matches: Matches): number {
    if (matches.total !== undefined) return matches.total;
    const { text, values } = matches.where;
    const [total] = this.#statement(`SELECT count(*) FROM rows r WHERE ${text}`).get(...values) as unknown as [number];
    if (matches !== EVERYTHING) matches.total = total;
    return total;
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

/** Number, id and the cells of the order, of the first rows that fit. */
function page({ cells }: Ordering, { text }: Sql, orderBy: string, limit: number): string {
  return `SELECT ${['r.n', 'r.id', ...cells].join(', ')} FROM rows r WHERE ${text} ORDER BY ${orderBy} LIMIT ${limit}`;
}

function nextOf(ordering: Ordering, shown: readonly Scalar[][], more: boolean): { next?: string } {
  const last = shown.at(-1);
  if (!more || !last) return {};
  const [, id, ...keys] = last;
  const place: Place = { id: id as string, keys };
  return { next: ordering.cursors.write(place) };
}
